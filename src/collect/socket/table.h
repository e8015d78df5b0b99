/* SPDX-License-Identifier: BSD-2-Clause */
/* Windows' tables of sockets. */
#ifndef COLLECT_SOCKET_TABLE_H
#define COLLECT_SOCKET_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define TABLE_SERVICE 256	/* bytes of a service's name */

enum table_state {
	TABLE_LISTEN,
	TABLE_BOUND,		/* UDP */
	TABLE_CONNECTED,
	TABLE_TIME_WAIT,
};

/**
 * struct table_row - One socket
 * @address:	Its own; the zone of a link-local one is its number
 * @port:	Its own, host byte order
 * @index:	The zone's number, or 0
 * @pid:	0 where Windows names no process
 * @service:	The service within the process that made it, "" if not known
 */
struct table_row {
	enum table_state state;
	struct address address;
	uint16_t port;
	uint32_t index;
	uint32_t pid;
	char service[TABLE_SERVICE];
};

/**
 * table_read() - The sockets of one address family
 * @family:	4 or 6
 * @protocol:	TCP or UDP
 * @port:	Only those with this port of their own; 0 for any
 * @rows:	Set to an array that the caller frees
 * @count:	Set to how many there are
 *
 * GetExtendedTcpTable() and GetExtendedUdpTable(), which show every process to
 * every user.  They leave out TCP sockets that are bound and neither listen
 * nor connect, and do not show whether an IPv6 socket accepts IPv4 too; one
 * that does has a row in each family.
 *
 * Return: 0 or an error of Windows
 */
unsigned long table_read(int family, enum protocol protocol, uint16_t port,
			 struct table_row **rows, size_t *count);

#endif
