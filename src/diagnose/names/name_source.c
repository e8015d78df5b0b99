/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/names/name_source.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/evidence.h"

static const char *const kinds[] = {"hosts", "dns", "netbios", "system"};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* Equal, a final dot and letter case aside. */
static bool same_name(const char *a, const char *b)
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

/* A line of the hosts file that was found by its address. */
static bool is_about_another(const struct fact *answer, const char *name)
{
	const json_t *names = fact_array(answer, "names");
	const char *source = fact_string(answer, "source");

	if (!names || !source || strcmp(source, "hosts"))
		return false;
	for (size_t i = 0; i < json_array_size(names); i++)
		if (same_name(json_string_value(json_array_get(names, i)),
			      name))
			return false;
	return true;
}

static const char *strings_of(struct arena *arena, const json_t *array,
			      const char *between)
{
	const char *out = NULL;

	for (size_t i = 0; i < json_array_size(array) && i < 32; i++) {
		const char *s = json_string_value(json_array_get(array, i));

		out = out ? arena_printf(arena, "%s%s%s", out, between, s) : s;
	}
	return out;
}

static const char *where_of(struct arena *arena, const struct fact *answer)
{
	const char *server = fact_string(answer, "server");
	const char *file = fact_string(answer, "file");
	int64_t line = fact_integer(answer, "line", 0);

	if (file && line > 0)
		return arena_printf(arena, "%s:%" PRId64, file, line);
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
	const char *list = strings_of(arena, fact_array(answer, "addresses"),
				      ", ");
	const char *chain = strings_of(arena, fact_array(answer, "chain"),
				       " -> ");
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
				    strings_of(arena,
					       fact_array(answer, "names"),
					       " "));
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
	/* Who of the neighbours answers is not asked by itself. */
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

static void take(struct name_sources *sources, struct arena *arena,
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
				    json_string_value(
					    json_array_get(addresses, i)));
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

static void tell(struct name_answer *to, struct arena *arena,
		 const struct fact *answer, const char *name)
{
	*to = (struct name_answer){
		.fact = answer,
		.where = where_of(arena, answer),
		.words = words_of(arena, answer, name),
	};
	if (answer->code.space && answer->status != FACT_SEEN)
		to->winsock = evidence_winsock(arena, &answer->code);
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
			const char *kind = fact_string(f, "source");

			if (!of || !kind || strcmp(kind, kinds[k]) ||
			    !same_name(of, name) || *count == NAME_ANSWERS_MAX)
				continue;
			tell(&(*answers)[(*count)++], arena, f, name);
			if (sources->literal || !is_about_another(f, name))
				take(sources, arena, f);
		}
}

static bool has(const struct name_source *s, const struct address *address)
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
		if (has(b, &a->addresses[i]))
			return true;
	return false;
}

/* How many of a family a has, and how many of them b has. */
static size_t common(const struct name_source *a, const struct name_source *b,
		     int family, size_t *of)
{
	size_t count = 0;

	*of = 0;
	for (size_t i = 0; i < a->address_count; i++) {
		if (a->addresses[i].family != family)
			continue;
		(*of)++;
		count += has(b, &a->addresses[i]);
	}
	return count;
}

bool name_source_differs(const struct name_source *a,
			 const struct name_source *b)
{
	for (int family = 4; family <= 6; family += 2) {
		size_t of_a, of_b;
		size_t shared = common(a, b, family, &of_a);

		common(b, a, family, &of_b);
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
