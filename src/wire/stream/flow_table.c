/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/flow_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "port/random.h"

/* The same for both directions. */
static void make_key(struct flow_key *key, const struct address *a,
		     uint16_t a_port, const struct address *b, uint16_t b_port)
{
	const struct address *swap = a;

	if (a_port > b_port ||
	    (a_port == b_port && memcmp(a->bytes, b->bytes, 16) > 0)) {
		uint16_t port = a_port;

		a = b;
		b = swap;
		a_port = b_port;
		b_port = port;
	}
	key->words[0] = (uint64_t)a->family << 32 | (uint32_t)a_port << 16 |
			b_port;
	if (a->family == 4) {
		memcpy(key->words + 1, a->bytes, 4);
		memcpy((char *)(key->words + 1) + 4, b->bytes, 4);
		key->length = 2 * sizeof(key->words[0]);
		return;
	}
	memcpy(key->words + 1, a->bytes, 16);
	memcpy(key->words + 3, b->bytes, 16);
	key->length = 5 * sizeof(key->words[0]);
}

static const void *key_of(const void *item, size_t *length)
{
	const struct flow_record *record = item;

	*length = record->key.length;
	return record->key.words;
}

_Static_assert(FLOW_MAX % FLOW_CHUNK == 0, "chunks are full");

static struct flow_record *record_at(const struct flow_table *table,
				     uint16_t at)
{
	return &table->chunks[at / FLOW_CHUNK]->records[at % FLOW_CHUNK];
}

/* Is there room for a record that was never used? */
static bool grow(struct flow_table *table)
{
	struct flow_chunk **chunk = &table->chunks[table->fresh / FLOW_CHUNK];

	if (!*chunk)
		*chunk = memory_new(sizeof(**chunk));
	return *chunk;
}

int flow_table_init(struct flow_table *table)
{
	*table = (struct flow_table){.unused = FLOW_NONE};
	/* With one there is always something to evict. */
	if (!grow(table) ||
	    table_open(&table->records, random_key(), FLOW_MAX, key_of)) {
		flow_table_free(table);
		return -ENOMEM;
	}
	for (size_t i = 0; i < FLOW_LISTS; i++)
		table->lists[i] = (struct flow_ends){FLOW_NONE, FLOW_NONE};
	return 0;
}

void flow_table_free(struct flow_table *table)
{
	table_close(&table->records);
	for (size_t i = 0; i < FLOW_MAX / FLOW_CHUNK; i++)
		free(table->chunks[i]);
}

static bool is_end(const struct flow_side *side, const struct address *address,
		   uint16_t port)
{
	return side->port == port && side->address.family == address->family &&
	       !memcmp(side->address.bytes, address->bytes, 16);
}

struct flow_record *flow_table_find(const struct flow_table *table,
				    const struct address *source,
				    uint16_t source_port,
				    const struct address *target,
				    uint16_t target_port, enum side *from)
{
	struct flow_record *record;
	struct flow_key key;

	make_key(&key, source, source_port, target, target_port);
	record = table_find(&table->records, key.words, key.length);
	if (record)
		*from = is_end(&record->flow.sides[SIDE_CLIENT], source,
			       source_port) ? SIDE_CLIENT : SIDE_SERVER;
	return record;
}

static void list_add(struct flow_table *table, struct flow_record *record,
		     enum flow_list list)
{
	struct flow_ends *ends = &table->lists[list];

	record->list = (uint8_t)list;
	record->newer = FLOW_NONE;
	record->older = ends->newest;
	if (ends->newest == FLOW_NONE)
		ends->oldest = record->number;
	else
		record_at(table, ends->newest)->newer = record->number;
	ends->newest = record->number;
}

static void list_remove(struct flow_table *table, struct flow_record *record)
{
	struct flow_ends *ends = &table->lists[record->list];

	if (record->newer == FLOW_NONE)
		ends->newest = record->older;
	else
		record_at(table, record->newer)->older = record->older;
	if (record->older == FLOW_NONE)
		ends->oldest = record->newer;
	else
		record_at(table, record->older)->newer = record->newer;
}

static void set_end(struct flow_side *side, const struct address *address,
		    uint16_t port)
{
	side->address.family = address->family;
	memcpy(side->address.bytes, address->bytes, 16);
	side->port = port;
}

struct flow_record *flow_table_add(struct flows *flows,
				   const struct address *client,
				   uint16_t client_port,
				   const struct address *server,
				   uint16_t server_port, enum flow_list list)
{
	struct flow_table *table = &flows->table;
	uint8_t (*tails)[STREAM_TAIL];
	struct flow_record *record;
	uint16_t at = table->unused;

	if (at != FLOW_NONE)
		table->unused = record_at(table, at)->older;
	else if (table->fresh < FLOW_MAX && grow(table))
		at = table->fresh++;
	else
		return NULL;
	record = record_at(table, at);
	memset(record, 0, sizeof(*record));
	record->number = at;
	set_end(&record->flow.sides[SIDE_CLIENT], client, client_port);
	set_end(&record->flow.sides[SIDE_SERVER], server, server_port);
	tails = table->chunks[at / FLOW_CHUNK]->tails[at % FLOW_CHUNK];
	for (size_t i = 0; i < 2; i++) {
		record->halves[i].scale = -1;
		stream_init(&record->halves[i].stream, &flows->pool,
			    FLOW_WAITING_MAX, tails[i]);
	}
	make_key(&record->key, client, client_port, server, server_port);
	/* It was opened with room for all. */
	table_add(&table->records, record);
	list_add(table, record, list);
	return record;
}

void flow_table_remove(struct flow_table *table, struct flow_record *record)
{
	table_remove(&table->records, record);
	list_remove(table, record);
	record->older = table->unused;
	table->unused = record->number;
}

void flow_table_move(struct flow_table *table, struct flow_record *record,
		     enum flow_list list)
{
	if (record->list == list && record->newer == FLOW_NONE)
		return;
	list_remove(table, record);
	list_add(table, record, list);
}

struct flow_record *flow_table_oldest(const struct flow_table *table,
				      enum flow_list list)
{
	uint16_t at = table->lists[list].oldest;

	return at == FLOW_NONE ? NULL : record_at(table, at);
}
