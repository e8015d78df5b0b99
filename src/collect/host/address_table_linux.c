/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/host/address_table.h"

#include <errno.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/memory.h"
#include "port/net/netlink.h"

int address_table_init(struct address_table *table)
{
	*table = (struct address_table){
		.links = memory_zeroed(ADDRESS_TABLE_MAX, sizeof(*table->links)),
		.locals = memory_zeroed(ADDRESS_TABLE_MAX, sizeof(*table->locals)),
	};
	return table->links && table->locals ? 0 : -ENOMEM;
}

void address_table_free(struct address_table *table)
{
	free(table->locals);
	free(table->links);
}

/* One that has no end, or does not fit, is none. */
static void read_name(const struct cursor *value, char *name)
{
	const void *bytes = value->bytes + value->at;
	size_t n = cursor_left(value);

	if (n && n <= ADDRESS_TABLE_NAME && memchr(bytes, '\0', n))
		memcpy(name, bytes, n);
}

/* net.ipv6.conf.INTERFACE.disable_ipv6, in AF_INET6's part of IFLA_AF_SPEC. */
static int ipv6_of(struct cursor spec)
{
	struct cursor family, part;
	uint16_t type;
	int32_t off;

	while (netlink_attribute(&spec, &type, &family)) {
		if (type != AF_INET6)
			continue;
		while (netlink_attribute(&family, &type, &part))
			if (type == IFLA_INET6_CONF &&
			    cursor_skip(&part, DEVCONF_DISABLE_IPV6 *
						       sizeof(off)) &&
			    cursor_copy(&part, &off, sizeof(off)))
				return !off;
	}
	return -1;
}

static int on_link(void *context, struct cursor body)
{
	struct address_table *table = context;
	struct address_link link = {.ipv6 = -1};
	struct ifinfomsg info;
	struct cursor value;
	uint16_t type;

	if (!cursor_copy(&body, &info, sizeof(info)))
		return 0;
	link.index = (unsigned int)info.ifi_index;
	link.flags = info.ifi_flags;
	while (netlink_attribute(&body, &type, &value))
		if (type == IFLA_IFNAME)
			read_name(&value, link.name);
		else if (type == IFLA_AF_SPEC)
			link.ipv6 = ipv6_of(value);
	if (!link.name[0])
		return 0;
	if (table->link_count == ADDRESS_TABLE_MAX)
		table->more_links = true;
	else
		table->links[table->link_count++] = link;
	return 0;
}

/* An attribute of the address's length. */
static bool read_address(const struct cursor *value, struct address *address)
{
	struct cursor c = *value;
	size_t length = address->family == 4 ? 4 : 16;

	return cursor_left(&c) == length &&
	       cursor_copy(&c, address->bytes, length);
}

static int on_local(void *context, struct cursor body)
{
	struct address_table *table = context;
	struct address_local local = {.link = 0};
	bool has_local = false, has_peer = false;
	struct ifaddrmsg info;
	struct cursor value;
	uint16_t type;

	if (!cursor_copy(&body, &info, sizeof(info)) ||
	    (info.ifa_family != AF_INET && info.ifa_family != AF_INET6))
		return 0;
	local.address.family = info.ifa_family == AF_INET ? 4 : 6;
	local.link = info.ifa_index;
	local.flags = info.ifa_flags;
	local.prefix = info.ifa_prefixlen;
	while (netlink_attribute(&body, &type, &value)) {
		if (type == IFA_LOCAL)
			has_local = read_address(&value, &local.address);
		/* On a point-to-point link the peer's. */
		else if (type == IFA_ADDRESS && !has_local)
			has_peer = read_address(&value, &local.address);
		else if (type == IFA_FLAGS)
			cursor_copy(&value, &local.flags, sizeof(local.flags));
	}
	if (!has_local && !has_peer)
		return 0;
	if (table->local_count == ADDRESS_TABLE_MAX)
		table->more_locals = true;
	else
		table->locals[table->local_count++] = local;
	return 0;
}

int address_table_read_links(struct address_table *table, uint32_t seq,
			     uint32_t port, const void *bytes, size_t length)
{
	return netlink_read(bytes, length, seq, port, on_link, table);
}

int address_table_read_locals(struct address_table *table, uint32_t seq,
			      uint32_t port, const void *bytes, size_t length)
{
	return netlink_read(bytes, length, seq, port, on_local, table);
}

static int compare_links(const void *a, const void *b)
{
	const struct address_link *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

void address_table_sort(struct address_table *table)
{
	qsort(table->links, table->link_count, sizeof(*table->links),
	      compare_links);
}

const char *address_table_name(const struct address_table *table,
			       unsigned int index)
{
	const struct address_link key = {.index = index};
	const struct address_link *link =
		bsearch(&key, table->links, table->link_count, sizeof(key),
			compare_links);

	return link ? link->name : NULL;
}
