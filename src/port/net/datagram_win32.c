/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/datagram.h"

#ifndef SIO_UDP_CONNRESET
#define SIO_UDP_CONNRESET _WSAIOW(IOC_VENDOR, 12)
#endif

/*
 * A host on the network without such a port does not matter; left alone, it
 * would end the socket for all others.
 */
static void ignore_refusals(SOCKET s)
{
	BOOL report = FALSE;
	DWORD returned;

	WSAIoctl(s, SIO_UDP_CONNRESET, &report, sizeof(report), NULL, 0,
		 &returned, NULL, NULL);
}

int datagram_open(const struct sockaddr_storage *to, socklen_t length,
		  bool broadcast, intptr_t *s)
{
	SOCKET fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
	u_long nonblocking = 1;
	BOOL on = TRUE;
	int rc;

	if (fd == INVALID_SOCKET)
		return WSAGetLastError();
	rc = ioctlsocket(fd, (long)FIONBIO, &nonblocking);
	if (!rc && broadcast)
		rc = setsockopt(fd, SOL_SOCKET, SO_BROADCAST,
				(const char *)&on, sizeof(on));
	else if (!rc)
		rc = connect(fd, (const struct sockaddr *)to, length);
	if (!rc) {
		if (broadcast)
			ignore_refusals(fd);
		*s = (intptr_t)fd;
		return 0;
	}
	rc = WSAGetLastError();
	closesocket(fd);
	return rc;
}

int datagram_send(intptr_t s, const void *bytes, size_t size,
		  const struct sockaddr_storage *to, socklen_t length)
{
	int rc = to ? sendto((SOCKET)s, bytes, (int)size, 0,
			     (const struct sockaddr *)to, length) :
		      send((SOCKET)s, bytes, (int)size, 0);

	if (rc >= 0)
		return 0;
	rc = WSAGetLastError();
	return rc == WSAEWOULDBLOCK ? 0 : rc;
}

/* WSAEMSGSIZE: it was longer, and its start is there. */
int datagram_receive(intptr_t s, void *bytes, size_t size, size_t *length,
		     struct sockaddr_in *from, bool *empty)
{
	int room = sizeof(*from), rc = 0;
	int got = recvfrom((SOCKET)s, bytes, (int)size, 0,
			   (struct sockaddr *)from, &room);

	*empty = false;
	if (got < 0)
		rc = WSAGetLastError();
	if (rc == WSAEMSGSIZE) {
		got = (int)size;
		rc = 0;
	}
	if (!rc)
		*length = (size_t)got;
	*empty = rc == WSAEWOULDBLOCK;
	return *empty ? 0 : rc;
}
