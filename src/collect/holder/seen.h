/* SPDX-License-Identifier: BSD-2-Clause */
/* A set of strings: what has been dealt with already. */
#ifndef COLLECT_HOLDER_SEEN_H
#define COLLECT_HOLDER_SEEN_H

#include <stdbool.h>

#include "base/table.h"

struct seen {
	struct table strings;	/* owned */
};

/**
 * seen_before() - Is a string in the set?  From now on it is.
 * @seen:	All zero at first; free it with seen_free()
 * @string:	Copied; where memory is out it does not get in
 */
bool seen_before(struct seen *seen, const char *string);

/** seen_free() - Empty the set */
void seen_free(struct seen *seen);

#endif
