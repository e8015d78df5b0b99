/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading netlink's messages: netlink(7). */
#ifndef PORT_NET_NETLINK_H
#define PORT_NET_NETLINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cursor.h"

/**
 * netlink_read() - Go through what was received of a dump
 * @bytes:	Messages
 * @length:	In bytes
 * @seq:	Of the request; 0 for any
 * @port:	Our own netlink port; 0 for any
 * @message:	Called with @context and with what is behind the header of
 *		each that is neither the end nor an error; 0, or -errno to stop
 *
 * libmnl's mnl_cb_run() reads past the end where a length is 2 GiB or more.
 *
 * Return: 1 where more is to be received; 0 at the dump's end; what @message
 * returned; the error in a message; -EINTR for a dump that changed
 * meanwhile; -EPROTO and -ESRCH for another @seq or @port; -EBADMSG
 */
int netlink_read(const void *bytes, size_t length, uint32_t seq,
		 uint32_t port,
		 int (*message)(void *context, struct cursor body),
		 void *context);

/**
 * netlink_attribute() - The next attribute
 * @c:		Passed over it
 * @type:	Written on success only; without the kernel's flags
 * @value:	Likewise
 *
 * Return: false where there is none that is whole
 */
bool netlink_attribute(struct cursor *c, uint16_t *type,
		       struct cursor *value);

#endif
