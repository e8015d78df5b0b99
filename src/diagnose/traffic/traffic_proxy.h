/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdict on a proxy, by the Winsock Proxy client's control channel. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_PROXY_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_PROXY_H

#include "diagnose/traffic/traffic_scene.h"

/**
 * traffic_proxy_judge() - The requests to one proxy, and its answers
 * @arena:	For what the verdict points to
 * @facts:	All facts
 * @first:	The first FACT_CONTROL_REQUEST to this proxy
 * @verdict:	Written
 */
void traffic_proxy_judge(struct arena *arena, const struct facts *facts,
			 const struct fact *first,
			 struct traffic_verdict *verdict);

/** traffic_same_proxy() - Are two FACT_CONTROL_REQUESTs to one proxy? */
bool traffic_same_proxy(const struct fact *a, const struct fact *b);

#endif
