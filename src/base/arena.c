/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/memory.h"

#define ARENA_BLOCK 8192

struct block {
	struct block *next;
	size_t used;
	size_t size;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct block *blocks;
	size_t size;
	bool failed;
};

struct arena *arena_new(void)
{
	return memory_zeroed(1, sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	while (arena->blocks) {
		struct block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
	free(arena);
}

bool arena_failed(const struct arena *arena)
{
	return !arena || arena->failed;
}

size_t arena_size(const struct arena *arena)
{
	return arena->size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct block *block;
	void *memory;

	if (!arena || arena->failed)
		return NULL;
	if (size > SIZE_MAX / 2)
		goto fail;
	size = (size + align - 1) / align * align;
	block = arena->blocks;
	if (!block || block->size - block->used < size) {
		size_t want = size > ARENA_BLOCK ? size : ARENA_BLOCK;

		block = memory_new(sizeof(*block) + want);
		if (!block)
			goto fail;
		block->next = arena->blocks;
		block->used = 0;
		block->size = want;
		arena->blocks = block;
		arena->size += heap_cost(sizeof(*block) + want);
	}
	memory = block->bytes + block->used;
	block->used += size;
	return memset(memory, 0, size);
fail:
	arena->failed = true;
	return NULL;
}

char *arena_strndup(struct arena *arena, const char *bytes, size_t length)
{
	char *copy;

	if (!bytes)
		return NULL;
	copy = arena_alloc(arena, length + 1);
	if (copy)
		memcpy(copy, bytes, length);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
	return arena_strndup(arena, string, string ? strlen(string) : 0);
}

char *arena_vprintf(struct arena *arena, const char *format, va_list ap)
{
	va_list again;
	char *string;
	int length;

	va_copy(again, ap);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	string = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
	if (string)
		vsnprintf(string, (size_t)length + 1, format, ap);
	return string;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list ap;
	char *string;

	va_start(ap, format);
	string = arena_vprintf(arena, format, ap);
	va_end(ap);
	return string;
}

void strings_add(struct strings *list, struct arena *arena, const char *string)
{
	if (!string)
		return;
	if (list->count == list->size) {
		size_t size = list->size ? list->size * 2 : 8;
		const char **items;

		items = arena_alloc(arena, size * sizeof(*items));
		if (!items)
			return;
		if (list->count)
			memcpy(items, list->items,
			       list->count * sizeof(*items));
		list->items = items;
		list->size = size;
	}
	list->items[list->count++] = string;
}

void strings_add_once(struct strings *list, struct arena *arena,
		      const char *string)
{
	if (string && !strings_has(list, string))
		strings_add(list, arena, string);
}

bool strings_has(const struct strings *list, const char *string)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i], string))
			return true;
	return false;
}
