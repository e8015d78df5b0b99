/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The requests to a proxy and its answers.
 *
 * An answer on the control channel is the proxy's own statement, so a finding
 * from an answer is certain.  Silence is likely if the client asked again: this
 * is the second sign, since it shows that the capture has not just lost the
 * answer.
 */
#include "diagnose/traffic/traffic_proxy.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/finding.h"
#include "diagnose/traffic/traffic_lines.h"

#define REQUESTS_MAX 1024	/* of one proxy that are used */
#define NOTES_MAX 32

/* The requests to one proxy. */
struct requests {
	struct arena *arena;
	const struct fact **items;
	size_t count;
};

static const char *word(const struct fact *fact, const char *member)
{
	return fact_text(fact, member, "");
}

static bool outcome_is(const struct fact *f, const char *outcome)
{
	return fact_string_is(f, "outcome", outcome);
}

static bool request_is(const struct fact *f, const char *request)
{
	return fact_string_is(f, "request", request);
}

/* Is it one of the requests that are needed to get a port? */
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
	const char *endpoint = evidence_endpoint(arena, f);

	return endpoint ? endpoint : "a proxy";
}

/* What was asked for: "0.0.0.0:25", a name, or "". */
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

	/* The codes of other requests are not known. */
	if (!is_about_port(f))
		return NULL;
	if (outcome_is(f, "in-use"))
		return evidence_winsock(arena, &in_use);
	if (outcome_is(f, "no-answer"))
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
		if (outcome_is(f, table[i].outcome))
			words = table[i].words;
	if (outcome_is(f, "granted") && port > 0)
		words = arena_printf(arena, "granted, %s%s%" PRId64,
				     word(f, "given_address"),
				     *word(f, "given_address") ? ":" :
								 "port ",
				     port);
	return winsock ? arena_printf(arena, "%s (%s)", words, winsock) :
			 words;
}

/* "msexcimc on MAIL1 (192.0.2.7) as SYSTEM" */
static const char *client_words(struct arena *arena, const struct fact *f)
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

static bool is_same_client(const struct fact *a, const struct fact *b)
{
	return !strcmp(word(a, "client"), word(b, "client")) &&
	       text_equal(word(a, "program"), word(b, "program"));
}

/* Was the same request granted at another time? */
static bool is_granted(const struct requests *requests, const struct fact *f)
{
	for (size_t i = 0; i < requests->count; i++) {
		const struct fact *g = requests->items[i];

		if (outcome_is(g, "granted") && is_same_client(f, g) &&
		    !strcmp(word(f, "request"), word(g, "request")) &&
		    fact_integer(f, "wanted_port", 0) ==
			    fact_integer(g, "wanted_port", 0))
			return true;
	}
	return false;
}

/* Did the proxy answer any request? */
static bool answers(const struct requests *requests)
{
	for (size_t i = 0; i < requests->count; i++)
		if (!outcome_is(requests->items[i], "no-answer"))
			return true;
	return false;
}

