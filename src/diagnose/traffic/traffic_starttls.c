/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * STARTTLS that is offered in one place and not in another.
 *
 * Signs of stripping:
 *	the keyword	eight X, at a place where no other keyword of eight
 *			letters can have been: the line was overwritten
 *	elsewhere	the same software offers it to another client, or on
 *			another port of the address
 *	the answer	the server accepts STARTTLS from a client to which it
 *			did not offer it, or refuses permanently (5xx) what it
 *			offers to all clients.  It may refuse it to a client
 *			to which it does not offer it
 *	the path	the greeting is rewritten, or the same greeting comes
 *			from another distance
 * "Elsewhere" is one sign however often it is seen: a server can be set up to
 * offer STARTTLS to some clients only, or on the submission port only.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <limits.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"
#include "diagnose/traffic/traffic_stack.h"

#define KEYWORD "STARTTLS"

static bool is_clear(const struct fact *ehlo)
{
	return !fact_true(ehlo, "after_tls") &&
	       json_array_size(fact_array(ehlo, "lines")) > 0;
}

/* The first EHLO reply that offers STARTTLS, or does not; or NULL. */
static const struct fact *first_ehlo(const struct traffic_span *span,
				     bool offered)
{
	for (size_t i = 0; i < span->count; i++) {
		const struct fact *f = span->rows[i].fact;

		if (f->kind == FACT_TRAFFIC_EHLO && is_clear(f) &&
		    traffic_offers(f, KEYWORD) == offered)
			return f;
	}
	return NULL;
}

/* The other keywords of eight letters, which are overwritten as well. */
static const char *const others[] = {"8BITMIME", "CHUNKING", "SMTPUTF8"};

#define OTHERS (sizeof(others) / sizeof(others[0]))

/* The place of the nearest known keyword before or after a line. */
static int neighbour(const struct data_record *program,
		     const struct fact *ehlo, size_t line, bool before)
{
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	char word[TRAFFIC_KEYWORD];

	for (size_t i = line; before ? i-- > 0 : ++i < count;) {
		int place = traffic_keyword(ehlo, i, word) ?
				    traffic_ehlo_place(program, word) : -1;

		if (place >= 0)
			return place;
	}
	return before ? -1 : INT_MAX;
}

/* Can a line have had a keyword, by the order in which keywords are offered? */
static bool can_be_at(const struct data_record *program,
		      const struct fact *ehlo, size_t line, const char *keyword)
{
	int place = program ? traffic_ehlo_place(program, keyword) : -1;

	if (traffic_offers(ehlo, keyword))
		return false;
	return place < 0 || (neighbour(program, ehlo, line, true) < place &&
			     place < neighbour(program, ehlo, line, false));
}

static bool is_starttls(const struct data_record *program,
			const struct fact *ehlo, size_t line)
{
	for (size_t i = 0; i < OTHERS; i++)
		if (can_be_at(program, ehlo, line, others[i]))
			return false;
	return can_be_at(program, ehlo, line, KEYWORD);
}

static const char *overwritten(const struct traffic_scene *s,
			       const struct fact *ehlo)
{
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	struct traffic_software software = {.program = NULL};
	char word[TRAFFIC_KEYWORD];

	/* Of any greeting: the order of keywords does not depend on it. */
	if (traffic_software_offered(s, NULL, &software))
		software.program = NULL;
	for (size_t i = 0; i < count && i < 64; i++)
		if (traffic_keyword(ehlo, i, word) == strlen(KEYWORD) &&
		    strspn(word, "X") + 1 >= strlen(KEYWORD) &&
		    is_starttls(software.program, ehlo, i))
			return fact_item(ehlo, "lines", i);
	return NULL;
}

static const struct data_record *software_behind(const struct fact *ehlo)
{
	const char *greeting = fact_string(ehlo, "greeting");
	struct greeter g;

	return greeting && !program_of_greeting(greeting, &g) && !g.weak ?
		       g.program : NULL;
}

static const char *client_of(const struct fact *ehlo)
{
	const char *client = fact_item(ehlo, "clients", 0);

	return client ? client : "another client";
}

