/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/memory.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdlib.h>

static atomic_bool failed;

void memory_watch(void)
{
	json_set_alloc_funcs(memory_take, free);
}

void *memory_take(size_t size)
{
	void *memory = malloc(size);

	/* NULL for 0 bytes is not a failure. */
	if (!memory && size)
		failed = true;
	return memory;
}

bool memory_failed(void)
{
	return failed;
}
