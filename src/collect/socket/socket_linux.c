/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sockets on a port, as facts.
 *
 * First those that have the port for themselves, and TIME_WAIT; only where
 * there is none, connections whose own port it is: they block a bind too
 * (clients that take a privileged port: rpc.statd, NFS), but beside a
 * listener they are nothing but its clients.
 */
#include "collect/socket/socket.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/process/cgroup.h"
#include "collect/process/process.h"
#include "collect/socket/socket_query.h"
#include "facts/code.h"

#define CONNECTED_MAX 16	/* connections recorded for one port */

/* The sockets found by one query, and the addresses that have TIME_WAITs. */
struct catch {
	struct socket_entry *entries;
	size_t count, size;
	size_t connected;
	struct lingering {
		struct address address;
		json_int_t count;
	} *lingering;
	size_t lingering_count, lingering_size;
};

/* Room for one more in an array. */
static void *grow(void *items, size_t count, size_t *size, size_t item)
{
	size_t larger = *size ? *size * 2 : 16;
	void *more;

	if (count < *size)
		return items;
	more = realloc(items, larger * item);
	if (more)
		*size = larger;
	return more;
}

static int linger(struct catch *c, const struct address *address)
{
	struct lingering *more;

	for (size_t i = 0; i < c->lingering_count; i++) {
		if (!address_equal(&c->lingering[i].address, address))
			continue;
		c->lingering[i].count++;
		return 0;
	}
	more = grow(c->lingering, c->lingering_count, &c->lingering_size,
		    sizeof(*more));
	if (!more)
		return -ENOMEM;
	c->lingering = more;
	more[c->lingering_count++] = (struct lingering){*address, 1};
	return 0;
}

static int keep(const struct socket_entry *entry, void *context)
{
	struct catch *c = context;
	struct socket_entry *more;

	if (entry->state == SOCKET_TIME_WAIT)
		return linger(c, &entry->address);
	if (entry->state == SOCKET_CONNECTED &&
	    ++c->connected > CONNECTED_MAX)
		return 0;
	more = grow(c->entries, c->count, &c->size, sizeof(*more));
	if (!more)
		return -ENOMEM;
	c->entries = more;
	more[c->count++] = *entry;
	return 0;
}

static void throw_back(struct catch *c)
{
	free(c->entries);
	free(c->lingering);
	*c = (struct catch){0};
}

/* Fill in what a cgroup's id says. */
static void set_cgroup(json_t *value, uint64_t id)
{
	char path[CGROUP_PATH], name[CGROUP_NAME];
	const char *runtime;

	if (!id)
		return;
	json_object_set_new(value, "cgroup_id", json_integer((json_int_t)id));
	if (cgroup_path(id, path))
		return;
	json_object_set_new(value, "cgroup", value_string(path));
	if (!cgroup_unit(path, name))
		json_object_set_new(value, "unit", value_string(name));
	if (!cgroup_container(path, &runtime, name))
		json_object_set_new(value, "container", value_string(name));
}

static void add_socket(struct facts *facts, enum protocol protocol,
		       const char *source, const struct socket_entry *entry)
{
	static const char *const states[] = {
		[SOCKET_LISTEN] = "listen",
		[SOCKET_BOUND] = "bound",
		[SOCKET_CONNECTED] = "established",
	};
	struct address address = entry->address;
	char text[ENDPOINT_TEXT], interface[IF_NAMESIZE];
	json_t *value;

	if (!entry->interface || !if_indextoname(entry->interface, interface))
		interface[0] = '\0';
	if (address_is_link_local(&address))
		snprintf(address.zone, sizeof(address.zone), "%s", interface);
	value = value_endpoint(&address, entry->port, protocol);
	json_object_set_new(value, "state", json_string(states[entry->state]));
	json_object_set_new(value, "inode",
			    json_integer((json_int_t)entry->inode));
	json_object_set_new(value, "uid", json_integer(entry->uid));
	json_object_set_new(value, "user",
			    value_string(process_user(entry->uid)));
	if (entry->v6only >= 0)
		json_object_set_new(value, "v6only",
				    json_boolean(entry->v6only));
	if (interface[0])
		json_object_set_new(value, "interface",
				    value_string(interface));
	set_cgroup(value, entry->cgroup);
	facts_add(facts, FACT_SOCKET, FACT_SEEN, source, NULL, value, "%s/%s",
		  endpoint_format(&address, entry->port, text),
		  protocol_name(protocol));
}

