/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a proxy was asked for, and said.
 *
 * An answer on the control channel is the proxy's own word, so that a finding
 * that rests on one is certain.  Silence is likely where the client asked
 * again: that it did is the second sign, for it shows that the answer was not
 * merely lost by the capture.
 */
#include "diagnose/traffic/traffic_proxy.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/evidence.h"
#include "diagnose/traffic/traffic_lines.h"

#define REQUESTS_MAX 1024	/* of one proxy that are looked at */
#define NOTES_MAX 32

/* The requests to one proxy. */
struct requests {
	struct arena *arena;
	const struct fact **items;
	size_t count;
};

static const char *word(const struct fact *fact, const char *member)
{
	const char *s = fact_string(fact, member);

	return s ? s : "";
}

static bool outcome_of(const struct fact *f, const char *outcome)
{
	return !strcmp(word(f, "outcome"), outcome);
}

static bool request_is(const struct fact *f, const char *request)
{
	return !strcmp(word(f, "request"), request);
}

/* Without these no port is given. */
static bool is_about_port(const struct fact *f)
{
	return request_is(f, "bind") || request_is(f, "listen") ||
	       request_is(f, "authentication") || request_is(f, "hello");
}

bool traffic_same_proxy(const struct fact *a, const struct fact *b)
{
	return !strcmp(word(a, "address"), word(b, "address")) &&
	       fact_integer(a, "port", 0) == fact_integer(b, "port", 0) &&
	       !strcmp(word(a, "protocol"), word(b, "protocol"));
}

static const char *endpoint_of(struct arena *arena, const struct fact *f)
{
	struct address address;
	enum protocol protocol;
	char text[ENDPOINT_TEXT];
	uint16_t port;

	if (fact_endpoint(f, &address, &port, &protocol))
		return "a proxy";
	return arena_printf(arena, "%s%s",
			    endpoint_format(&address, port, text),
			    protocol == PROTOCOL_UDP ? "/udp" : "");
}

/* "0.0.0.0:25", or the name or nothing at all. */
static const char *wanted(struct arena *arena, const struct fact *f)
{
	int64_t port = fact_integer(f, "wanted_port", 0);
	const char *address = word(f, "wanted_address");

	if (*word(f, "name"))
		return word(f, "name");
	if (port <= 0)
		return address;
	return arena_printf(arena, "%s%s%" PRId64, address,
			    *address ? ":" : "port ", port);
}

static const char *winsock_of(struct arena *arena, const struct fact *f)
{
	const struct fact_code in_use = {.name = "EADDRINUSE"};
	const struct fact_code down = {.name = "ENETDOWN"};

	/* What other requests give is not known. */
	if (!is_about_port(f))
		return NULL;
	if (outcome_of(f, "in-use"))
		return evidence_winsock(arena, &in_use);
	if (outcome_of(f, "no-answer"))
		return evidence_winsock(arena, &down);
	return NULL;
}

static const char *outcome_words(struct arena *arena, const struct fact *f)
{
	static const struct {
		const char *outcome, *words;
	} table[] = {
		{"granted", "granted"},
		{"in-use", "in use on the proxy"},
		{"refused", "refused"},
		{"not-authenticated", "the account was not accepted"},
		{"no-answer", "no answer"},
		{"unresolved", "not resolved"},
	};
	const char *winsock = winsock_of(arena, f);
	const char *words = word(f, "outcome");
	int64_t port = fact_integer(f, "given_port", 0);

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (outcome_of(f, table[i].outcome))
			words = table[i].words;
	if (outcome_of(f, "granted") && port > 0)
		words = arena_printf(arena, "granted, %s%s%" PRId64,
				     word(f, "given_address"),
				     *word(f, "given_address") ? ":" :
								 "port ",
				     port);
	return winsock ? arena_printf(arena, "%s (%s)", words, winsock) :
			 words;
}

