/* SPDX-License-Identifier: BSD-2-Clause */
/* What memory really takes: for those who promise a bound. */
#ifndef BASE_HEAP_H
#define BASE_HEAP_H

#include <stddef.h>

/**
 * heap_cost() - What malloc() takes for so many bytes
 *
 * As glibc does on 64 bits, whose chunks have 8 bytes of its own and are
 * multiples of 16, at least 32; what other libraries take is about as much.
 */
static inline size_t heap_cost(size_t size)
{
	size_t cost = (size + 8 + 15) / 16 * 16;

	return cost < 32 ? 32 : cost;
}

#endif
