/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interfaces and addresses, by two rtnetlink dumps.  They are gathered first
 * and become facts afterwards, since the kernel may report in the middle of a
 * dump that something has changed, and then the dump is repeated.
 *
 * Limits: ADDRESS_TABLE_MAX of each.  Addresses that are local by a route alone
 * (`ip route add local ...`) are not among them.
 */
#include "collect/host/host.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "collect/host/address_table.h"
#include "facts/code.h"

#define DUMP_TRIES 3
#define DUMP_BUFFER 32768	/* the kernel's maximum for one reply */
#define SEQUENCE 1

static int receive(struct mnl_socket *socket, bool links,
		   struct address_table *table)
{
	_Alignas(struct nlmsghdr) char buffer[DUMP_BUFFER];
	uint32_t port = mnl_socket_get_portid(socket);
	int more;

	do {
		ssize_t n = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));

		if (n < 0)
			return -errno;
		more = links ? address_table_read_links(table, SEQUENCE, port,
							buffer, (size_t)n) :
			       address_table_read_locals(table, SEQUENCE, port,
							 buffer, (size_t)n);
	} while (more > 0);
	return more;
}

/* -EINTR: something changed while the kernel wrote its answer. */
static int dump(uint16_t type, struct address_table *table)
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
	request->nlmsg_seq = SEQUENCE;
	if (links) {
		mnl_nlmsg_put_extra_header(request, sizeof(struct ifinfomsg));
		mnl_attr_put_u32(request, IFLA_EXT_MASK,
				 RTEXT_FILTER_SKIP_STATS);
		table->link_count = 0;
	} else {
		mnl_nlmsg_put_extra_header(request, sizeof(struct ifaddrmsg));
		table->local_count = 0;
	}
	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		rc = -errno;
	else
		rc = receive(socket, links, table);
	mnl_socket_close(socket);
	return rc;
}

static int dump_again(uint16_t type, struct address_table *table)
{
	int rc, tries = 0;

	do
		rc = dump(type, table);
	while (rc == -EINTR && ++tries < DUMP_TRIES);
	return rc;
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

static void add_links(struct facts *facts, const struct address_table *table)
{
	for (size_t i = 0; i < table->link_count; i++) {
		const struct address_link *link = &table->links[i];

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

static void add_locals(struct facts *facts, struct address_table *table)
{
	for (size_t i = 0; i < table->local_count; i++) {
		struct address_local *local = &table->locals[i];
		const char *name = address_table_name(table, local->link);
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

/* A list that could not be read, or not to its end. */
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
			  ADDRESS_TABLE_MAX);
}

void host_address_collect(struct facts *facts)
{
	struct address_table table;
	int links = address_table_init(&table), locals = links;

	if (!links) {
		links = dump_again(RTM_GETLINK, &table);
		locals = dump_again(RTM_GETADDR, &table);
		address_table_sort(&table);
		add_links(facts, &table);
		add_locals(facts, &table);
	}
	add_rest(facts, FACT_INTERFACE, links, table.more_links,
		 "the interfaces");
	add_rest(facts, FACT_LOCAL_ADDRESS, locals, table.more_locals,
		 "the local addresses");
	address_table_free(&table);
}
