/* SPDX-License-Identifier: BSD-2-Clause */
/* For tests in which memory is out; linked with $(WRAP_ALLOCATION). */
#ifndef TESTS_UNIT_ALLOCATION_H
#define TESTS_UNIT_ALLOCATION_H

#include <stddef.h>

/* How many allocations still succeed; -1: as many as there are. */
static int allocations_left = -1;

/* What the linker calls in the place of the C library's, and those. */
void *__wrap_malloc(size_t size);
void *__real_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_calloc(size_t count, size_t size);

static int allocation_fails(void)
{
	if (allocations_left > 0)
		allocations_left--;
	else if (!allocations_left)
		return 1;
	return 0;
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
