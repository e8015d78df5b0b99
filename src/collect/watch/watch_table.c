/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "port/random.h"

/* FNV-1a, with its high bits mixed into the low ones. */
static uint32_t hash_of(const struct table *table, const void *bytes,
			size_t length)
{
	const uint8_t *b = bytes;
	uint32_t hash = table->seed;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ b[i]) * 16777619U;
	return hash ^ hash >> 15;
}

int table_open(struct table *table, size_t most)
{
	uint32_t seed;
	int rc = random_bytes(&seed, sizeof(seed));

	if (rc)
		return rc;
	*table = (struct table){.mask = most - 1, .seed = seed};
	table->buckets = calloc(most, sizeof(struct table_entry *));
	return table->buckets ? 0 : -ENOMEM;
}

void table_close(struct table *table)
{
	free(table->buckets);
	*table = (struct table){0};
}

void *table_find(const struct table *table, const void *key, size_t length)
{
	uint32_t hash = hash_of(table, key, length);
	struct table_entry *entry = table->buckets[hash & table->mask];

	while (entry && (entry->hash != hash || entry->length != length ||
			 memcmp(entry->key, key, length)))
		entry = entry->chain;
	return entry;
}

void table_add(struct table *table, struct table_entry *entry,
	       const void *key, size_t length)
{
	struct table_entry **bucket;

	entry->key = key;
	entry->length = length;
	entry->hash = hash_of(table, key, length);
	bucket = &table->buckets[entry->hash & table->mask];
	entry->chain = *bucket;
	*bucket = entry;
	entry->next = NULL;
	if (table->last)
		table->last->next = entry;
	else
		table->first = entry;
	table->last = entry;
	table->count++;
}

struct endpoint_key endpoint_key(const struct address *address, uint16_t port)
{
	struct endpoint_key key = {.port = port, .family = address->family};

	memcpy(key.bytes, address->bytes, sizeof(key.bytes));
	return key;
}

struct address endpoint_key_address(const struct endpoint_key *key)
{
	struct address address = {.family = key->family};

	memcpy(address.bytes, key->bytes, sizeof(address.bytes));
	return address;
}
