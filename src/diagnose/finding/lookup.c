/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/lookup.h"

#include <stdlib.h>

static int by_key(const void *a, const void *b)
{
	const struct lookup_entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->fact->index < y->fact->index ? -1 : 1;
}

static void build(struct lookup_table *table, struct arena *arena,
		  const struct facts *facts, enum fact_kind kind,
		  const char *member)
{
	size_t count = facts_count_of(facts, kind);

	*table = (struct lookup_table){0};
	table->entries = arena_alloc(arena, count * sizeof(*table->entries));
	if (!table->entries)
		return;
	facts_each(facts, kind, f)
		table->entries[table->count++] = (struct lookup_entry){
			fact_integer(f, member, -1), f};
	qsort(table->entries, count, sizeof(*table->entries), by_key);
}

void lookup_build(struct lookup *lookup, struct arena *arena,
		  const struct facts *facts)
{
	lookup->facts = facts;
	build(&lookup->holders, arena, facts, FACT_HOLDER, "inode");
	build(&lookup->searches, arena, facts, FACT_HOLDER_SEARCH, "inode");
	build(&lookup->processes, arena, facts, FACT_PROCESS, "pid");
}

const struct lookup_entry *lookup_first(const struct lookup_table *table,
					int64_t key)
{
	size_t low = 0, high = table->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table->entries[middle].key < key)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == table->count || table->entries[low].key != key)
		return NULL;
	return &table->entries[low];
}

const struct lookup_entry *lookup_next(const struct lookup_table *table,
				       const struct lookup_entry *entry)
{
	const struct lookup_entry *next = entry + 1;

	if (next == table->entries + table->count || next->key != entry->key)
		return NULL;
	return next;
}
