/* SPDX-License-Identifier: BSD-2-Clause */
/* Facts by number: fast on a machine with ten thousand sockets. */
#ifndef DIAGNOSE_FINDING_LOOKUP_H
#define DIAGNOSE_FINDING_LOOKUP_H

#include "base/arena.h"
#include "facts/facts.h"

struct lookup_entry {
	int64_t key;
	const struct fact *fact;
};

struct lookup_table {
	struct lookup_entry *entries;	/* by key, then in the facts' order */
	size_t count;
};

/**
 * struct lookup - The facts, and some of them by number
 * @facts:	All of them
 * @holders:	FACT_HOLDER by inode
 * @searches:	FACT_HOLDER_SEARCH by inode
 * @processes:	FACT_PROCESS by pid
 */
struct lookup {
	const struct facts *facts;
	struct lookup_table holders;
	struct lookup_table searches;
	struct lookup_table processes;
};

/**
 * lookup_build() - Sort the facts
 * @lookup:	Written
 * @arena:	For the tables; see arena_failed()
 * @facts:	Borrowed
 */
void lookup_build(struct lookup *lookup, struct arena *arena,
		  const struct facts *facts);

/**
 * lookup_first() - The first entry with a key
 *
 * The others with this key follow it: see lookup_next().
 *
 * Return: the entry, or NULL
 */
const struct lookup_entry *lookup_first(const struct lookup_table *table,
					int64_t key);

/** lookup_next() - The entry after one with the same key, or NULL */
const struct lookup_entry *lookup_next(const struct lookup_table *table,
				       const struct lookup_entry *entry);

#endif
