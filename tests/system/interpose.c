/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A library for LD_PRELOAD that stands between a program and its bind and
 * listen calls, as socksifiers do.  INTERPOSE says what it does:
 *
 *	fake		bind and listen succeed, and the kernel hears nothing
 *	EADDRINUSE, EPERM, ENETDOWN
 *			bind fails with that
 *
 * Calls for other than internet sockets go through.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *mode(void)
{
	const char *value = getenv("INTERPOSE");

	return value ? value : "";
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
	if (address->sa_family == AF_INET || address->sa_family == AF_INET6) {
		if (!strcmp(mode(), "fake"))
			return 0;
		if (!strcmp(mode(), "EADDRINUSE"))
			return errno = EADDRINUSE, -1;
		if (!strcmp(mode(), "EPERM"))
			return errno = EPERM, -1;
		if (!strcmp(mode(), "ENETDOWN"))
			return errno = ENETDOWN, -1;
	}
	return syscall(SYS_bind, fd, address, length);
}

int listen(int fd, int backlog)
{
	if (!strcmp(mode(), "fake"))
		return 0;
	return syscall(SYS_listen, fd, backlog);
}
