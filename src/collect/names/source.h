/* SPDX-License-Identifier: BSD-2-Clause */
/* A source of names that is asked on the event loop. */
#ifndef COLLECT_NAMES_SOURCE_H
#define COLLECT_NAMES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/net/poll.h"

#define SOURCE_FDS 16	/* descriptors of one source at most */

struct source;

/**
 * struct source_kind - What a source can do
 * @waits:	Fill in up to SOURCE_FDS descriptors and the events that it
 *		waits for, and in @wake the time at which it wants to run at
 *		the latest, on clock_now()'s scale (left alone where there is
 *		none).  Return their number.  Not called once it has finished
 * @run:	Something happened, or the time came; @fds are those of @waits
 * @finished:	All its answers have ended
 * @stop:	The deadline has passed: end the answers that have not ended
 * @free:	Touches no answer any more
 */
struct source_kind {
	size_t (*waits)(struct source *source, struct pollfd *fds,
			int64_t *wake);
	void (*run)(struct source *source, const struct pollfd *fds,
		    size_t count);
	bool (*finished)(const struct source *source);
	void (*stop)(struct source *source);
	void (*free)(struct source *source);
};

/** struct source - The first member of every source */
struct source {
	const struct source_kind *kind;
	struct source *next;
};

#endif
