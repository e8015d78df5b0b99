/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/socket.h"

#include <limits.h>

const char socket_space[] = "winsock";

const int socket_time_out = WSAETIMEDOUT;

bool socket_would_wait(int code)
{
	return code == WSAEWOULDBLOCK;
}

bool socket_no_route(int code)
{
	return code == WSAEADDRNOTAVAIL || code == WSAENETUNREACH;
}

bool socket_denied(int code)
{
	return code == WSAEACCES;
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
		intptr_t *s)
{
	SOCKET fd = open_socket(name->ss_family);
	int rc;

	if (fd == INVALID_SOCKET)
		return WSAGetLastError();
	rc = connect(fd, (const struct sockaddr *)name, length) ?
		     WSAGetLastError() : 0;
	if (rc && rc != WSAEWOULDBLOCK) {
		closesocket(fd);
		return rc;
	}
	*s = (intptr_t)fd;
	return 0;
}

int socket_dialled(intptr_t s)
{
	int error = 0, size = sizeof(error);

	return getsockopt((SOCKET)s, SOL_SOCKET, SO_ERROR, (char *)&error,
			  &size) ? WSAGetLastError() : error;
}

int socket_receive(intptr_t s, void *bytes, size_t size, size_t *length)
{
	int n = recv((SOCKET)s, bytes, size > INT_MAX ? INT_MAX : (int)size, 0);

	if (n < 0)
		return WSAGetLastError();
	*length = (size_t)n;
	return 0;
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
