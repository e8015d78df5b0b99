/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interfaces and addresses, by two rtnetlink dumps.  They are gathered first
 * and become facts afterwards, since the kernel may say in the middle of a
 * dump that it changed meanwhile, and then it is taken again.
 *
 * Limits: ADDRESS_MAX of each.  Addresses that are local by a route alone
 * (`ip route add local ...`) are not among them.
 */
#include "collect/host/host.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/ipv6.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/code.h"

#define ADDRESS_MAX 4096
#define DUMP_TRIES 3
#define DUMP_BUFFER 32768	/* what the kernel puts into one reply at most */

struct link {
	unsigned int index;
	unsigned int flags;
	char name[IFNAMSIZ];
	int ipv6;	/* switched on: 1 or 0; -1 where not known */
};

struct local {
	struct address address;
	unsigned int link;
	unsigned int flags;
	unsigned int prefix;
};

struct tables {
	struct link *links;
	struct local *locals;
	size_t link_count;
	size_t local_count;
	bool more_links;	/* there were more than ADDRESS_MAX */
	bool more_locals;
};

/* net.ipv6.conf.INTERFACE.disable_ipv6, in AF_INET6's part of IFLA_AF_SPEC. */
static int ipv6_of(const struct nlattr *spec)
{
	const struct nlattr *family, *part;
	int32_t off;

	mnl_attr_for_each_nested(family, spec) {
		if (mnl_attr_get_type(family) != AF_INET6)
			continue;
		mnl_attr_for_each_nested(part, family) {
			if (mnl_attr_get_type(part) != IFLA_INET6_CONF ||
			    mnl_attr_get_payload_len(part) <
				    (DEVCONF_DISABLE_IPV6 + 1) * sizeof(off))
				continue;
			memcpy(&off,
			       (const char *)mnl_attr_get_payload(part) +
				       DEVCONF_DISABLE_IPV6 * sizeof(off),
			       sizeof(off));
			return !off;
		}
	}
	return -1;
}

static int on_link_part(const struct nlattr *attribute, void *data)
{
	struct link *link = data;

	if (mnl_attr_get_type(attribute) == IFLA_IFNAME &&
	    !mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING))
		snprintf(link->name, sizeof(link->name), "%s",
			 mnl_attr_get_str(attribute));
	else if (mnl_attr_get_type(attribute) == IFLA_AF_SPEC)
		link->ipv6 = ipv6_of(attribute);
	return MNL_CB_OK;
}

static int on_link(const struct nlmsghdr *message, void *data)
{
	const struct ifinfomsg *info = mnl_nlmsg_get_payload(message);
	struct tables *tables = data;
	struct link *link;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*info))
		return MNL_CB_OK;
	if (tables->link_count == ADDRESS_MAX) {
		tables->more_links = true;
		return MNL_CB_OK;
	}
	link = &tables->links[tables->link_count];
	*link = (struct link){(unsigned int)info->ifi_index, info->ifi_flags,
			      "", -1};
	mnl_attr_parse(message, sizeof(*info), on_link_part, link);
	if (link->name[0])
		tables->link_count++;
	return MNL_CB_OK;
}

struct local_parts {
	const struct nlattr *address;	/* the peer's, on a point-to-point link */
	const struct nlattr *local;
	const struct nlattr *flags;
};

static int on_local_part(const struct nlattr *attribute, void *data)
{
	struct local_parts *parts = data;

	switch (mnl_attr_get_type(attribute)) {
	case IFA_ADDRESS:
		parts->address = attribute;
		break;
	case IFA_LOCAL:
		parts->local = attribute;
		break;
	case IFA_FLAGS:
		if (!mnl_attr_validate(attribute, MNL_TYPE_U32))
			parts->flags = attribute;
		break;
	}
	return MNL_CB_OK;
}

static int on_local(const struct nlmsghdr *message, void *data)
{
	const struct ifaddrmsg *info = mnl_nlmsg_get_payload(message);
	struct tables *tables = data;
	struct local_parts parts = {0};
	const struct nlattr *bytes;
	struct local *local;
	size_t length;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*info) ||
	    (info->ifa_family != AF_INET && info->ifa_family != AF_INET6))
		return MNL_CB_OK;
	if (tables->local_count == ADDRESS_MAX) {
		tables->more_locals = true;
		return MNL_CB_OK;
	}
	mnl_attr_parse(message, sizeof(*info), on_local_part, &parts);
	bytes = parts.local ? parts.local : parts.address;
	length = info->ifa_family == AF_INET ? 4 : 16;
	if (!bytes || mnl_attr_get_payload_len(bytes) != length)
		return MNL_CB_OK;
	local = &tables->locals[tables->local_count++];
	*local = (struct local){
		.address.family = info->ifa_family == AF_INET ? 4 : 6,
		.link = info->ifa_index,
		.flags = parts.flags ? mnl_attr_get_u32(parts.flags) :
				       info->ifa_flags,
		.prefix = info->ifa_prefixlen,
	};
	memcpy(local->address.bytes, mnl_attr_get_payload(bytes), length);
	return MNL_CB_OK;
}

