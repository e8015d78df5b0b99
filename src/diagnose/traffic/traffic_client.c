/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/traffic/traffic_client.h"

#include <inttypes.h>

#include "diagnose/traffic/traffic_lines.h"

#define ITEMS_SHOWN 16		/* names, servers */
#define COMMANDS_SHOWN 32

/* "EHLO 3 times, MAIL 2 times" */
static const char *commands(struct arena *arena, const struct fact *fact)
{
	const json_t *list = fact_array(fact, "commands");
	size_t count = json_array_size(list);
	const char *out = NULL;

	for (size_t i = 0; i < count && i < COMMANDS_SHOWN; i++) {
		const json_t *c = json_array_get(list, i);
		const char *verb =
			json_string_value(json_object_get(c, "verb"));

		if (verb)
			out = arena_printf(
				arena, "%s%s%s %s", out ? out : "",
				out ? ", " : "", verb,
				traffic_times(arena,
					      json_integer_value(
						      json_object_get(
							      c, "count"))));
	}
	return out;
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

void traffic_client_judge(struct arena *arena, const struct fact *fact,
			  struct traffic_verdict *verdict)
{
	int64_t connections = fact_integer(fact, "connections", 0);
	int64_t messages = fact_integer(fact, "messages", 0);
	int64_t tls = fact_integer(fact, "tls", 0);
	int64_t helo = fact_integer(fact, "helo_fallback", 0);

	*verdict = (struct traffic_verdict){
		.role = TRAFFIC_CLIENT,
		.fact = fact,
		.conclusion.name = fact_string(fact, "address"),
		.conclusion.headline = arena_printf(
			arena, "%" PRId64 " connection%s, %" PRId64
			" message%s", connections, plural(connections),
			messages, plural(messages)),
		.conclusion.exit = EXIT_HAD,
	};
	traffic_line(arena, verdict, "names itself",
		     fact_join(arena, fact, "names", ", ", ITEMS_SHOWN));
	traffic_line(arena, verdict, "talks to",
		     fact_join(arena, fact, "servers", ", ", ITEMS_SHOWN));
	traffic_line(arena, verdict, "commands", commands(arena, fact));
	if (tls > 0)
		traffic_line(arena, verdict, "TLS", traffic_times(arena, tls));
	if (helo > 0)
		traffic_line(arena, verdict, "HELO after EHLO",
			     traffic_times(arena, helo));
}
