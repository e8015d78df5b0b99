/* SPDX-License-Identifier: BSD-2-Clause */
/* Sockets as the kernel lists them, before they become facts. */
#ifndef COLLECT_SOCKET_SOCKET_QUERY_H
#define COLLECT_SOCKET_SOCKET_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

enum socket_state {
	SOCKET_LISTEN,
	SOCKET_BOUND,		/* has the port, and does not listen */
	SOCKET_CONNECTED,
	SOCKET_TIME_WAIT,	/* owned by no process any more */
};

/**
 * struct socket_entry - One socket
 * @address:	Its own address
 * @port:	Its own port, host byte order
 * @inode:	0 where it has none
 * @v6only:	1 or 0; -1 where the kernel does not say
 * @cgroup:	Its cgroup's id; 0 where the kernel does not say
 * @interface:	The index of the one it is bound to, or 0
 * @connection:	The state of a connected TCP socket, "fin-wait-1"; or NULL
 * @peer:	A connected socket's other end; family 0 where not known
 * @peer_port:	Host byte order
 * @accepted:	1 where the other end opened the connection, 0 where this one
 *		did, -1 where it is not known
 * @queue:	A listener's connections that are not accepted yet
 * @expires:	How long TIME_WAIT still lasts, in milliseconds, or 0
 */
struct socket_entry {
	enum socket_state state;
	struct address address;
	uint16_t port;
	uint64_t inode;
	uint32_t uid;
	int v6only;
	uint64_t cgroup;
	uint32_t interface;
	const char *connection;
	struct address peer;
	uint16_t peer_port;
	int accepted;
	uint32_t queue;
	uint32_t expires;
};

/** socket_connection() - A TCP state of the kernel, as "fin-wait-1"; NULL for
 * one that is not of a connection */
const char *socket_connection(unsigned int state);

/**
 * struct socket_query - Which sockets
 * @protocol:	TCP or UDP
 * @port:	The sockets' own port, host byte order; 0 for any
 * @states:	A bit for each enum socket_state; a connection that lingers
 *		for its last acknowledgement may come back as TIME_WAIT
 *		where connected ones were asked for
 * @entry:	Called with each; returns 0, or -errno to stop
 * @context:	Handed to @entry
 */
struct socket_query {
	enum protocol protocol;
	uint16_t port;
	unsigned int states;
	int (*entry)(const struct socket_entry *entry, void *context);
	void *context;
};

/**
 * socket_query_kernel() - Ask NETLINK_SOCK_DIAG
 *
 * Both address families.  The kernel picks by port and state.
 *
 * Return: 0 or -errno; some sockets may have been handed out before
 */
int socket_query_kernel(const struct socket_query *query);

/**
 * socket_parse_diag() - The sockets in a part of the kernel's answer
 * @query:	Which; the kernel has picked them
 * @family:	4 or 6
 * @seq:	Of the request
 * @port:	Our own netlink port
 * @bytes:	Netlink messages
 * @length:	In bytes
 *
 * Return: 1 where more is to come, 0 at the end, what @query->entry
 * returned, or -errno: -ENOENT from a kernel that lacks tcp_diag or udp_diag
 */
int socket_parse_diag(const struct socket_query *query, int family,
		      uint32_t seq, uint32_t port, const void *bytes,
		      size_t length);

/**
 * socket_kernel_lists_bound() - Does it list TCP sockets that are only bound?
 *
 * By its release: it does since Linux 6.8.
 */
bool socket_kernel_lists_bound(void);

/**
 * socket_query_proc() - Read /proc/net/{tcp,tcp6,udp,udp6} instead
 *
 * Its time grows with the number of sockets of the machine.  It has neither
 * @v6only nor @cgroup nor @interface, and no TCP sockets that are only bound.
 *
 * Return: 0 or -errno
 */
int socket_query_proc(const struct socket_query *query);

/**
 * socket_parse_proc() - The sockets in the content of such a file
 * @query:	Which
 * @family:	4 or 6
 * @bytes:	The file's content
 * @length:	In bytes
 *
 * A line that cannot be parsed is passed over.
 *
 * Return: 0, or what @query->entry returned
 */
int socket_parse_proc(const struct socket_query *query, int family,
		      const char *bytes, size_t length);

#endif