static void add_catch(struct facts *facts, const struct socket_query *query,
		      const char *source, const struct catch *c)
{
	char text[ENDPOINT_TEXT];

	for (size_t i = 0; i < c->count; i++)
		add_socket(facts, query->protocol, source, &c->entries[i]);
	for (size_t i = 0; i < c->lingering_count; i++) {
		const struct lingering *l = &c->lingering[i];
		json_t *value = value_endpoint(&l->address, query->port,
					       query->protocol);

		json_object_set_new(value, "count", json_integer(l->count));
		facts_add(facts, FACT_TIME_WAIT, FACT_SEEN, source, NULL,
			  value, "%s/%s",
			  endpoint_format(&l->address, query->port, text),
			  protocol_name(query->protocol));
	}
}

static enum fact_status status_of(int rc)
{
	return rc == -EPROTONOSUPPORT || rc == -EAFNOSUPPORT || rc == -ENOENT ?
		       FACT_UNSUPPORTED : code_errno_status(rc);
}

static void add_search(struct facts *facts, const struct socket_query *query,
		       const char *what, const char *source,
		       enum fact_status status, int rc)
{
	const char *protocol = protocol_name(query->protocol);
	struct fact_code code = code_errno(-rc);
	json_t *value = json_pack("{s:s, s:s}", "protocol", protocol, "what",
				  what);
	char port[16] = "";

	if (query->port) {
		json_object_set_new(value, "port", json_integer(query->port));
		snprintf(port, sizeof(port), " on port %u", query->port);
	}
	facts_add(facts, FACT_SOCKET_SEARCH, status, source, rc ? &code : NULL,
		  value, "%s %s%s", protocol, what, port);
}

/* Ask by one of the two ways: what has the port, or else who is connected. */
static int ask(struct socket_query *query,
	       int (*way)(const struct socket_query *query))
{
	struct catch *c = query->context;
	int rc;

	throw_back(c);
	if (!query->port) {
		query->states = query->protocol == PROTOCOL_TCP ?
					1u << SOCKET_LISTEN :
					1u << SOCKET_BOUND;
		return way(query);
	}
	query->states = 1u << SOCKET_BOUND;
	if (query->protocol == PROTOCOL_TCP)
		query->states |= 1u << SOCKET_LISTEN | 1u << SOCKET_TIME_WAIT;
	rc = way(query);
	if (rc || c->count)
		return rc;
	query->states = 1u << SOCKET_CONNECTED;
	return way(query);
}

/* @port: 0 for every listener */
static void collect_port(struct facts *facts, enum protocol protocol,
			 uint16_t port)
{
	static const char netlink[] = "netlink sock_diag", proc[] = "/proc/net";
	struct catch c = {0};
	struct socket_query query = {
		.protocol = protocol,
		.port = port,
		.entry = keep,
		.context = &c,
	};
	const char *source = netlink;
	int rc = ask(&query, socket_query_kernel);

	if (rc) {
		add_search(facts, &query, "sockets by netlink", netlink,
			   status_of(rc), rc);
		source = proc;
		rc = ask(&query, socket_query_proc);
	}
	if (!rc)
		add_catch(facts, &query, source, &c);
	add_search(facts, &query, "sockets", source, status_of(rc), rc);
	if (port && protocol == PROTOCOL_TCP &&
	    (source == proc || !socket_kernel_lists_bound()))
		add_search(facts, &query, "bound sockets", source,
			   FACT_UNSUPPORTED, 0);
	throw_back(&c);
}

void socket_collect(struct facts *facts, const struct target *targets,
			  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t first = 0;

		while (targets[first].port != targets[i].port ||
		       targets[first].protocol != targets[i].protocol)
			first++;
		if (first == i)
			collect_port(facts, targets[i].protocol,
				     targets[i].port);
	}
	if (!count) {
		collect_port(facts, PROTOCOL_TCP, 0);
		collect_port(facts, PROTOCOL_UDP, 0);
	}
}
