/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/datagram.h"

#include <errno.h>
#include <unistd.h>

int datagram_open(const struct sockaddr_storage *to, socklen_t length,
		  bool broadcast, intptr_t *s)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int on = 1, rc;

	if (fd < 0)
		return errno;
	rc = broadcast ? setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on,
				    sizeof(on)) :
			 connect(fd, (const struct sockaddr *)to, length);
	if (!rc) {
		*s = fd;
		return 0;
	}
	rc = errno;
	close(fd);
	return rc;
}

int datagram_send(intptr_t s, const void *bytes, size_t size,
		  const struct sockaddr_storage *to, socklen_t length)
{
	if (sendto((int)s, bytes, size, 0, (const struct sockaddr *)to,
		   to ? length : 0) >= 0)
		return 0;
	return errno == EAGAIN ? 0 : errno;
}

int datagram_receive(intptr_t s, void *bytes, size_t size, size_t *length,
		     struct sockaddr_in *from, bool *empty)
{
	socklen_t room = sizeof(*from);
	ssize_t got;

	*empty = false;
	do
		got = recvfrom((int)s, bytes, size, MSG_DONTWAIT,
			       (struct sockaddr *)from, &room);
	while (got < 0 && errno == EINTR);
	if (got >= 0) {
		*length = (size_t)got;
		return 0;
	}
	*empty = errno == EAGAIN;
	return *empty ? 0 : errno;
}
