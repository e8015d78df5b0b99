/* SPDX-License-Identifier: BSD-2-Clause */
/* /proc/net/tcp and its kind: only what was asked for is handed on. */
#include "collect/socket/socket_query.h"

#include "fuzz/fuzz.h"

struct asked {
	const struct socket_query *query;
	int family;
	size_t count;
};

static int entry(const struct socket_entry *e, void *context)
{
	struct asked *asked = context;

	must(e->address.family == asked->family);
	must(e->port && (!asked->query->port || e->port == asked->query->port));
	must(asked->query->states & 1u << e->state);
	must(e->v6only == -1 && !e->cgroup && !e->interface);
	asked->count++;
	return 0;
}

static size_t ask(const uint8_t *bytes, size_t length, int family,
		  struct socket_query query)
{
	struct asked asked = {.query = &query, .family = family};

	query.entry = entry;
	query.context = &asked;
	must(!socket_parse_proc(&query, family, (const char *)bytes, length));
	return asked.count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const unsigned int all = 1u << SOCKET_LISTEN | 1u << SOCKET_BOUND |
				 1u << SOCKET_CONNECTED |
				 1u << SOCKET_TIME_WAIT;

	for (int family = 4; family <= 6; family += 2) {
		struct socket_query tcp = {.protocol = PROTOCOL_TCP,
					   .states = all};
		struct socket_query udp = {.protocol = PROTOCOL_UDP,
					   .states = 1u << SOCKET_BOUND};
		size_t count = ask(bytes, length, family, tcp), part;

		tcp.states = 1u << SOCKET_LISTEN;
		part = ask(bytes, length, family, tcp);
		tcp.states = all & ~tcp.states;
		must(part + ask(bytes, length, family, tcp) == count);
		tcp.port = 25;
		must(ask(bytes, length, family, tcp) <= count);
		ask(bytes, length, family, udp);
	}
	return 0;
}
