/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sockets on a port, as facts.
 *
 * First those that have the port for themselves, and TIME_WAIT.  Connections
 * whose own port it is block a bind too (clients that take a privileged port:
 * rpc.statd, NFS; what an ended server has left), but beside a listener they
 * are nothing but its clients.  So they are asked for only where a target is
 * not explained: its bind failed, and no listener overlaps it.
 */
#include "collect/socket/socket_port.h"

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/process/cgroup.h"
#include "collect/process/process.h"
#include "collect/socket/socket_query.h"
#include "facts/code.h"
#include "facts/try.h"

#define CONNECTED_MAX 256	/* connections recorded for one port */

/*
 * The sockets found by one query, and the addresses that have TIME_WAITs.
 * @wanted: the addresses whose connections are wanted
 */
struct found {
	struct address *wanted;
	size_t wanted_count;
	struct socket_entry *entries;
	size_t count, size;
	size_t connected;
	struct lingering {
		struct address address;
		json_int_t count;
		uint32_t expires;
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
	more = memory_resize(items, larger * item);
	if (more)
		*size = larger;
	return more;
}

static int linger(struct found *c, const struct socket_entry *entry)
{
	const struct address *address = &entry->address;
	struct lingering *more;

	for (size_t i = 0; i < c->lingering_count; i++) {
		if (!address_equal(&c->lingering[i].address, address))
			continue;
		c->lingering[i].count++;
		if (c->lingering[i].expires < entry->expires)
			c->lingering[i].expires = entry->expires;
		return 0;
	}
	more = grow(c->lingering, c->lingering_count, &c->lingering_size,
		    sizeof(*more));
	if (!more)
		return -ENOMEM;
	c->lingering = more;
	more[c->lingering_count++] = (struct lingering){*address, 1,
							  entry->expires};
	return 0;
}

/* ::ffff:192.0.2.1 is 192.0.2.1. */
static struct address unmapped(const struct address *address)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
	struct address v4 = {.family = 4};

	if (address->family != 6 ||
	    memcmp(address->bytes, prefix, sizeof(prefix)))
		return *address;
	memcpy(v4.bytes, address->bytes + 12, 4);
	return v4;
}

/* Can a socket stand in the way of an address? */
static bool overlaps(const struct socket_entry *entry,
		     const struct address *address)
{
	struct address theirs = unmapped(&entry->address);
	struct address ours = unmapped(address);

	if (theirs.family != ours.family)
		return theirs.family == 6 && address_is_wildcard(&theirs) &&
		       entry->v6only != 1;
	return address_is_wildcard(&theirs) || address_is_wildcard(&ours) ||
	       !memcmp(theirs.bytes, ours.bytes, sizeof(ours.bytes));
}

static bool is_wanted(const struct found *c, const struct socket_entry *entry)
{
	for (size_t i = 0; i < c->wanted_count; i++)
		if (overlaps(entry, &c->wanted[i]))
			return true;
	return false;
}

static int keep(const struct socket_entry *entry, void *context)
{
	struct found *c = context;
	struct socket_entry *more;

	if (entry->state == SOCKET_TIME_WAIT)
		return linger(c, entry);
	if (entry->state == SOCKET_CONNECTED &&
	    (!is_wanted(c, entry) || ++c->connected > CONNECTED_MAX))
		return 0;
	more = grow(c->entries, c->count, &c->size, sizeof(*more));
	if (!more)
		return -ENOMEM;
	c->entries = more;
	more[c->count++] = *entry;
	return 0;
}

static void forget(struct found *c)
{
	free(c->entries);
	free(c->lingering);
	free(c->wanted);
	*c = (struct found){0};
}

/* The cgroup, and the unit and container that its path names. */
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

/* What only one of the states has. */
static void set_state(json_t *value, const struct socket_entry *entry)
{
	char text[ADDRESS_TEXT];

	if (entry->state == SOCKET_LISTEN)
		json_object_set_new(value, "queue",
				    json_integer(entry->queue));
	if (entry->connection)
		json_object_set_new(value, "connection",
				    json_string(entry->connection));
	if (entry->accepted >= 0)
		json_object_set_new(value, "accepted",
				    json_boolean(entry->accepted));
	if (entry->peer.family) {
		json_object_set_new(value, "peer_address",
				    json_string(address_format(&entry->peer,
							       text)));
		json_object_set_new(value, "peer_port",
				    json_integer(entry->peer_port));
	}
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
	set_state(value, entry);
	facts_add(facts, FACT_SOCKET, FACT_SEEN, source, NULL, value, "%s/%s",
		  endpoint_format(&address, entry->port, text),
		  protocol_name(protocol));
}

