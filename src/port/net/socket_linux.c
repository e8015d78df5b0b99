/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/socket.h"

#include <errno.h>
#include <unistd.h>

#include "port/net/raw_linux.h"

const char socket_space[] = "errno";

const int socket_time_out = ETIMEDOUT;

bool socket_would_wait(int code)
{
	return code == EAGAIN || code == EINTR;
}

bool socket_no_route(int code)
{
	return code == EADDRNOTAVAIL || code == ENETUNREACH;
}

bool socket_denied(int code)
{
	return code == EPERM || code == EACCES;
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
		intptr_t *s)
{
	int fd = open_socket(name->ss_family), rc;

	if (fd < 0)
		return -fd;
	rc = start_connect(fd, name, length);
	if (rc && rc != EINPROGRESS && rc != EINTR) {
		close(fd);
		return rc;
	}
	*s = fd;
	return 0;
}

int socket_dialled(intptr_t s)
{
	socklen_t size = sizeof(int);
	int error = 0;

	return getsockopt((int)s, SOL_SOCKET, SO_ERROR, &error, &size) ?
		       errno : error;
}

int socket_receive(intptr_t s, void *bytes, size_t size, size_t *length)
{
	ssize_t n = recv((int)s, bytes, size, 0);

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
