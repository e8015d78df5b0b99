/* SPDX-License-Identifier: BSD-2-Clause */
/* Sources that this system's own calls ask: NetBIOS, and its resolver. */
#ifndef COLLECT_NAMES_ASK_H
#define COLLECT_NAMES_ASK_H

#include "collect/names/answer.h"
#include "collect/names/source.h"

/**
 * netbios_ask() - Send a NetBIOS name query
 * @list:	An answer is appended
 * @address:	IPv4: a name server's, or a network's broadcast address
 * @port:	Host byte order
 * @broadcast:	Which of the two @address is
 * @deadline:	On clock_now()'s scale
 *
 * The name is asked for as a server's (suffix 20) and as a workstation's
 * (suffix 00), at most three times.  A broadcast without an answer is
 * ABSENT: RFC 1002 has no negative reply to it.  Codes of a name server have
 * the space "rfc1002".
 *
 * Return: a source, or NULL where the answer has ended already
 */
struct source *netbios_ask(struct answers *list, const struct address *address,
			   uint16_t port, bool broadcast, int64_t deadline);

/**
 * system_ask() - Ask getaddrinfo() in a thread
 * @list:	An answer is appended; codes have the space "eai" or "errno", on
 *		Windows "winsock"
 *
 * A thread that outlives the deadline is left behind and frees what it has.
 *
 * Return: a source, or NULL where the answer has ended already
 */
struct source *system_ask(struct answers *list);

#endif