static void add_found(struct facts *facts, const struct socket_query *query,
		      const char *source, const struct found *c)
{
	char text[ENDPOINT_TEXT];

	for (size_t i = 0; i < c->count; i++)
		add_socket(facts, query->protocol, source, &c->entries[i]);
	for (size_t i = 0; i < c->lingering_count; i++) {
		const struct lingering *l = &c->lingering[i];
		json_t *value = value_endpoint(&l->address, query->port,
					       query->protocol);

		json_object_set_new(value, "count", json_integer(l->count));
		if (l->expires)
			json_object_set_new(value, "expires",
					    json_integer((l->expires + 999) /
							 1000));
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

/* Did the server's bind of a target fail?  True where it was not tried. */
static bool is_unexplained(const struct facts *facts, const struct target *t)
{
	bool tried = false;

	facts_each(facts, FACT_TRY, try) {
		if (!fact_has_endpoint(try, &t->address, t->port,
				       t->protocol))
			continue;
		tried = true;
		if (!fact_is(try, "OK") &&
		    (t->protocol == PROTOCOL_UDP ||
		     try_has_option(try, "SO_REUSEADDR")))
			return true;
	}
	return !tried;
}

static bool has_listener(const struct found *c, enum protocol protocol,
			 const struct address *address)
{
	enum socket_state state = protocol == PROTOCOL_TCP ? SOCKET_LISTEN :
							     SOCKET_BOUND;

	for (size_t i = 0; i < c->count; i++)
		if (c->entries[i].state == state &&
		    overlaps(&c->entries[i], address))
			return true;
	return false;
}

/* Which targets' connections are wanted?  Those of [::] can be IPv4's too. */
static int find_wanted(struct found *c, const struct facts *facts,
		       const struct socket_query *query,
		       const struct target *targets, size_t count)
{
	c->wanted = memory_zeroed(2 * count + 1, sizeof(*c->wanted));
	if (!c->wanted)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		const struct target *t = &targets[i];

		if (t->port != query->port || t->protocol != query->protocol ||
		    !is_unexplained(facts, t) ||
		    has_listener(c, t->protocol, &t->address))
			continue;
		c->wanted[c->wanted_count++] = t->address;
		if (t->address.family == 6 && address_is_wildcard(&t->address))
			c->wanted[c->wanted_count++] = address_wildcard(4);
	}
	return 0;
}

/* @way: one of the two.  First the sockets that have the port; if they do not
 * explain a target, its connections. */
static int ask(struct socket_query *query, const struct facts *facts,
	       const struct target *targets, size_t count,
	       int (*way)(const struct socket_query *query))
{
	struct found *c = query->context;
	int rc;

	forget(c);
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
	if (!rc)
		rc = find_wanted(c, facts, query, targets, count);
	if (rc || !c->wanted_count)
		return rc;
	query->states = 1u << SOCKET_CONNECTED;
	return way(query);
}

void socket_port_collect(struct facts *facts, enum protocol protocol,
			 uint16_t port, const struct target *targets,
			 size_t count)
{
	static const char netlink[] = "netlink sock_diag", proc[] = "/proc/net";
	struct found c = {0};
	struct socket_query query = {
		.protocol = protocol,
		.port = port,
		.entry = keep,
		.context = &c,
	};
	const char *source = netlink;
	int rc = ask(&query, facts, targets, count,
		     socket_query_kernel);

	if (rc) {
		add_search(facts, &query, "sockets by netlink", netlink,
			   status_of(rc), rc);
		source = proc;
		rc = ask(&query, facts, targets, count, socket_query_proc);
	}
	if (!rc)
		add_found(facts, &query, source, &c);
	add_search(facts, &query, "sockets", source, status_of(rc), rc);
	if (c.connected > CONNECTED_MAX)
		add_search(facts, &query, "connections past the first 256",
			   source, FACT_FAILED, 0);
	if (port && protocol == PROTOCOL_TCP &&
	    (source == proc || !socket_kernel_lists_bound()))
		add_search(facts, &query, "bound sockets", source,
			   FACT_UNSUPPORTED, 0);
	forget(&c);
}
