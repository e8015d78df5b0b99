/* SPDX-License-Identifier: BSD-2-Clause */
/* Hash tables that remember the order in which things were first seen. */
#ifndef COLLECT_WATCH_WATCH_TABLE_H
#define COLLECT_WATCH_WATCH_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

/**
 * struct table_entry - The head of what is in a table
 * @chain:	The next one with the same bucket
 * @next:	The next one in order
 * @key, @length: Belongs to whom the entry belongs to
 */
struct table_entry {
	struct table_entry *chain;
	struct table_entry *next;
	const void *key;
	size_t length;
	uint32_t hash;
};

/**
 * struct table - All zeros but for what table_open() sets
 * @seed:	Nobody can foretell which keys share a bucket
 */
struct table {
	struct table_entry **buckets;
	size_t mask;
	uint32_t seed;
	size_t count;
	struct table_entry *first;
	struct table_entry *last;
};

/** table_each - for (each entry E, a pointer to TYPE, of TABLE) */
#define table_each(type, e, table)                           \
	for (type *e = (type *)(void *)(table)->first; e;    \
	     e = (type *)(void *)((struct table_entry *)(void *)e)->next)

/**
 * struct endpoint_key - An endpoint to be compared by its bytes
 * @port:	0 for an address alone
 */
struct endpoint_key {
	uint8_t bytes[16];
	uint16_t port;
	uint8_t family;
	uint8_t unused;
};

/**
 * table_open() - Make an empty table
 * @most:	About how many entries there will be, a power of two
 * Return: 0, -ENOMEM, or -errno from random_bytes()
 */
int table_open(struct table *table, size_t most);

/** table_close() - Frees the buckets; the entries are their owner's */
void table_close(struct table *table);

/** table_find() - The entry with a key, or NULL */
void *table_find(const struct table *table, const void *key, size_t length);

/** table_add() - Add an entry; its key stays where it is */
void table_add(struct table *table, struct table_entry *entry,
	       const void *key, size_t length);

/** endpoint_key() - The key of an endpoint; zones do not count */
struct endpoint_key endpoint_key(const struct address *address, uint16_t port);

/** endpoint_key_address() - The address in a key */
struct address endpoint_key_address(const struct endpoint_key *key);

#endif
