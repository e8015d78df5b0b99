/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The hash table: finds items by a key of bytes.
 *
 * The items are the caller's, and so are their keys: the table has a pointer
 * to each, in an array with linear probing that is at most half full.  Its
 * hash is keyed, so that nobody who chooses the items' keys (addresses,
 * inodes, names) can slow it down.
 *
 * Memory: 32 to 64 bytes an item; while a table grows, the old and the new
 * array.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct table_slot {
	void *item;		/* NULL: free */
	uint64_t hash;
};

/**
 * struct table - All zeros is an empty table that nothing can be added to
 * @slots:	Owned
 * @size:	Their number: 0, or a power of 2
 * @count:	Items
 * @key:	Of the hash
 * @key_of:	The key of an item, and its length in bytes; it must not change
 *		while the item is in the table
 */
struct table {
	struct table_slot *slots;
	size_t size;
	size_t count;
	struct hash_key key;
	const void *(*key_of)(const void *item, size_t *length);
};

/**
 * table_open() - Make an empty table
 * @table:	Written on success; to be closed
 * @key:	Random, see random_key()
 * @expected:	Items for which there is room from the start; with more the
 *		table grows
 * @key_of:	See struct table
 *
 * Return: 0 or -ENOMEM
 */
int table_open(struct table *table, struct hash_key key, size_t expected,
	       const void *(*key_of)(const void *item, size_t *length));

/** table_close() - Free the array, not the items; all zeros is allowed */
void table_close(struct table *table);

/** table_find() - The item with an equal key, or NULL */
void *table_find(const struct table *table, const void *key, size_t length);

/**
 * table_add() - Add an item
 * @item:	Kept, not copied; no item with an equal key may be there
 *
 * Return: 0; -ENOMEM where the table must grow and cannot
 */
int table_add(struct table *table, void *item);

/** table_remove() - Take out an item that is in the table */
void table_remove(struct table *table, const void *item);

/**
 * table_next() - Walk through the items, in no order
 * @at:		0 at the start
 *
 * Nothing may be added or removed during a walk.
 *
 * Return: an item, or NULL at the end
 */
void *table_next(const struct table *table, size_t *at);

#endif
