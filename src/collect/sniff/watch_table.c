#include "collect/sniff/watch_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

uint32_t table_hash(const void *bytes, size_t length)
{
	const uint8_t *b = bytes;
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ b[i]) * 16777619U;
	return hash ^ hash >> 15;
}

int table_open(struct table *table, size_t most)
{
	*table = (struct table){.mask = most - 1};
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
	uint32_t hash = table_hash(key, length);
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
	entry->hash = table_hash(key, length);
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
