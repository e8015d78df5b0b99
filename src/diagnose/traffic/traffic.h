/* SPDX-License-Identifier: BSD-2-Clause */
/* What watched traffic shows, and what of it concerns a target. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_H

#include "verdict/verdict.h"

/**
 * traffic_judge() - A verdict on each server, proxy and client that was seen
 * @diagnosis:	Its traffic is written; what the capture lost is added to
 *		what was not seen
 * @facts:	All facts
 */
void traffic_judge(struct diagnosis *diagnosis, const struct facts *facts);

/**
 * traffic_exit() - What traffic alone amounts to
 * @diagnosis:	Judged
 *
 * Return: the worst of servers and proxies; EXIT_UNKNOWN where there is
 * none, and where the capture broke off, unless something is worse
 */
enum exit_status traffic_exit(const struct diagnosis *diagnosis,
			      const struct facts *facts);

/**
 * traffic_warn() - Findings about a target's port, in its verdict
 * @diagnosis:	Judged by traffic_judge()
 * @facts:	All facts
 * @verdict:	Appended to, whatever its state
 *
 * About its port are findings of a server with the same port whose address
 * is the target's or one of this machine, and of a proxy that a program on
 * this machine asked for that port.
 */
void traffic_warn(const struct diagnosis *diagnosis, const struct facts *facts,
		  struct verdict *verdict);

#endif