static const char *offered_elsewhere(const struct traffic_scene *s,
				     const struct fact *without,
				     const struct fact **fact)
{
	const struct data_record *ours = software_behind(without);
	const char *greeting = fact_string(without, "greeting");
	const struct fact *f = first_ehlo(&s->ehlo, true);

	if (f && (!ours || !software_behind(f) ||
		  program_is_same(ours, software_behind(f)))) {
		*fact = f;
		if (!strcmp(client_of(f), client_of(without)))
			return arena_printf(s->arena, "%s is offered STARTTLS "
					    "at one time and not at another",
					    client_of(f));
		return arena_printf(s->arena, "%s is offered STARTTLS, %s is "
				    "not", client_of(f), client_of(without));
	}
	for (size_t i = 0; i < s->all.count; i++) {
		const struct traffic_row *r = &s->all.rows[i];
		const char *theirs = fact_string(r->fact, "greeting");

		if (r->fact->kind != FACT_TRAFFIC_EHLO ||
		    r->port == s->port || !is_clear(r->fact) ||
		    !traffic_offers(r->fact, KEYWORD) || !greeting ||
		    !theirs || strcmp(greeting, theirs))
			continue;
		*fact = r->fact;
		return arena_printf(s->arena, "port %u of the same address "
				    "offers STARTTLS behind the same greeting",
				    r->port);
	}
	return NULL;
}

/* A reply 5xx to STARTTLS. */
static bool refused_for_good(const struct traffic_scene *s)
{
	struct traffic_reply r;

	for (size_t i = 0; traffic_reply(s->fact, i, &r); i++)
		if (r.to && text_equal(r.to, KEYWORD) && r.code >= 500 &&
		    r.code < 600)
			return true;
	return false;
}

/* @all: it is offered to all clients, so also to the one that is refused. */
static const char *odd_answer(const struct traffic_scene *s, bool all)
{
	int64_t offered = traffic_count(s, "starttls_offered");

	if (traffic_count(s, "starttls_accepted") > 0 && !offered &&
	    traffic_count(s, "ehlo") > 0)
		return "it takes STARTTLS, which it offers to nobody";
	if (traffic_count(s, "starttls_refused") > 0 && offered && all &&
	    refused_for_good(s))
		return "it offers STARTTLS, and refuses it for good";
	return NULL;
}

/* Is the greeting before the EHLO reply one of stars? */
static bool is_behind_stars(const struct fact *ehlo)
{
	const char *greeting = fact_string(ehlo, "greeting");

	return greeting && strlen(greeting) > 8 &&
	       greeting[4 + strspn(greeting + 4, "20 *")] == '\0' &&
	       strchr(greeting, '*');
}

/*
 * Two machines behind one address can have two configurations, and be at two
 * distances.  If the greetings are equal, they should be one machine.
 */
static bool is_same_greeting(const struct fact *a, const struct fact *b)
{
	const char *of_a = a ? fact_string(a, "greeting") : NULL;
	const char *of_b = b ? fact_string(b, "greeting") : NULL;

	return !a || !b || (of_a && of_b && !strcmp(of_a, of_b));
}

static bool is_own(const struct traffic_scene *s, const struct fact *fact)
{
	uint16_t port;

	return !fact_endpoint(fact, NULL, &port, NULL) && port == s->port;
}

static bool is_stripped(struct traffic_scene *s, struct traffic_draft *draft)
{
	const struct fact *without = first_ehlo(&s->ehlo, false);
	const struct fact *fact = NULL;
	const char *answer = odd_answer(s, !without);
	const char *keyword, *elsewhere, *distance;
	struct traffic_pair pair;

	if (!without && !answer)
		return false;
	keyword = without ? overwritten(s, without) : NULL;
	elsewhere = without ? offered_elsewhere(s, without, &fact) : NULL;
	if (keyword)
		traffic_sign(draft, without, "EHLO",
			     arena_printf(s->arena, "%s where STARTTLS would "
					  "stand", keyword));
	traffic_sign(draft, fact, "elsewhere", elsewhere);
	traffic_sign(draft, s->fact, "answer", answer);
	/* Compare within the port, or with another port, as above. */
	distance = traffic_distance(s, !fact || is_own(s, fact), &pair);
	if (draft->signs && without && is_behind_stars(without))
		traffic_sign(draft, without, "greeting",
			     fact_string(without, "greeting"));
	else if (draft->signs && distance && is_same_greeting(without, fact))
		traffic_sign(draft, pair.other, "distance", distance);
	if (draft->signs != 1 || !elsewhere)
		return true;
	traffic_note(s, arena_printf(s->arena, "%s: a server may be set up so",
				     elsewhere));
	return false;
}

const struct traffic_rule traffic_starttls_rules[] = {
	{"starttls-stripped", "packet-path", is_stripped},
	{NULL, NULL, NULL},
};
