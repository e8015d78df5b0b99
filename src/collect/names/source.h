/* SPDX-License-Identifier: BSD-2-Clause */
/* A source of names that runs in the event loop. */
#ifndef COLLECT_NAMES_SOURCE_H
#define COLLECT_NAMES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/net/poll.h"

#define SOURCE_FDS 16	/* maximum of descriptors of one source */

struct source;

/**
 * struct source_kind - What a source can do
 * @waits:	Fill in up to SOURCE_FDS descriptors and the events that it
 *		waits for, and in @wake the time at which it must run at the
 *		latest, on clock_now()'s scale (unchanged where there is
 *		none).  Return the number of descriptors.  Not called after it
 *		has finished
 * @run:	Something happened, or the time came; @fds are those of @waits
 * @finished:	All its answers have ended
 * @stop:	The deadline has passed: end the answers that have not ended
 * @free:	Free the source; answers are not touched any more
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
