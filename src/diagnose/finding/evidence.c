/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/evidence.h"

#include <inttypes.h>

#include "base/text.h"
#include "diagnose/finding/knowledge.h"

#define LINES_MAX 24
#define FACTS_MAX 64

static void add_fact(struct evidence_list *list, const struct fact *fact)
{
	if (!list->facts)
		list->facts = arena_alloc(list->arena,
					  FACTS_MAX * sizeof(fact));
	if (!fact || !list->facts || list->fact_count == FACTS_MAX)
		return;
	for (size_t i = 0; i < list->fact_count; i++)
		if (list->facts[i] == fact)
			return;
	list->facts[list->fact_count++] = fact;
}

void evidence_add(struct evidence_list *list, const struct fact *fact,
		  const char *label, const char *text)
{
	add_fact(list, fact);
	if (!list->items)
		list->items = arena_alloc(list->arena,
					  LINES_MAX * sizeof(*list->items));
	if (!text || !list->items || list->count == LINES_MAX)
		return;
	list->items[list->count++] = (struct evidence){label, text};
}

const char *evidence_winsock(struct arena *arena, const struct fact_code *code)
{
	const struct data_record *r =
		code && code->name ? code_record(code->name) : NULL;
	const char *name = r ? data_get(r, "winsock") : NULL;

	if (!name)
		return NULL;
	return arena_printf(arena, "%s %s", name, data_get(r, "number"));
}

const char *evidence_code(struct arena *arena, const struct fact_code *code)
{
	const struct data_record *r =
		code->name ? code_record(code->name) : NULL;
	const char *text = r ? data_get(r, "text") : NULL;
	const char *twin = evidence_winsock(arena, code);

	if (!code->space)
		return "no code";
	if (!code->name)
		return arena_printf(arena, "%s %d", code->space, code->number);
	if (!text)
		return arena_printf(arena, "%s (%s %d)", code->name,
				    code->space, code->number);
	/* A code of Winsock itself: its number is better known. */
	if (!twin || text_starts(twin, code->name))
		return arena_printf(arena, "%s, %s", twin ? twin : code->name,
				    text);
	return arena_printf(arena, "%s, %s (%s)", code->name, text, twin);
}

const char *evidence_endpoint(struct arena *arena, const struct fact *fact)
{
	struct address address;
	enum protocol protocol;
	char text[ENDPOINT_TEXT];
	uint16_t port;

	if (fact_endpoint(fact, &address, &port, &protocol))
		return NULL;
	return arena_printf(arena, "%s%s",
			    endpoint_format(&address, port, text),
			    protocol == PROTOCOL_UDP ? "/udp" : "");
}

const char *evidence_duration(struct arena *arena, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {
		{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"},
	};
	size_t i = 0;
	int64_t n;

	if (seconds < 1)
		return "less than a second";
	while (seconds < units[i].seconds)
		i++;
	n = seconds / units[i].seconds;
	return arena_printf(arena, "%" PRId64 " %s%s", n, units[i].name,
			    n == 1 ? "" : "s");
}
