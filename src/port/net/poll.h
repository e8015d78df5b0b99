/* SPDX-License-Identifier: BSD-2-Clause */
/* poll() on every system. */
#ifndef PORT_NET_POLL_H
#define PORT_NET_POLL_H

#include <stddef.h>

#ifdef _WIN32
#include <winsock2.h>
#else
#include <poll.h>
#endif

/**
 * poll_wait() - poll(); its results are in @fds
 * @fds:	May be none: then it waits for the time-out
 * @count:	How many
 * @timeout:	Milliseconds, not negative
 *
 * A signal ends it early.
 *
 * Return: 0, or -errno
 */
int poll_wait(struct pollfd *fds, size_t count, int timeout);

#endif
