/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/socket.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "port/clock.h"
#include "port/net/raw_linux.h"

const char socket_space[] = "errno";

bool socket_timed_out(int code)
{
	return code == ETIMEDOUT;
}

bool socket_no_route(int code)
{
	return code == EADDRNOTAVAIL || code == ENETUNREACH;
}

bool socket_denied(int code)
{
	return code == EPERM || code == EACCES;
}

static int wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd ready = {.fd = fd, .events = events};
	int64_t left;
	int n;

	do {
		left = deadline - clock_now();
		n = poll(&ready, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? errno : n ? 0 : ETIMEDOUT;
}

/* Return: a descriptor or -errno */
static int open_socket(int family)
{
	int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, fd;

	if (RAW_SUPPORTED)
		return raw_socket(family, type, 0);
	fd = socket(family, type, 0);
	return fd < 0 ? -errno : fd;
}

/* Return: 0 or an errno */
static int start_connect(int fd, const struct sockaddr_storage *name,
			 socklen_t length)
{
	const struct sockaddr *address = (const struct sockaddr *)name;

	if (RAW_SUPPORTED)
		return -raw_connect(fd, address, length);
	return connect(fd, address, length) ? errno : 0;
}

int socket_dial(const struct sockaddr_storage *name, socklen_t length,
		int64_t deadline, intptr_t *s)
{
	int fd = open_socket(name->ss_family), error = 0, rc;
	socklen_t size = sizeof(error);

	if (fd < 0)
		return -fd;
	rc = start_connect(fd, name, length);
	if (rc == EINPROGRESS || rc == EINTR) {
		rc = wait_for(fd, POLLOUT, deadline);
		if (!rc && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size))
			rc = errno;
		if (!rc)
			rc = error;
	}
	if (rc)
		close(fd);
	else
		*s = fd;
	return rc;
}

int socket_receive(intptr_t s, void *bytes, size_t size, int64_t deadline,
		   size_t *length)
{
	ssize_t n;
	int rc;

	do {
		rc = wait_for((int)s, POLLIN, deadline);
		if (rc)
			return rc;
		n = recv((int)s, bytes, size, 0);
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0)
		return errno;
	*length = (size_t)n;
	return 0;
}

void socket_send(intptr_t s, const void *bytes, size_t length)
{
	send((int)s, bytes, length, MSG_NOSIGNAL);
}

void socket_finish(intptr_t s)
{
	shutdown((int)s, SHUT_WR);
}

void socket_close(intptr_t s)
{
	close((int)s);
}
