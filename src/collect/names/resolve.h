/* SPDX-License-Identifier: BSD-2-Clause */
/* Names: what each source of them says, and the protocol databases. */
#ifndef COLLECT_NAMES_RESOLVE_H
#define COLLECT_NAMES_RESOLVE_H

#include "collect/collect.h"

/**
 * resolve_collect() - FACT_NAME_ANSWER of every source for each FACT_NAME
 * @facts:	Has the FACT_NAMEs; appended to.  A name of @lookup for which
 *		there is no FACT_NAME yet gets one with the role "asked"
 * @lookup:	Names, and where to look
 * @deadline:	On clock_now()'s scale
 *
 * All sources are asked at once, on one event loop: the hosts file by a
 * reader of our own; each configured DNS server by itself, through c-ares,
 * for A and AAAA; a NetBIOS name query where @lookup asks for it or where
 * the name comes from a Winsock Proxy configuration (role "proxy" and a
 * "from" that is a file); the system's own resolver in a thread.
 *
 * Codes of DNS have the space "c-ares" and c-ares's names, ARES_ENODATA;
 * those of getaddrinfo() "eai" and EAI_NONAME.
 */
void resolve_collect(struct facts *facts, const struct collect_names *lookup,
		     int64_t deadline);

/**
 * database_collect() - FACT_DATABASE: can tcp, udp and smtp be looked up?
 * @facts:	Appended to
 * @run:	Its targets' services and protocols, and the root of a
 *		chrooted server
 *
 * Through libc, and in the files that nsswitch.conf points to.
 */
void database_collect(struct facts *facts, const struct collect *run);

#endif
