/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An arena: many small strings and structs that are freed together.
 *
 * A failed allocation is remembered: every later call returns NULL, and
 * arena_failed() returns true.  So code that builds a report checks once, at
 * the end, instead of after every string.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"

struct arena;

/**
 * arena_new() - An empty arena
 *
 * Return: the arena, to be freed with arena_free(), or NULL
 */
struct arena *arena_new(void);

/**
 * arena_free() - Free an arena and all that was allocated from it
 * @arena:	May be NULL
 */
void arena_free(struct arena *arena);

/**
 * arena_failed() - Did any allocation fail?
 * @arena:	NULL counts as failed
 */
bool arena_failed(const struct arena *arena);

/** arena_size() - Bytes of heap that it occupies, used or not */
size_t arena_size(const struct arena *arena);

/**
 * arena_alloc() - Zeroed memory, aligned for any object
 * @arena:	The arena
 * @size:	In bytes
 *
 * Return: the memory, or NULL
 */
void *arena_alloc(struct arena *arena, size_t size);

/**
 * arena_strndup() - A copy of bytes, with a NUL added
 * @arena:	The arena
 * @bytes:	May be NULL: then NULL is returned and nothing has failed
 * @length:	In bytes
 */
char *arena_strndup(struct arena *arena, const char *bytes, size_t length);

/** arena_strdup() - A copy of a string; NULL for NULL */
char *arena_strdup(struct arena *arena, const char *string);

/** arena_printf() - A formatted string */
char *arena_printf(struct arena *arena, const char *format, ...)
	COMPILER_PRINTF(2, 3);

/** arena_vprintf() - arena_printf() with a va_list */
char *arena_vprintf(struct arena *arena, const char *format, va_list ap)
	COMPILER_PRINTF(2, 0);

/**
 * struct strings - A list of strings that lives in an arena
 * @count:	How many
 * @items:	The strings; valid until the next strings_add()
 */
struct strings {
	size_t count;
	size_t size;
	const char **items;
};

/**
 * strings_add() - Append a string
 * @list:	The list
 * @arena:	Where the list grows
 * @string:	Kept, not copied; NULL is ignored
 */
void strings_add(struct strings *list, struct arena *arena,
		 const char *string);

/** strings_add_once() - Append a string, unless the list has an equal one */
void strings_add_once(struct strings *list, struct arena *arena,
		      const char *string);

/** strings_has() - Is an equal string in the list? */
bool strings_has(const struct strings *list, const char *string);

#endif