/* "msexcimc on MAIL1 (192.0.2.7) as SYSTEM" */
static const char *asker(struct arena *arena, const struct fact *f)
{
	const char *program = word(f, "program");
	const char *computer = word(f, "computer");
	const char *client = word(f, "client");

	return arena_printf(arena, "%s on %s%s%s%s%s%s",
			    *program ? program : "a program",
			    *computer ? computer : *client ? client :
							     "some host",
			    *computer && *client ? " (" : "",
			    *computer ? client : "",
			    *computer && *client ? ")" : "",
			    *word(f, "user") ? " as " : "", word(f, "user"));
}

static const char *request_words(struct arena *arena, const struct fact *f)
{
	const char *what = wanted(arena, f);
	int64_t count = fact_integer(f, "count", 1);

	return arena_printf(arena, "%s%s%s: %s%s%s",
			    *word(f, "request") ? word(f, "request") :
						  "request",
			    *what ? " " : "", what, outcome_words(arena, f),
			    count > 1 ? ", " : "",
			    count > 1 ? traffic_times(arena, count) : "");
}

static bool same_asker(const struct fact *a, const struct fact *b)
{
	return !strcmp(word(a, "client"), word(b, "client")) &&
	       text_equal(word(a, "program"), word(b, "program"));
}

/* Was the same asked for, and granted, at another time? */
static bool is_granted(const struct requests *requests, const struct fact *f)
{
	for (size_t i = 0; i < requests->count; i++) {
		const struct fact *g = requests->items[i];

		if (outcome_of(g, "granted") && same_asker(f, g) &&
		    !strcmp(word(f, "request"), word(g, "request")) &&
		    fact_integer(f, "wanted_port", 0) ==
			    fact_integer(g, "wanted_port", 0))
			return true;
	}
	return false;
}

/* Did the proxy answer anybody? */
static bool answers(const struct requests *requests)
{
	for (size_t i = 0; i < requests->count; i++)
		if (!outcome_of(requests->items[i], "no-answer"))
			return true;
	return false;
}

static void proxy_terms(struct terms *terms, const struct requests *requests,
			const struct fact *f)
{
	struct arena *arena = requests->arena;
	int64_t port = fact_integer(f, "wanted_port", 0);
	const char *program = word(f, "program");

	*terms = (struct terms){.arena = arena};
	terms_set(terms, "target", endpoint_of(arena, f));
	terms_set(terms, "address", word(f, "address"));
	terms_set(terms, "port", arena_printf(arena, "%" PRId64,
					      fact_integer(f, "port", 0)));
	terms_set(terms, "proxy", word(f, "address"));
	terms_set(terms, "program", *program ? program : NULL);
	terms_set(terms, "client", word(f, "client"));
	terms_set(terms, "user", word(f, "user"));
	if (port > 0)
		terms_set(terms, "wanted", arena_printf(arena, "%" PRId64,
							port));
	terms_set(terms, "code", winsock_of(arena, f));
	terms_flag(terms, word(f, "outcome"));
	if (answers(requests))
		terms_flag(terms, "some");
	if (text_equal(program, "msexcimc") ||
	    text_equal(program, "msexcimc.exe"))
		terms_flag(terms, "msexcimc");
}

static const char *id_of(const struct fact *f)
{
	if (!is_about_port(f))
		return NULL;
	if (outcome_of(f, "in-use"))
		return "proxy-port-in-use";
	if (outcome_of(f, "refused") || outcome_of(f, "not-authenticated"))
		return "proxy-refuses-bind";
	/* Not asked again, the answer may be what the capture lost. */
	if (outcome_of(f, "no-answer") &&
	    traffic_number(f, "asked") > traffic_number(f, "count"))
		return "proxy-silent";
	return NULL;
}

/* A program whose account is refused fails at each step: once will do. */
static bool is_said(const struct verdict *to, const char *id,
		    const struct fact *f)
{
	for (size_t i = 0; i < to->finding_count; i++) {
		const struct finding *g = &to->findings[i];

		if (!strcmp(g->id, id) && g->fact_count &&
		    same_asker(g->facts[0], f) &&
		    (strcmp(id, "proxy-port-in-use") ||
		     fact_integer(g->facts[0], "wanted_port", 0) ==
			     fact_integer(f, "wanted_port", 0)))
			return true;
	}
	return false;
}

