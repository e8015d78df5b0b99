/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/flow_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "port/random.h"

static uint64_t rotate(uint64_t x, int n)
{
	return x << n | x >> (64 - n);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* SipHash-1-3 (Aumasson, Bernstein 2012), of whole words. */
static uint64_t sip(const uint64_t key[2], const uint64_t *words, size_t count)
{
	uint64_t v[4] = {
		key[0] ^ UINT64_C(0x736f6d6570736575),
		key[1] ^ UINT64_C(0x646f72616e646f6d),
		key[0] ^ UINT64_C(0x6c7967656e657261),
		key[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t last = (uint64_t)(count * 8) << 56;

	for (size_t i = 0; i <= count; i++) {
		uint64_t word = i < count ? words[i] : last;

		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The same for both directions. */
static uint32_t hash(const struct flow_table *table, const struct address *a,
		     uint16_t a_port, const struct address *b, uint16_t b_port)
{
	const struct address *swap = a;
	uint64_t words[5] = {0};

	if (a_port > b_port ||
	    (a_port == b_port && memcmp(a->bytes, b->bytes, 16) > 0)) {
		uint16_t port = a_port;

		a = b;
		b = swap;
		a_port = b_port;
		b_port = port;
	}
	words[0] = (uint64_t)a->family << 32 | (uint32_t)a_port << 16 | b_port;
	if (a->family == 4) {
		memcpy(words + 1, a->bytes, 4);
		memcpy((char *)(words + 1) + 4, b->bytes, 4);
		return (uint32_t)sip(table->key, words, 2);
	}
	memcpy(words + 1, a->bytes, 16);
	memcpy(words + 3, b->bytes, 16);
	return (uint32_t)sip(table->key, words, 5);
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
		*chunk = malloc(sizeof(**chunk));
	return *chunk;
}

int flow_table_init(struct flow_table *table)
{
	*table = (struct flow_table){.unused = FLOW_NONE};
	/* With one there is always something to evict. */
	if (!grow(table))
		return -ENOMEM;
	memset(table->buckets, 0xff, sizeof(table->buckets));
	for (size_t i = 0; i < FLOW_LISTS; i++)
		table->lists[i] = (struct flow_ends){FLOW_NONE, FLOW_NONE};
	/* Without it, where memory happens to lie has to do. */
	if (random_bytes(table->key, sizeof(table->key))) {
		table->key[0] = (uintptr_t)table->chunks[0];
		table->key[1] = (uintptr_t)&table;
	}
	return 0;
}

void flow_table_free(struct flow_table *table)
{
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
	uint32_t h = hash(table, source, source_port, target, target_port);
	uint16_t at = table->buckets[h % FLOW_BUCKETS];

	struct flow_record *record;

	for (; at != FLOW_NONE; at = record->chain) {
		const struct flow_side *sides;

		record = record_at(table, at);
		sides = record->flow.sides;
		if (record->hash != h)
			continue;
		for (int i = 0; i < 2; i++) {
			if (is_end(&sides[i], source, source_port) &&
			    is_end(&sides[!i], target, target_port)) {
				*from = (enum side)i;
				return record;
			}
		}
	}
	return NULL;
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
	uint16_t at = table->unused, *bucket;

	if (at != FLOW_NONE)
		table->unused = record_at(table, at)->chain;
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
	record->hash = hash(table, client, client_port, server, server_port);
	bucket = &table->buckets[record->hash % FLOW_BUCKETS];
	record->chain = *bucket;
	*bucket = at;
	list_add(table, record, list);
	return record;
}

void flow_table_remove(struct flow_table *table, struct flow_record *record)
{
	uint16_t *link = &table->buckets[record->hash % FLOW_BUCKETS];

	while (*link != record->number)
		link = &record_at(table, *link)->chain;
	*link = record->chain;
	list_remove(table, record);
	record->chain = table->unused;
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
