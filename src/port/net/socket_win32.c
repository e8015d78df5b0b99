/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/socket.h"

#include <limits.h>

#include "port/clock.h"

const char socket_space[] = "winsock";

bool socket_timed_out(int code)
{
	return code == WSAETIMEDOUT;
}

bool socket_no_route(int code)
{
	return code == WSAEADDRNOTAVAIL || code == WSAENETUNREACH;
}

bool socket_denied(int code)
{
	return code == WSAEACCES;
}

/*
 * select() and not WSAPoll(), which before Windows 10 says nothing of a
 * connection that failed.
 */
static int wait_for(SOCKET s, bool to_write, int64_t deadline)
{
	int64_t left = deadline - clock_now();
	struct timeval time = {0};
	fd_set ready, failed;
	int n;

	if (left > INT_MAX / 1000)
		left = INT_MAX / 1000;
	if (left > 0) {
		time.tv_sec = (long)(left / 1000);
		time.tv_usec = (long)(left % 1000 * 1000);
	}
	FD_ZERO(&ready);
	FD_ZERO(&failed);
	FD_SET(s, &ready);
	FD_SET(s, &failed);
	n = select(0, to_write ? NULL : &ready, to_write ? &ready : NULL,
		   &failed, &time);
	return n < 0 ? WSAGetLastError() : n ? 0 : WSAETIMEDOUT;
}

static SOCKET open_socket(int family)
{
	SOCKET s = socket(family, SOCK_STREAM, IPPROTO_TCP);
	u_long on = 1;

	if (s != INVALID_SOCKET)
		ioctlsocket(s, (long)FIONBIO, &on);
	return s;
}

int socket_dial(const struct sockaddr_storage *name, socklen_t length,
		int64_t deadline, intptr_t *s)
{
	SOCKET fd = open_socket(name->ss_family);
	int error = 0, size = sizeof(error), rc;

	if (fd == INVALID_SOCKET)
		return WSAGetLastError();
	rc = connect(fd, (const struct sockaddr *)name, length) ?
		     WSAGetLastError() : 0;
	if (rc == WSAEWOULDBLOCK) {
		rc = wait_for(fd, true, deadline);
		if (!rc && getsockopt(fd, SOL_SOCKET, SO_ERROR, (char *)&error,
				      &size))
			rc = WSAGetLastError();
		if (!rc)
			rc = error;
	}
	if (rc)
		closesocket(fd);
	else
		*s = (intptr_t)fd;
	return rc;
}

int socket_receive(intptr_t s, void *bytes, size_t size, int64_t deadline,
		   size_t *length)
{
	int n, rc;

	do {
		rc = wait_for((SOCKET)s, false, deadline);
		if (rc)
			return rc;
		n = recv((SOCKET)s, bytes,
			 size > INT_MAX ? INT_MAX : (int)size, 0);
		rc = n < 0 ? WSAGetLastError() : 0;
	} while (rc == WSAEWOULDBLOCK);
	if (!rc)
		*length = (size_t)n;
	return rc;
}

void socket_send(intptr_t s, const void *bytes, size_t length)
{
	send((SOCKET)s, bytes, (int)length, 0);
}

void socket_finish(intptr_t s)
{
	shutdown((SOCKET)s, SD_SEND);
}

void socket_close(intptr_t s)
{
	closesocket((SOCKET)s);
}
