/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_bool failed;

/* None of no bytes is no failure. */
static void *remember(void *memory, size_t size)
{
	if (!memory && size)
		failed = true;
	return memory;
}

void *memory_new(size_t size)
{
	return remember(malloc(size), size);
}

void *memory_zeroed(size_t count, size_t size)
{
	return remember(calloc(count, size), count && size);
}

void *memory_resize(void *memory, size_t size)
{
	return remember(realloc(memory, size), size);
}

char *memory_copy(const char *string)
{
	return memory_copy_part(string, strlen(string));
}

char *memory_copy_part(const char *bytes, size_t length)
{
	char *copy = memory_new(length + 1);

	if (!copy)
		return NULL;
	copy[length] = '\0';
	return memcpy(copy, bytes, length);
}

bool memory_failed(void)
{
	return failed;
}