static void proxy_terms(struct terms *terms, const struct requests *requests,
			const struct fact *f)
{
	struct arena *arena = requests->arena;
	int64_t port = fact_integer(f, "wanted_port", 0);
	const char *program = word(f, "program");

	terms_set(terms, "target", endpoint_of(arena, f));
	terms_set(terms, "address", word(f, "address"));
	terms_set(terms, "port", arena_printf(arena, "%" PRId64,
					      fact_integer(f, "port", 0)));
	terms_set(terms, "proxy", word(f, "address"));
	terms_set(terms, "program", program);
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

static void add_evidence(struct evidence_list *list, const struct fact *f)
{
	const char *answer = word(f, "answer");

	evidence_add(list, f, "asked by", client_words(list->arena, f));
	evidence_add(list, f, "request", request_words(list->arena, f));
	if (*answer)
		evidence_add(list, f, "answer", answer);
	if (outcome_is(f, "no-answer"))
		evidence_add(list, f, "asked",
			     arena_printf(list->arena,
					  "%s, and no answer to any",
					  traffic_times(list->arena,
							fact_integer(
								f, "asked",
								1))));
}

static bool is_same_port(const struct fact *a, const struct fact *b)
{
	return fact_integer(a, "wanted_port", 0) ==
	       fact_integer(b, "wanted_port", 0);
}

/* A program whose account is refused fails at each step: report it once. */
static bool is_same_account(const struct fact *a, const struct fact *b)
{
	(void)a;
	(void)b;
	return true;
}

static bool is_in_use(const struct fact *f)
{
	return outcome_is(f, "in-use");
}

static bool is_refused(const struct fact *f)
{
	return outcome_is(f, "refused") || outcome_is(f, "not-authenticated");
}

/* Repeated, so that it is not just the capture that lost the answer. */
static bool is_silent(const struct fact *f)
{
	return outcome_is(f, "no-answer") &&
	       traffic_number(f, "asked") > traffic_number(f, "count");
}

/**
 * struct proxy_rule - A row: one finding about a request
 * @id:		A record of data/findings
 * @fits:	Does a request for a port make it?  The first row that fits
 *		counts
 * @repeats:	Are two requests of one client the same finding?
 */
static const struct proxy_rule {
	const char *id;
	enum confidence confidence;
	bool (*fits)(const struct fact *request);
	bool (*repeats)(const struct fact *request, const struct fact *other);
} rules[] = {
	{"proxy-port-in-use", CONFIDENCE_CERTAIN, is_in_use, is_same_port},
	{"proxy-refuses-bind", CONFIDENCE_CERTAIN, is_refused,
	 is_same_account},
	{"proxy-silent", CONFIDENCE_LIKELY, is_silent, is_same_account},
};

static const struct proxy_rule *rule_of(const struct fact *f)
{
	for (size_t i = 0; is_about_port(f) &&
			   i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].fits(f))
			return &rules[i];
	return NULL;
}

static bool is_said(const struct findings *findings,
		    const struct proxy_rule *rule, const struct fact *f)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *g = &findings->items[i];

		if (!strcmp(g->id, rule->id) && g->fact_count &&
		    is_same_client(g->facts[0], f) &&
		    rule->repeats(g->facts[0], f))
			return true;
	}
	return false;
}

/* Return: whether the request is one of a finding, new or not. */
static bool add_finding(const struct requests *requests, const struct fact *f,
			struct findings *findings)
{
	const struct proxy_rule *rule = rule_of(f);
	struct draft draft;

	if (!rule)
		return false;
	if (is_said(findings, rule, f))
		return true;
	draft = draft_start(requests->arena, "remote-proxy");
	draft.name = word(f, "address");
	draft.confidence = rule->confidence;
	add_evidence(&draft.evidence, f);
	proxy_terms(&draft.terms, requests, f);
	finding_add(findings, rule->id, &draft);
	return true;
}

static void add_note(struct arena *arena, const struct fact *f,
		     struct strings *notes)
{
	if (!outcome_is(f, "granted") && notes->count < NOTES_MAX)
		strings_add_once(notes, arena,
				 arena_printf(arena, "%s: %s",
					      client_words(arena, f),
					      request_words(arena, f)));
}

/* The worst of its answers, in a few words. */
static const char *headline_of(struct arena *arena,
			       const struct traffic_verdict *v)
{
	const struct conclusion *c = &v->conclusion;
	const struct fact *f = v->fact;

	if (c->findings.count)
		return c->findings.items[0].title;
	return c->exit == EXIT_UNKNOWN ? "it was asked, and not heard to "
					 "answer" :
		       c->notes.count ? "answers, and not always as asked" :
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
	struct conclusion *c = &verdict->conclusion;

	*verdict = (struct traffic_verdict){
		.role = TRAFFIC_PROXY,
		.fact = first,
		.conclusion.name = endpoint_of(arena, first),
		.conclusion.exit = answers(&requests) ? EXIT_HAD :
							EXIT_UNKNOWN,
	};
	for (size_t i = 0; i < requests.count; i++) {
		const struct fact *f = requests.items[i];

		traffic_line(arena, verdict, client_words(arena, f),
			     request_words(arena, f));
		if (!add_finding(&requests, f, &c->findings))
			add_note(arena, f, &c->notes);
		else
			c->exit = exit_worse(c->exit,
					     is_granted(&requests, f) ?
						     EXIT_WARNING :
						     EXIT_CANNOT);
	}
	c->headline = headline_of(arena, verdict);
}
