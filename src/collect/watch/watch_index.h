/* SPDX-License-Identifier: BSD-2-Clause */
/* What was seen, found by a key, and listed in the order of its first time. */
#ifndef COLLECT_WATCH_WATCH_INDEX_H
#define COLLECT_WATCH_WATCH_INDEX_H

#include <stddef.h>

#include "base/table.h"

/**
 * struct watch_entry - The first member of what is in an index
 * @next:	The next one in order
 * @key, @length: The owner of the entry has the key, too
 */
struct watch_entry {
	struct watch_entry *next;
	const void *key;
	size_t length;
};

/** struct watch_index - An index; all zeros is an empty one */
struct watch_index {
	struct table table;
	struct watch_entry *first;
	struct watch_entry *last;
};

/** watch_index_each - for (each entry E, a pointer to TYPE, of INDEX) */
#define watch_index_each(type, e, index)                     \
	for (type *e = (type *)(void *)(index)->first; e;    \
	     e = (type *)(void *)((struct watch_entry *)(void *)e)->next)

/**
 * watch_index_open() - Make an empty index
 * @max:	There will be no more entries
 * Return: 0 or -ENOMEM
 */
int watch_index_open(struct watch_index *index, size_t max);

/** watch_index_close() - The entries are their owner's */
void watch_index_close(struct watch_index *index);

/** watch_index_find() - The entry with a key, or NULL */
void *watch_index_find(const struct watch_index *index, const void *key,
		       size_t length);

/**
 * watch_index_add() - Add an entry; its key stays where it is
 * Not more than the @max of watch_index_open().
 */
void watch_index_add(struct watch_index *index, struct watch_entry *entry,
		     const void *key, size_t length);

/** watch_index_count() - How many entries there are */
static inline size_t watch_index_count(const struct watch_index *index)
{
	return index->table.count;
}

#endif
