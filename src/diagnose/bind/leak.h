/* SPDX-License-Identifier: BSD-2-Clause */
/* Sockets that their holders have inherited, and do not serve. */
#ifndef DIAGNOSE_BIND_LEAK_H
#define DIAGNOSE_BIND_LEAK_H

#include "diagnose/finding/evidence.h"
#include "diagnose/finding/lookup.h"
#include "verdict/verdict.h"

/**
 * leak_found() - Has every process that holds a socket only inherited it?
 * @lookup:	The facts
 * @socket:	A FACT_SOCKET
 * @culprit:	Its holder, with processes and greeting
 * @confidence:	Written if so
 */
bool leak_found(const struct lookup *lookup, const struct fact *socket,
		const struct culprit *culprit, enum confidence *confidence);

/**
 * leak_evidence() - The signs that leak_found() went by
 * @list:	Appended to
 * @lookup:	The facts
 * @culprit:	Its process and its first socket
 */
void leak_evidence(struct evidence_list *list, const struct lookup *lookup,
		   const struct culprit *culprit);

#endif
