/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules of SocketBindAllow= and SocketBindDeny=. */
#ifndef DIAGNOSE_BIND_BIND_RULE_H
#define DIAGNOSE_BIND_BIND_RULE_H

#include <stdbool.h>

#include "base/address.h"

/**
 * bind_rule_matches() - Does a rule speak of a bind?
 * @rule:	systemd.resource-control(5): "any", or the parts
 *		[ipv4|ipv6:][tcp|udp:][PORT|FIRST-LAST]
 * @family:	4 or 6
 * @protocol:	TCP or UDP
 * @port:	Host byte order
 *
 * Return: false for a rule that cannot be read, too: systemd ignores it
 */
bool bind_rule_matches(const char *rule, int family, enum protocol protocol,
		       uint16_t port);

#endif
