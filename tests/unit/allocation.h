/* SPDX-License-Identifier: BSD-2-Clause */
/* For tests in which memory is out; linked with $(WRAP_ALLOCATION). */
#ifndef TESTS_UNIT_ALLOCATION_H
#define TESTS_UNIT_ALLOCATION_H

#include <stdbool.h>
#include <stddef.h>

/* How many allocations still succeed; -1: as many as there are. */
static int allocations_left = -1;
/* Only one fails, and those after it succeed. */
static bool allocation_once;

/* What the linker calls in the place of the C library's, and those. */
void *__wrap_malloc(size_t size);
void *__real_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_calloc(size_t count, size_t size);

static int allocation_fails(void)
{
	if (allocations_left < 0)
		return 0;
	if (allocations_left > 0) {
		allocations_left--;
		return 0;
	}
	allocations_left = allocation_once ? -1 : 0;
	return 1;
}

void *__wrap_malloc(size_t size)
{
	return allocation_fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return allocation_fails() ? NULL : __real_calloc(count, size);
}

#endif
