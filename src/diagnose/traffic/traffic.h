/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdicts on watched traffic. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_H

#include "verdict/verdict.h"

/**
 * traffic_judge() - A verdict on each server, proxy and client that was seen
 * @diagnosis:	Its traffic is written; its unseen gets what the capture
 *		lost
 * @facts:	All facts
 */
void traffic_judge(struct diagnosis *diagnosis, const struct facts *facts);

/**
 * traffic_exit() - The exit status of traffic alone
 * @diagnosis:	After traffic_judge()
 *
 * Return: the worst of servers and proxies; at least EXIT_UNKNOWN if there is
 * none, or if the capture ended early
 */
enum exit_status traffic_exit(const struct diagnosis *diagnosis,
			      const struct facts *facts);

/**
 * traffic_warn() - Findings about a target's port, in its verdict
 * @diagnosis:	After traffic_judge()
 * @facts:	All facts
 * @verdict:	Appended to, whatever its state
 *
 * These are the findings of a server with the same port, if its address is the
 * target's or one of this machine; and those of a proxy that a program on this
 * machine asked for the port.
 */
void traffic_warn(const struct diagnosis *diagnosis, const struct facts *facts,
		  struct bind_verdict *verdict);

#endif
