/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/sockaddr.h"

#include <errno.h>
#include <string.h>

#include "base/cursor.h"

static int zone_index(const char *zone, uint32_t *index)
{
	struct cursor c = cursor_over(zone, strlen(zone));
	uint64_t number = if_nametoindex(zone);

	if (!number && (!cursor_number(&c, &number) || cursor_left(&c) ||
			number > UINT32_MAX))
		return -ENODEV;
	*index = (uint32_t)number;
	return 0;
}

int sockaddr_make(const struct address *address, uint16_t port,
		  struct sockaddr_storage *name, socklen_t *length)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	uint32_t zone = 0;

	if (address->family == 4) {
		v4.sin_port = htons(port);
		memcpy(&v4.sin_addr, address->bytes, sizeof(v4.sin_addr));
		memset(name, 0, sizeof(*name));
		memcpy(name, &v4, sizeof(v4));
		*length = sizeof(v4);
		return 0;
	}
	v6.sin6_port = htons(port);
	memcpy(&v6.sin6_addr, address->bytes, sizeof(v6.sin6_addr));
	if (address->zone[0] && zone_index(address->zone, &zone))
		return -ENODEV;
	v6.sin6_scope_id = zone;
	memset(name, 0, sizeof(*name));
	memcpy(name, &v6, sizeof(v6));
	*length = sizeof(v6);
	return 0;
}

bool sockaddr_read(const struct sockaddr *name, socklen_t length,
		   struct address *address)
{
	const struct sockaddr_in *v4 = (const void *)name;
	const struct sockaddr_in6 *v6 = (const void *)name;

	if (name && name->sa_family == AF_INET &&
	    length >= (socklen_t)sizeof(*v4)) {
		*address = (struct address){.family = 4};
		memcpy(address->bytes, &v4->sin_addr, 4);
		return true;
	}
	if (name && name->sa_family == AF_INET6 &&
	    length >= (socklen_t)sizeof(*v6)) {
		*address = (struct address){.family = 6};
		memcpy(address->bytes, &v6->sin6_addr, 16);
		return true;
	}
	return false;
}

bool sockaddr_equal(const struct sockaddr_storage *a,
		    const struct sockaddr_storage *b)
{
	const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
	const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;

	if (a->ss_family != b->ss_family)
		return false;
	if (a->ss_family == AF_INET)
		return a4->sin_port == b4->sin_port &&
		       a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	return a6->sin6_port == b6->sin6_port &&
	       !memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof(a6->sin6_addr));
}

struct sockaddr_storage sockaddr_any_port(const struct sockaddr_storage *name)
{
	struct sockaddr_storage any_port = *name;

	/* The port has the same place in sockaddr_in and sockaddr_in6. */
	((struct sockaddr_in *)&any_port)->sin_port = 0;
	return any_port;
}
