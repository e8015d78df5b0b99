/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdict on a client that was seen on the wire. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_CLIENT_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_CLIENT_H

#include "verdict/verdict.h"

/**
 * traffic_client_judge() - What a client calls itself, and what it did
 * @arena:	For what the verdict points to
 * @fact:	A FACT_TRAFFIC_CLIENT with an address
 * @verdict:	Written
 */
void traffic_client_judge(struct arena *arena, const struct fact *fact,
			  struct traffic_verdict *verdict);

#endif
