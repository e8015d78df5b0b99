/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * STARTTLS that is offered here and not there.
 *
 * Signs that count for stripping:
 *	the keyword	eight X, where no other keyword of eight letters can
 *			have stood: somebody overwrote the line
 *	elsewhere	the same software offers it to another client, or on
 *			another port of the address
 *	the answer	the server takes STARTTLS from a client to which it
 *			offered nothing, or refuses for good (5xx) what it
 *			offers to everybody; to whom it offers nothing, it
 *			may well refuse it
 *	the path	the greeting is rewritten, or the same greeting comes
 *			from another distance
 * "Elsewhere" is one sign however often it is seen: a server may be set up
 * to offer it to some clients only, or on the submission port only.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <limits.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"

#define KEYWORD "STARTTLS"

static bool is_clear(const struct fact *ehlo)
{
	return !fact_true(ehlo, "after_tls") &&
	       json_array_size(fact_array(ehlo, "lines")) > 0;
}

/* Its first EHLO reply with STARTTLS, or without. */
static const struct fact *with(const struct traffic_span *span, bool offered)
{
	for (size_t i = 0; i < span->count; i++) {
		const struct fact *f = span->rows[i].fact;

		if (f->kind == FACT_TRAFFIC_EHLO && is_clear(f) &&
		    traffic_offers(f, KEYWORD) == offered)
			return f;
	}
	return NULL;
}

/* The others of as many letters, which are overwritten as well. */
static const char *const others[] = {"8BITMIME", "CHUNKING", "SMTPUTF8"};

#define OTHERS (sizeof(others) / sizeof(others[0]))

/* The place of the nearest keyword that is known, on one side of a line. */
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

/* Can a keyword have stood on a line, by the order in which it is offered? */
static bool can_stand(const struct data_record *program,
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
		if (can_stand(program, ehlo, line, others[i]))
			return false;
	return can_stand(program, ehlo, line, KEYWORD);
}

static const char *overwritten(const struct traffic_scene *s,
			       const struct fact *ehlo)
{
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	struct traffic_software software = {.program = NULL};
	char word[TRAFFIC_KEYWORD];

	/* What a greeting says does not matter: the order is in the code. */
	if (traffic_software_offered(s, NULL, &software))
		software.program = NULL;
	for (size_t i = 0; i < count && i < 64; i++)
		if (traffic_keyword(ehlo, i, word) == strlen(KEYWORD) &&
		    strspn(word, "X") + 1 >= strlen(KEYWORD) &&
		    is_starttls(software.program, ehlo, i))
			return traffic_item(ehlo, "lines", i);
	return NULL;
}

static const struct data_record *software_behind(const struct fact *ehlo)
{
	const char *greeting = fact_string(ehlo, "greeting");
	struct greeter g;

	return greeting && !program_of_greeting(greeting, &g) && !g.weak ?
		       g.program : NULL;
}

static const char *who(const struct fact *ehlo)
{
	const char *client = traffic_item(ehlo, "clients", 0);

	return client ? client : "another client";
}

static const char *offered_elsewhere(const struct traffic_scene *s,
				     const struct fact *without,
				     const struct fact **fact)
{
	const struct data_record *ours = software_behind(without);
	const char *greeting = fact_string(without, "greeting");
	const struct fact *f = with(&s->ehlo, true);

	if (f && (!ours || !software_behind(f) ||
		  traffic_same_program(ours, software_behind(f)))) {
		*fact = f;
		if (!strcmp(who(f), who(without)))
			return arena_printf(s->arena, "%s is offered STARTTLS "
					    "at one time and not at another",
					    who(f));
		return arena_printf(s->arena, "%s is offered STARTTLS, %s is "
				    "not", who(f), who(without));
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
	const json_t *replies = fact_array(s->fact, "replies");

	for (size_t i = 0; i < json_array_size(replies) && i < 256; i++) {
		const json_t *r = json_array_get(replies, i);
		const char *to = json_string_value(json_object_get(r, "to"));
		json_int_t code =
			json_integer_value(json_object_get(r, "code"));

		if (to && text_equal(to, KEYWORD) && code >= 500 && code < 600)
			return true;
	}
	return false;
}

/* @all: it is offered to everybody, so also to who was refused. */
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

/* Is the greeting that stands before the reply one of stars? */
static bool behind_stars(const struct fact *ehlo)
{
	const char *greeting = fact_string(ehlo, "greeting");

	return greeting && strlen(greeting) > 8 &&
	       greeting[4 + strspn(greeting + 4, "20 *")] == '\0' &&
	       strchr(greeting, '*');
}

/*
 * Two machines behind one address may be set up in two ways, and be at two
 * distances; those that greet with the same line should be one.
 */
static bool same_greeting(const struct fact *a, const struct fact *b)
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

/* The note: offered to some and not to others, by the server's own will. */
static void note_some(struct traffic_scene *s, const char *elsewhere)
{
	traffic_note(s, arena_printf(s->arena, "%s: a server may be set up so",
				     elsewhere));
}

void traffic_starttls_rules(struct traffic_scene *s)
{
	struct traffic_signs signs = traffic_signs_new(s);
	const struct fact *without = with(&s->ehlo, false);
	const struct fact *fact = NULL, *stack = NULL;
	const char *keyword, *elsewhere, *answer, *distance;

	answer = odd_answer(s, !without);
	if (!without && !answer)
		return;
	keyword = without ? overwritten(s, without) : NULL;
	elsewhere = without ? offered_elsewhere(s, without, &fact) : NULL;
	if (keyword)
		traffic_sign(&signs, without, "EHLO",
			     arena_printf(s->arena, "%s where STARTTLS would "
					  "stand", keyword));
	if (elsewhere)
		traffic_sign(&signs, fact, "elsewhere", elsewhere);
	if (answer)
		traffic_sign(&signs, s->fact, "answer", answer);
	/* Another port is compared with another port. */
	distance = traffic_distance(s, !fact || is_own(s, fact), &stack);
	if (signs.count && without && behind_stars(without))
		traffic_sign(&signs, without, "greeting",
			     fact_string(without, "greeting"));
	else if (signs.count && distance && same_greeting(without, fact))
		traffic_sign(&signs, stack, "distance", distance);
	if (signs.count == 1 && elsewhere)
		note_some(s, elsewhere);
	else
		traffic_conclude(s, &signs, "starttls-stripped", "packet-path",
				 NULL, NULL);
}
