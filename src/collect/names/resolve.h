/* SPDX-License-Identifier: BSD-2-Clause */
/* Host names: what each source of names says about them. */
#ifndef COLLECT_NAMES_RESOLVE_H
#define COLLECT_NAMES_RESOLVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "facts/facts.h"

/**
 * struct name_lookup - Which names to look up, and where; all is borrowed
 * @names:	As the user or a configuration gave them
 * @count:	How many
 * @servers:	DNS servers, "ADDRESS" or "ADDRESS:PORT" or "[V6]:PORT", in
 *		place of the configured ones
 * @server_count: How many; 0 means those that the system is configured with
 * @hosts:	A hosts file in place of the system's, or NULL
 * @netbios:	Send the NetBIOS query to the local networks
 * @wins:	A WINS server to send it to, "ADDRESS[:PORT]", or NULL
 */
struct name_lookup {
	const char *const *names;
	size_t count;
	const char *const *servers;
	size_t server_count;
	const char *hosts;
	bool netbios;
	const char *wins;
};

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
void resolve_collect(struct facts *facts, const struct name_lookup *lookup,
		     int64_t deadline);

#endif
