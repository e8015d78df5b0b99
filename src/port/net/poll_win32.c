/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * select() and not WSAPoll(), which before Windows 10 says nothing of a
 * connection that failed, and fails itself where there is no socket.
 *
 * Winsock's fd_set is a count and an array, so it can have any size.
 */
#include "port/net/poll.h"

#include <errno.h>
#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"

enum set { TO_READ, TO_WRITE, FAILED, SETS };

static fd_set *set_new(size_t count)
{
	fd_set *set = memory_new(sizeof(*set) + count * sizeof(set->fd_array[0]));

	if (set)
		set->fd_count = 0;
	return set;
}

/* FD_SET() takes no more than FD_SETSIZE. */
static void set_add(fd_set *set, SOCKET fd)
{
	set->fd_array[set->fd_count++] = fd;
}

static void fill(fd_set *const sets[SETS], struct pollfd *fds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		fds[i].revents = 0;
		if (fds[i].events & POLLIN)
			set_add(sets[TO_READ], fds[i].fd);
		if (fds[i].events & POLLOUT)
			set_add(sets[TO_WRITE], fds[i].fd);
		if (fds[i].events)
			set_add(sets[FAILED], fds[i].fd);
	}
}

static void take(fd_set *const sets[SETS], struct pollfd *fds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		SOCKET fd = fds[i].fd;

		if (__WSAFDIsSet(fd, sets[TO_READ]))
			fds[i].revents |= POLLIN;
		if (__WSAFDIsSet(fd, sets[TO_WRITE]))
			fds[i].revents |= POLLOUT;
		if (__WSAFDIsSet(fd, sets[FAILED]))
			fds[i].revents |= POLLERR;
	}
}

int poll_wait(struct pollfd *fds, size_t count, int timeout)
{
	struct timeval time = {timeout / 1000, timeout % 1000 * 1000};
	fd_set *sets[SETS] = {NULL};
	int rc = -ENOMEM;

	for (size_t i = 0; i < SETS; i++) {
		sets[i] = set_new(count);
		if (!sets[i])
			goto out;
	}
	rc = 0;
	fill(sets, fds, count);
	if (!sets[FAILED]->fd_count)
		Sleep((DWORD)timeout);
	else if (select(0, sets[TO_READ], sets[TO_WRITE], sets[FAILED],
			&time) < 0)
		rc = WSAGetLastError() == WSAEINTR ? 0 : -EIO;
	else
		take(sets, fds, count);
out:
	for (size_t i = 0; i < SETS; i++)
		free(sets[i]);
	return rc;
}
