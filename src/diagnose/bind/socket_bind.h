/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules of SocketBindAllow= and SocketBindDeny=. */
#ifndef DIAGNOSE_BIND_SOCKET_BIND_H
#define DIAGNOSE_BIND_SOCKET_BIND_H

#include <stdbool.h>

#include "base/address.h"

/**
 * socket_bind_matches() - Does a rule apply to a bind?
 * @rule:	systemd.resource-control(5): "any", or the parts
 *		[ipv4|ipv6:][tcp|udp:][PORT|FIRST-LAST]
 * @family:	4 or 6
 * @protocol:	TCP or UDP
 * @port:	Host byte order
 *
 * Return: whether it does; false for an invalid rule, which systemd ignores
 */
bool socket_bind_matches(const char *rule, int family, enum protocol protocol,
		       uint16_t port);

#endif
