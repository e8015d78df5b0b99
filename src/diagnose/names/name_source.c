/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/names/name_source.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/evidence.h"

static const char *const kinds[] = {"hosts", "dns", "netbios", "system"};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))
#define ITEMS_SHOWN 32	/* addresses, names */

/* Equal, ignoring a final dot and letter case. */
static bool is_same_name(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	n -= n && a[n - 1] == '.';
	m -= m && b[m - 1] == '.';
	for (size_t i = 0; n == m && i < n; i++)
		if (text_lower(a[i]) != text_lower(b[i]))
			return false;
	return n == m;
}

bool name_source_is(const struct name_source *source, const char *kind)
{
	return !strcmp(source->kind, kind);
}

/* A line of the hosts file that was found by its address, not by its name. */
static bool is_about_another(const struct fact *answer, const char *name)
{
	const json_t *names = fact_array(answer, "names");

	if (!names || !fact_string_is(answer, "source", "hosts"))
		return false;
	for (size_t i = 0; i < json_array_size(names); i++)
		if (is_same_name(fact_item(answer, "names", i), name))
			return false;
	return true;
}

static const char *where_of(struct arena *arena, const struct fact *answer)
{
	const char *server = fact_string(answer, "server");
	const char *file = fact_string(answer, "file");
	int64_t line = fact_integer(answer, "line", 0);
	const char *place = NULL;

	if (file && line > 0)
		place = arena_printf(arena, "%s:%" PRId64, file, line);
	if (place)
		return place;
	return file ? file : server ? server : "";
}

static const char *failure(struct arena *arena, const struct fact *answer)
{
	const char *detail = fact_string(answer, "detail");
	const char *code = answer->code.space ?
				   evidence_code(arena, &answer->code) : NULL;

	if (answer->status == FACT_UNSUPPORTED && !code)
		code = "cannot be asked here";
	else if (answer->status == FACT_DENIED && !code)
		code = "the right to ask is missing";
	else if (answer->status == FACT_ABSENT && !code)
		code = "no such name";
	else if (!code)
		code = "no answer";
	return detail ? arena_printf(arena, "%s; %s", code, detail) : code;
}

static const char *words_of(struct arena *arena, const struct fact *answer,
			    const char *name)
{
	const char *list =
		fact_join(arena, answer, "addresses", ", ", ITEMS_SHOWN);
	const char *chain =
		fact_join(arena, answer, "chain", " -> ", ITEMS_SHOWN);
	const char *detail = fact_string(answer, "detail");
	int64_t ttl = fact_integer(answer, "ttl", -1);

	if (answer->status != FACT_SEEN)
		list = failure(arena, answer);
	else
		list = list ? list : "no address";
	if (chain)
		list = arena_printf(arena, "%s, by %s", list, chain);
	if (answer->status == FACT_SEEN && ttl >= 0)
		list = arena_printf(arena, "%s, TTL %" PRId64, list, ttl);
	if (is_about_another(answer, name))
		list = arena_printf(arena, "%s, for %s", list,
				    fact_join(arena, answer, "names", " ",
					      ITEMS_SHOWN));
	if (answer->status == FACT_SEEN && detail)
		list = arena_printf(arena, "%s; %s", list, detail);
	return list;
}

static void add_address(struct name_source *s, struct arena *arena,
			const char *text)
{
	struct address address;

	if (!text || address_parse(text, &address) ||
	    s->address_count == NAME_ADDRESSES_MAX)
		return;
	for (size_t i = 0; i < s->address_count; i++)
		if (address_equal(&s->addresses[i], &address))
			return;
	s->addresses[s->address_count++] = address;
	s->list = s->list ? arena_printf(arena, "%s, %s", s->list, text) : text;
}

static const char *title_of(struct arena *arena, const struct fact *answer)
{
	const char *kind = fact_string(answer, "source");
	const char *where = where_of(arena, answer);
	const char *server = fact_string(answer, "server");

	if (!strcmp(kind, "hosts"))
		return *where ? arena_printf(arena, "the hosts file (%s)",
					     where) :
				"the hosts file";
	if (!strcmp(kind, "dns"))
		return server ? arena_printf(arena, "the DNS server %s",
					     server) :
				"DNS";
	if (!strcmp(kind, "netbios"))
		return "NetBIOS";
	return "the system's resolver";
}

