/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sockets on a port, as facts, out of Windows' tables.
 *
 * First sockets that listen or are bound, and TIME_WAIT.  Only where there is
 * none, connections whose local port it is: after a server has ended they
 * prevent a bind with SO_EXCLUSIVEADDRUSE, but next to a listener they are
 * only its clients.
 */
#include "collect/socket/socket_port.h"

#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <windows.h>

#include "collect/socket/table.h"
#include "facts/code.h"

#define CONNECTED_MAX 16	/* connections recorded for one port */

/* The rows of both address families. */
struct listing {
	enum protocol protocol;
	uint16_t port;		/* 0 for every listener */
	struct table_row *rows[2];
	size_t counts[2];
};

static const char *source_of(enum protocol protocol)
{
	return protocol == PROTOCOL_TCP ? "GetExtendedTcpTable()" :
					  "GetExtendedUdpTable()";
}

static void add_socket(struct facts *facts, enum protocol protocol,
		       const struct table_row *row)
{
	static const char *const states[] = {
		[TABLE_LISTEN] = "listen",
		[TABLE_BOUND] = "bound",
		[TABLE_CONNECTED] = "established",
	};
	json_t *value = value_endpoint(&row->address, row->port, protocol);
	char text[ENDPOINT_TEXT];

	json_object_set_new(value, "state", json_string(states[row->state]));
	if (row->pid)
		json_object_set_new(value, "pid", json_integer(row->pid));
	if (row->index)
		json_object_set_new(value, "index", json_integer(row->index));
	if (row->service[0])
		json_object_set_new(value, "unit",
				    value_string(row->service));
	facts_add(facts, FACT_SOCKET, FACT_SEEN, source_of(protocol), NULL,
		  value, "%s/%s",
		  endpoint_format(&row->address, row->port, text),
		  protocol_name(protocol));
}

static size_t add_state(struct facts *facts, const struct listing *l,
			enum table_state state, size_t max)
{
	size_t count = 0;

	for (int f = 0; f < 2; f++)
		for (size_t i = 0; i < l->counts[f] && count < max; i++) {
			if (l->rows[f][i].state != state)
				continue;
			add_socket(facts, l->protocol, &l->rows[f][i]);
			count++;
		}
	return count;
}

static int by_address(const void *a, const void *b)
{
	const struct table_row *x = a, *y = b;

	if (x->state != y->state)
		return x->state < y->state ? -1 : 1;
	return memcmp(x->address.bytes, y->address.bytes,
		      sizeof(x->address.bytes));
}

/* Those of one address, @count of them from the first on. */
static void add_lingering(struct facts *facts, const struct listing *l,
			  const struct table_row *first, size_t count)
{
	json_t *value = value_endpoint(&first->address, l->port, l->protocol);
	char text[ENDPOINT_TEXT];

	json_object_set_new(value, "count", json_integer((json_int_t)count));
	facts_add(facts, FACT_TIME_WAIT, FACT_SEEN, source_of(l->protocol),
		  NULL, value, "%s/%s",
		  endpoint_format(&first->address, l->port, text),
		  protocol_name(l->protocol));
}

static void add_time_wait(struct facts *facts, const struct listing *l)
{
	for (int f = 0; f < 2; f++) {
		struct table_row *rows = l->rows[f];
		size_t count = l->counts[f], n;

		if (count)
			qsort(rows, count, sizeof(*rows), by_address);
		for (size_t i = 0; i < count; i += n) {
			for (n = 1; i + n < count &&
				    !by_address(&rows[i], &rows[i + n]);)
				n++;
			if (rows[i].state == TABLE_TIME_WAIT)
				add_lingering(facts, l, &rows[i], n);
		}
	}
}

static void add_search(struct facts *facts, const struct listing *l,
		       const char *what, enum fact_status status,
		       unsigned long error)
{
	const char *protocol = protocol_name(l->protocol);
	struct fact_code code = code_win32(error);
	json_t *value = json_pack("{s:s, s:s}", "protocol", protocol, "what",
				  what);

	if (l->port)
		json_object_set_new(value, "port", json_integer(l->port));
	facts_add(facts, FACT_SOCKET_SEARCH, status, source_of(l->protocol),
		  error ? &code : NULL, value, "%s %s", protocol, what);
}

static void read_family(struct facts *facts, struct listing *l, int f)
{
	static const char *const what[] = {"IPv4 sockets", "IPv6 sockets"};
	unsigned long error = table_read(f ? 6 : 4, l->protocol, l->port,
					 &l->rows[f], &l->counts[f]);

	/* A machine without IPv6 has no such table. */
	add_search(facts, l, what[f],
		   f && error == ERROR_NOT_SUPPORTED ? FACT_ABSENT :
						       code_win32_status(error),
		   error);
}

void socket_port_collect(struct facts *facts, enum protocol protocol,
			 uint16_t port, const struct target *targets,
			 size_t count)
{
	struct listing l = {.protocol = protocol, .port = port};
	bool tcp = protocol == PROTOCOL_TCP;

	(void)targets, (void)count;
	for (int f = 0; f < 2; f++)
		read_family(facts, &l, f);
	if (!add_state(facts, &l, tcp ? TABLE_LISTEN : TABLE_BOUND,
		       SIZE_MAX) && port)
		add_state(facts, &l, TABLE_CONNECTED, CONNECTED_MAX);
	if (port && tcp) {
		add_time_wait(facts, &l);
		add_search(facts, &l, "bound sockets", FACT_UNSUPPORTED, 0);
	}
	free(l.rows[0]);
	free(l.rows[1]);
}
