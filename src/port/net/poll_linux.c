/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/poll.h"

#include <errno.h>

int poll_wait(struct pollfd *fds, size_t count, int timeout)
{
	if (poll(fds, count, timeout) >= 0)
		return 0;
	for (size_t i = 0; i < count; i++)
		fds[i].revents = 0;
	return errno == EINTR ? 0 : -errno;
}