static struct name_source *source_of(struct name_sources *sources,
				     struct arena *arena,
				     const struct fact *answer)
{
	const char *kind = fact_string(answer, "source");
	const char *server = fact_string(answer, "server");
	struct name_source *s;

	if (!strcmp(kind, "system")) {
		if (!sources->system)
			sources->system = arena_alloc(arena, sizeof(*s));
		return sources->system;
	}
	/* A NetBIOS broadcast is not sent to the host that answers it. */
	if (!strcmp(kind, "netbios"))
		server = NULL;
	for (size_t i = 0; i < sources->count; i++) {
		s = &sources->items[i];
		if (!strcmp(s->kind, kind) &&
		    !strcmp(s->server ? s->server : "", server ? server : ""))
			return s;
	}
	if (sources->count == NAME_SOURCES_MAX)
		return NULL;
	s = &sources->items[sources->count++];
	s->server = server;
	return s;
}

static void add_answer(struct name_sources *sources, struct arena *arena,
		       const struct fact *answer)
{
	struct name_source *s = source_of(sources, arena, answer);
	const json_t *addresses = fact_array(answer, "addresses");

	if (!s)
		return;
	s->kind = fact_string(answer, "source");
	if (!s->first || (answer->status == FACT_SEEN && !s->seen)) {
		s->first = answer;
		s->title = title_of(arena, answer);
	}
	if (answer->status == FACT_SEEN) {
		s->seen = true;
		for (size_t i = 0; i < json_array_size(addresses); i++)
			add_address(s, arena,
				    fact_item(answer, "addresses", i));
	} else if (answer->status == FACT_ABSENT) {
		s->absent = s->absent ? s->absent : answer;
		if (fact_is(answer, "ARES_ENODATA") ||
		    fact_is(answer, "EAI_NODATA") ||
		    fact_is(answer, "WSANO_DATA"))
			s->nodata = true;
	} else if (!s->failed) {
		s->failed = answer;
	}
}

static struct name_answer describe(struct arena *arena,
				   const struct fact *answer, const char *name)
{
	bool failed = answer->code.space && answer->status != FACT_SEEN;

	return (struct name_answer){
		.fact = answer,
		.where = where_of(arena, answer),
		.words = words_of(arena, answer, name),
		.winsock = failed ? evidence_winsock(arena, &answer->code) :
				    NULL,
	};
}

void name_sources_gather(struct name_sources *sources, struct arena *arena,
			 const struct facts *facts, const char *name,
			 struct name_answer **answers, size_t *count)
{
	struct address address;

	*sources = (struct name_sources){
		.name = name,
		.literal = !address_parse(name, &address),
		.items = arena_alloc(arena, NAME_SOURCES_MAX *
						    sizeof(*sources->items)),
	};
	*answers = arena_alloc(arena, NAME_ANSWERS_MAX * sizeof(**answers));
	*count = 0;
	if (!sources->items || !*answers)
		return;
	for (size_t k = 0; k < KINDS; k++)
		facts_each(facts, FACT_NAME_ANSWER, f) {
			const char *of = fact_string(f, "name");

			if (!of || !fact_string_is(f, "source", kinds[k]) ||
			    !is_same_name(of, name) ||
			    *count == NAME_ANSWERS_MAX)
				continue;
			(*answers)[(*count)++] = describe(arena, f, name);
			if (sources->literal || !is_about_another(f, name))
				add_answer(sources, arena, f);
		}
}

static bool has_address(const struct name_source *s,
			const struct address *address)
{
	for (size_t i = 0; i < s->address_count; i++)
		if (address_equal(&s->addresses[i], address))
			return true;
	return false;
}

bool name_source_shares(const struct name_source *a,
			const struct name_source *b)
{
	for (size_t i = 0; i < a->address_count; i++)
		if (has_address(b, &a->addresses[i]))
			return true;
	return false;
}

/* How many addresses of a family @a has: @of; and how many of them @b has. */
static size_t count_common(const struct name_source *a,
			   const struct name_source *b, int family, size_t *of)
{
	size_t count = 0;

	*of = 0;
	for (size_t i = 0; i < a->address_count; i++) {
		if (a->addresses[i].family != family)
			continue;
		(*of)++;
		count += has_address(b, &a->addresses[i]);
	}
	return count;
}

bool name_source_differs(const struct name_source *a,
			 const struct name_source *b)
{
	for (int family = 4; family <= 6; family += 2) {
		size_t of_a, of_b;
		size_t shared = count_common(a, b, family, &of_a);

		count_common(b, a, family, &of_b);
		if (of_a && of_b && shared < of_a && shared < of_b)
			return true;
	}
	return false;
}

bool name_is_localhost(const char *name)
{
	static const char *const names[] = {
		"localhost", "localhost.", "localhost.localdomain",
		"localhost4", "localhost6", "ip6-localhost", "ip6-loopback",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_equal(name, names[i]))
			return true;
	return text_matches("*.localhost", name, NULL, NULL) ||
	       text_matches("*.localhost.", name, NULL, NULL);
}
