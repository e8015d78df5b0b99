/* SPDX-License-Identifier: BSD-2-Clause */
/* How long the confined reader is waited for. */
#ifndef COLLECT_SNIFF_PATIENCE_H
#define COLLECT_SNIFF_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * struct patience - What is known of a reader
 * @child:	It
 * @end:	On clock_now()'s scale, when it should end by itself; or INT64_MAX
 * @grace:	In milliseconds: of waiting after its end, or while it is
 *		stopped; and of processor time without a sign of life
 * @last:	When patience_left() was called last
 * @waited:	In milliseconds
 * @beats:	Its last sign of life
 * @used:	Its processor time then, in milliseconds
 */
struct patience {
	pid_t child;
	int64_t end;
	int grace;
	int64_t last;
	int64_t waited;
	unsigned int beats;
	int64_t used;
};

/**
 * patience_begin() - From now on
 * @limit:	In milliseconds: when it should end by itself; 0 for never
 */
void patience_begin(struct patience *patience, pid_t child, int64_t limit,
		    int grace);

/**
 * patience_left() - To be called several times in a second
 * @asked:	It was asked to end
 * @heard:	Something came from it since the last call
 * @beats:	A number that it changes while it lives
 *
 * Time in which we were stopped ourselves does not count.
 *
 * Return: NULL, or why it is not waited for any longer
 */
const char *patience_left(struct patience *patience, bool asked, bool heard,
			  unsigned int beats);

#endif
