/* SPDX-License-Identifier: BSD-2-Clause */
/* What could not be observed: the lines "Not seen" of a report. */
#ifndef DIAGNOSE_UNSEEN_H
#define DIAGNOSE_UNSEEN_H

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

#endif
