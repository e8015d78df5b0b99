/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_index.h"

#include "port/random.h"

static const void *key_of(const void *item, size_t *length)
{
	const struct watch_entry *entry = item;

	*length = entry->length;
	return entry->key;
}

int watch_index_open(struct watch_index *index, size_t max)
{
	*index = (struct watch_index){.first = NULL};
	return table_open(&index->table, random_key(), max, key_of);
}

void watch_index_close(struct watch_index *index)
{
	table_close(&index->table);
}

void *watch_index_find(const struct watch_index *index, const void *key,
		       size_t length)
{
	return table_find(&index->table, key, length);
}

void watch_index_add(struct watch_index *index, struct watch_entry *entry,
		     const void *key, size_t length)
{
	*entry = (struct watch_entry){.key = key, .length = length};
	/* There is room: the table need not grow. */
	if (table_add(&index->table, entry))
		return;
	if (index->last)
		index->last->next = entry;
	else
		index->first = entry;
	index->last = entry;
}