static int receive(struct mnl_socket *socket, unsigned int sequence,
		   mnl_cb_t callback, struct tables *tables)
{
	unsigned int port = mnl_socket_get_portid(socket);
	_Alignas(struct nlmsghdr) char buffer[DUMP_BUFFER];
	ssize_t n;
	int more;

	do {
		n = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (n < 0)
			return -errno;
		more = mnl_cb_run(buffer, (size_t)n, sequence, port, callback,
				  tables);
	} while (more > 0);
	return more < 0 ? -errno : 0;
}

/* -EINTR: something changed while the kernel wrote its answer. */
static int dump(uint16_t type, struct tables *tables)
{
	_Alignas(struct nlmsghdr) char buffer[256];
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_ROUTE,
						     SOCK_CLOEXEC);
	bool links = type == RTM_GETLINK;
	int rc = -errno;

	if (!socket)
		return rc;
	request->nlmsg_type = type;
	request->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	request->nlmsg_seq = 1;
	if (links) {
		mnl_nlmsg_put_extra_header(request, sizeof(struct ifinfomsg));
		mnl_attr_put_u32(request, IFLA_EXT_MASK,
				 RTEXT_FILTER_SKIP_STATS);
		tables->link_count = 0;
	} else {
		mnl_nlmsg_put_extra_header(request, sizeof(struct ifaddrmsg));
		tables->local_count = 0;
	}
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		rc = -errno;
	else
		rc = receive(socket, 1, links ? on_link : on_local, tables);
	mnl_socket_close(socket);
	return rc;
}

static int dump_again(uint16_t type, struct tables *tables)
{
	int rc, tries = 0;

	do
		rc = dump(type, tables);
	while (rc == -EINTR && ++tries < DUMP_TRIES);
	return rc;
}

static int compare_links(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

static const char *link_name(const struct tables *tables, unsigned int index)
{
	struct link key = {.index = index};
	const struct link *link = bsearch(&key, tables->links,
					  tables->link_count, sizeof(key),
					  compare_links);

	return link ? link->name : NULL;
}

static const char *state_name(unsigned int flags)
{
	if (flags & IFA_F_DADFAILED)
		return "dad-failed";
	/* An optimistic address can be used while it is being checked. */
	if (flags & IFA_F_TENTATIVE && !(flags & IFA_F_OPTIMISTIC))
		return "tentative";
	return flags & IFA_F_DEPRECATED ? "deprecated" : "ok";
}

static void add_links(struct facts *facts, const struct tables *tables)
{
	for (size_t i = 0; i < tables->link_count; i++) {
		const struct link *link = &tables->links[i];

		facts_add(facts, FACT_INTERFACE, FACT_SEEN,
			  "rtnetlink RTM_GETLINK", NULL,
			  json_pack("{s:o, s:b, s:b, s:o*}", "name",
				    value_string(link->name), "up",
				    !!(link->flags & IFF_UP), "running",
				    !!(link->flags & IFF_RUNNING), "ipv6",
				    link->ipv6 < 0 ? NULL :
						     json_boolean(link->ipv6)),
			  "%s", link->name);
	}
}

static void add_locals(struct facts *facts, struct tables *tables)
{
	for (size_t i = 0; i < tables->local_count; i++) {
		struct local *local = &tables->locals[i];
		const char *name = link_name(tables, local->link);
		char text[ADDRESS_TEXT];

		if (name && address_is_link_local(&local->address))
			snprintf(local->address.zone,
				 sizeof(local->address.zone), "%s", name);
		address_format(&local->address, text);
		facts_add(facts, FACT_LOCAL_ADDRESS, FACT_SEEN,
			  "rtnetlink RTM_GETADDR", NULL,
			  json_pack("{s:o, s:i, s:o, s:s}", "address",
				    value_string(text), "prefix",
				    (int)local->prefix, "interface",
				    value_string(name), "state",
				    state_name(local->flags)),
			  "%s", text);
	}
}

/* What could not be listed, or not to its end. */
static void add_rest(struct facts *facts, enum fact_kind kind, int rc,
		     bool more, const char *what)
{
	struct fact_code code = code_errno(-rc);

	if (rc)
		facts_add(facts, kind, code_errno_status(rc),
			  "rtnetlink", &code, json_object(), "%s", what);
	else if (more)
		facts_add(facts, kind, FACT_UNSUPPORTED, "rtnetlink", NULL,
			  json_object(), "%s past the first %d", what,
			  ADDRESS_MAX);
}

void host_address_collect(struct facts *facts)
{
	struct tables tables = {
		.links = calloc(ADDRESS_MAX, sizeof(struct link)),
		.locals = calloc(ADDRESS_MAX, sizeof(struct local)),
	};
	int links = -ENOMEM, locals = -ENOMEM;

	if (tables.links && tables.locals) {
		links = dump_again(RTM_GETLINK, &tables);
		locals = dump_again(RTM_GETADDR, &tables);
		qsort(tables.links, tables.link_count, sizeof(struct link),
		      compare_links);
		add_links(facts, &tables);
		add_locals(facts, &tables);
	}
	add_rest(facts, FACT_INTERFACE, links, tables.more_links,
		 "the interfaces");
	add_rest(facts, FACT_LOCAL_ADDRESS, locals, tables.more_locals,
		 "the local addresses");
	free(tables.locals);
	free(tables.links);
}
