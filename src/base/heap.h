/* SPDX-License-Identifier: BSD-2-Clause */
/* The real cost of a malloc(), for code that keeps a memory budget. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

/**
 * heap_cost() - How much memory malloc() uses for @size bytes
 *
 * The rule of glibc on 64 bits: a chunk has 8 bytes of overhead, and its size
 * is a multiple of 16 and at least 32.  Other libraries need about as much.
 */
static inline size_t heap_cost(size_t size)
{
	size_t cost = (size + 8 + 15) / 16 * 16;

	return cost < 32 ? 32 : cost;
}

#endif
