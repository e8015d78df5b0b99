/* SPDX-License-Identifier: BSD-2-Clause */
/* What could not be observed: the lines "Not seen" of a report. */
#ifndef DIAGNOSE_UNSEEN_H
#define DIAGNOSE_UNSEEN_H

#include <stdbool.h>

#include "verdict/verdict.h"

/**
 * unseen_find() - What the probe and the search for holders did not see
 * @diagnosis:	Its lines are appended to; each says what is missing, and what
 *		would show it
 * @facts:	All facts
 * @explained:	Sockets that the system does not list do not matter
 */
void unseen_find(struct diagnosis *diagnosis, const struct facts *facts,
		 bool explained);

/** unseen_is_policy() - A setting of the server's unit that was not read? */
bool unseen_is_policy(const struct fact *fact);

#endif
