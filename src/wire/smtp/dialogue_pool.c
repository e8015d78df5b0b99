/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/dialogue_pool.h"

#include "base/heap.h"

bool dialogue_pool_take(struct dialogue_pool *pool, size_t size)
{
	size_t cost = heap_cost(size);

	if (!pool)
		return true;
	if (cost > pool->limit || pool->used > pool->limit - cost)
		return false;
	pool->used += cost;
	return true;
}

void dialogue_pool_give(struct dialogue_pool *pool, size_t size)
{
	if (pool)
		pool->used -= heap_cost(size);
}