static bool add_finding(const struct requests *requests, const struct fact *f,
			struct verdict *to)
{
	struct arena *arena = requests->arena;
	const char *id = id_of(f);
	bool silent = outcome_of(f, "no-answer");
	struct evidence_list *list;
	struct terms terms;

	if (!id)
		return false;
	if (is_said(to, id, f) || to->finding_count == FINDINGS_MAX)
		return true;
	list = arena_alloc(arena, sizeof(*list));
	if (!list)
		return true;
	list->arena = arena;
	evidence_add(list, f, "asked by", asker(arena, f));
	evidence_add(list, f, "request", request_words(arena, f));
	if (*word(f, "answer"))
		evidence_add(list, f, "answer", word(f, "answer"));
	if (silent)
		evidence_add(list, f, "asked",
			     arena_printf(arena, "%s, and no answer to any",
					  traffic_times(arena,
							fact_integer(
								f, "asked",
								1))));
	proxy_terms(&terms, requests, f);
	finding_add(to, &terms, id,
		    silent ? CONFIDENCE_LIKELY : CONFIDENCE_CERTAIN,
		    culprit_none(arena, "remote-proxy", word(f, "address")),
		    list);
	return true;
}

static void add_note(struct arena *arena, const struct fact *f,
		     struct strings *notes)
{
	const char *note;

	if (outcome_of(f, "granted") || notes->count >= NOTES_MAX)
		return;
	note = arena_printf(arena, "%s: %s", asker(arena, f),
			    request_words(arena, f));
	if (note && !strings_has(notes, note))
		strings_add(notes, arena, note);
}

/* The answer in a few words: the worst of what it said. */
static const char *headline_of(struct arena *arena,
			       const struct traffic_verdict *v)
{
	const struct fact *f = v->fact;

	if (v->finding_count)
		return v->findings[0].title;
	return v->exit == EXIT_UNKNOWN ? "it was asked, and not heard to "
					 "answer" :
		       v->notes.count ? "answers, and not always as asked" :
		       *word(f, "program") ?
		       arena_printf(arena, "grants what %s asks for",
				    word(f, "program")) :
		       "grants what it is asked for";
}

static struct requests gather(struct arena *arena, const struct facts *facts,
			      const struct fact *first)
{
	struct requests r = {.arena = arena};

	r.items = arena_alloc(arena, REQUESTS_MAX * sizeof(*r.items));
	facts_each(facts, FACT_CONTROL_REQUEST, f)
		if (r.items && r.count < REQUESTS_MAX &&
		    f->status == FACT_SEEN && traffic_same_proxy(first, f))
			r.items[r.count++] = f;
	return r;
}

void traffic_proxy_judge(struct arena *arena, const struct facts *facts,
			 const struct fact *first,
			 struct traffic_verdict *verdict)
{
	struct requests requests = gather(arena, facts, first);
	struct verdict to = {.target = NULL};

	*verdict = (struct traffic_verdict){
		.role = TRAFFIC_PROXY,
		.fact = first,
		.name = endpoint_of(arena, first),
		.exit = answers(&requests) ? EXIT_HAD : EXIT_UNKNOWN,
	};
	for (size_t i = 0; i < requests.count; i++) {
		const struct fact *f = requests.items[i];

		traffic_line(arena, verdict, asker(arena, f),
			     request_words(arena, f));
		if (!add_finding(&requests, f, &to))
			add_note(arena, f, &verdict->notes);
		else
			verdict->exit = exit_worse(
				verdict->exit, is_granted(&requests, f) ?
						       EXIT_WARNING :
						       EXIT_CANNOT);
	}
	verdict->findings = to.findings;
	verdict->finding_count = to.finding_count;
	verdict->headline = headline_of(arena, verdict);
}
