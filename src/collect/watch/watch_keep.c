/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_keep.h"

#include <string.h>

void *watch_keep(struct watch *watch, size_t size)
{
	void *memory = NULL;

	if (arena_size(watch->arena) + size <= WATCH_KEPT_MAX)
		memory = arena_alloc(watch->arena, size);
	if (!memory)
		watch->others_dropped++;
	return memory;
}

const char *watch_keep_text(struct watch *watch, const char *text,
			    size_t length)
{
	char *copy = watch_keep(watch, length + 1);

	if (copy)
		memcpy(copy, text, length);
	return copy;
}

int64_t watch_span(int64_t from, int64_t to)
{
	if (from == INT64_MIN || to == INT64_MIN)
		return -1;
	if (to <= from)
		return 0;
	return (int64_t)(((uint64_t)to - (uint64_t)from) / 1000000);
}

void watch_list_add(struct list *list, void *item)
{
	if (list->last)
		*(void **)list->last = item;
	else
		list->first = item;
	list->last = item;
	list->count++;
}
