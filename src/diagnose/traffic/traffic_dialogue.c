/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who speaks in a server's place, and who changes what it says.
 *
 * Signs that count for a mail shield, all of the same product:
 *	its words	the greeting or the 421 that it answers with; one sign,
 *			for whoever fakes the one can fake the other
 *	its header	X-Antivirus in a message: written by the scanner, not
 *			by who greets
 *	the server	what is offered after EHLO is in the order of another
 *			program, which no greeting changes
 *	its spread	the very same line in front of servers at other
 *			addresses: no server has their names
 *	its distance	the SYN-ACK comes from nearer or farther than those of
 *			the address's other ports: IP's header, not SMTP
 * Without its words the rest is not put down to it: a header may have come
 * a long way, and distances differ for other reasons.
 *
 * Signs that count for a firewall that rewrites: a banner of stars (PIX
 * MailGuard masks all but 2, 0 and blanks), EHLO keywords overwritten with X
 * (ASA's inspect esmtp), EHLO refused to clients that HELO serves, and words
 * in the same server's greeting elsewhere.  Each is another inspection of
 * another line.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"

#define STARS_LEAST 5	/* that are no decoration */

static bool is_shield(const struct data_record *program)
{
	return program && !strcmp(data_get(program, "class"), "mail-shield");
}

static const char *first_line(const struct fact *greeting)
{
	const char *line = traffic_item(greeting, "lines", 0);

	return line ? line : "";
}

/* A reply in the dialogue whose text is a shield's, with its code. */
static const struct data_record *in_replies(const struct traffic_scene *s,
					    const char **words)
{
	const json_t *replies = fact_array(s->fact, "replies");

	for (size_t i = 0; i < json_array_size(replies) && i < 256; i++) {
		const json_t *r = json_array_get(replies, i);
		const char *text =
			json_string_value(json_object_get(r, "text"));
		int code = (int)json_integer_value(json_object_get(r, "code"));
		struct greeter g;

		if (!text || code != 421)
			continue;
		if (!text_starts(text, "421"))
			text = arena_printf(s->arena, "421 %s", text);
		if (text && !program_of_greeting(text, &g) && !g.weak &&
		    is_shield(g.program)) {
			*words = text;
			return g.program;
		}
	}
	return NULL;
}

/* The shield that the server's words name. */
static const struct data_record *shield_of(const struct traffic_scene *s,
					   const struct fact **fact,
					   const char **words)
{
	for (size_t i = 0; i < s->greetings.count; i++) {
		const struct fact *f = s->greetings.rows[i].fact;
		const struct data_record *p = traffic_program(s->arena, f);

		if (!is_shield(p))
			continue;
		*fact = f;
		*words = first_line(f);
		return p;
	}
	*fact = s->fact;
	return in_replies(s, words);
}

static const struct data_record *header_program(const struct fact *header)
{
	const char *name = fact_string(header, "name");
	const char *value = fact_string(header, "value");

	return name && value ? program_of_header(name, value) : NULL;
}

static void sign_header(const struct traffic_scene *s,
			struct traffic_signs *signs,
			const struct data_record *shield)
{
	for (size_t i = 0; i < s->headers.count; i++) {
		const struct fact *f = s->headers.rows[i].fact;

		if (header_program(f) != shield)
			continue;
		traffic_sign(signs, f, "header",
			     arena_printf(s->arena, "%s: %s",
					  fact_string(f, "name"),
					  fact_string(f, "value")));
		return;
	}
}

/* An IPv4 and an IPv6 address may well be the same server's. */
static void sign_spread(const struct traffic_scene *s,
			struct traffic_signs *signs, const char *line)
{
	for (size_t i = 0; i < s->table->count; i++) {
		const struct traffic_row *r = &s->table->rows[i];
		char name[ENDPOINT_TEXT];

		if (r->fact->kind != FACT_TRAFFIC_GREETING ||
		    r->address.family != s->address.family ||
		    address_equal(&r->address, &s->address) ||
		    strcmp(first_line(r->fact), line))
			continue;
		traffic_sign(signs, r->fact, "elsewhere",
			     arena_printf(s->arena,
					  "%s greets with the same line",
					  endpoint_format(&r->address, r->port,
							  name)));
		return;
	}
}

/* Behind the shield's greeting speaks another program. */
static void sign_offered(const struct traffic_scene *s,
			 struct traffic_signs *signs, const char *line,
			 const struct data_record *shield)
{
	struct traffic_software offered;

	if (!s->ehlo.count || traffic_software_offered(s, line, &offered) ||
	    !offered.by_order ||
	    traffic_same_program(offered.program, shield))
		return;
	traffic_sign(signs, s->ehlo.rows[0].fact, "EHLO",
		     arena_printf(s->arena, "what is offered is in the order "
				  "of %s", data_get(offered.program, "title")));
}

static void note_headers(struct traffic_scene *s)
{
	for (size_t i = 0; i < s->headers.count; i++) {
		const struct fact *f = s->headers.rows[i].fact;
		const struct data_record *p = header_program(f);

		if (p)
			traffic_note(s, arena_printf(
				s->arena, "a message has %s: %s: %s has "
				"scanned it somewhere on its way",
				fact_string(f, "name"),
				fact_string(f, "value"),
				data_get(p, "title")));
	}
}

static void judge_shield(struct traffic_scene *s)
{
	struct traffic_signs signs = traffic_signs_new(s);
	const struct fact *fact, *stack;
	const struct data_record *shield;
	const char *words = NULL, *distance, *note;
	struct terms terms;

	shield = shield_of(s, &fact, &words);
	if (!shield) {
		note_headers(s);
		return;
	}
	traffic_sign(&signs, fact, "greeting", words);
	sign_header(s, &signs, shield);
	if (fact != s->fact) {
		sign_offered(s, &signs, words, shield);
		sign_spread(s, &signs, words);
	}
	distance = traffic_distance(s, true, &stack);
	if (!distance)
		distance = traffic_distance(s, false, &stack);
	if (distance)
		traffic_sign(&signs, stack, "distance", distance);
	/* That it cannot reach the server says who it is, too. */
	if (signs.count == 1 && traffic_found(s, "proxy-cannot-reach"))
		return;
	traffic_terms(&terms, s);
	terms_set(&terms, "title", data_get(shield, "title"));
	note = data_get(shield, "remedy-note");
	if (note)
		terms_set(&terms, "note",
			  arena_printf(s->arena, "In %s: %s.",
				       data_get(shield, "title"), note));
	traffic_conclude(s, &signs, "mail-shield-in-path", "mail-shield",
			 data_get(shield, "name"), &terms);
}

/* PIX MailGuard leaves 2, 0 and blanks of a greeting's text. */
static bool is_starred(const char *line)
{
	size_t stars = 0;

	if (strlen(line) < 4)
		return false;
	for (line += 4; *line; line++) {
		if (!strchr("20 *", *line))
			return false;
		stars += *line == '*';
	}
	return stars >= STARS_LEAST;
}

/* "XXXXXXXA": a keyword of its length; "XXXX" may be anybody's extension. */
static const char *overwritten(const struct traffic_scene *s,
			       const struct fact **fact)
{
	char word[TRAFFIC_KEYWORD];

	for (size_t i = 0; i < s->ehlo.count; i++) {
		const struct fact *f = s->ehlo.rows[i].fact;
		size_t count = json_array_size(fact_array(f, "lines"));

		for (size_t j = 0; j < count; j++) {
			size_t length = traffic_keyword(f, j, word);
			size_t xs = strspn(word, "X");

			if (length < 4 || xs + 1 < length)
				continue;
			*fact = f;
			return arena_strdup(s->arena, word);
		}
	}
	return NULL;
}

/* EHLO's reply with a code, as "500 ..." for a reader. */
static const char *refused_ehlo(const struct traffic_scene *s)
{
	const json_t *replies = fact_array(s->fact, "replies");

	for (size_t i = 0; i < json_array_size(replies) && i < 256; i++) {
		const json_t *r = json_array_get(replies, i);
		const char *to = json_string_value(json_object_get(r, "to"));
		json_int_t code =
			json_integer_value(json_object_get(r, "code"));

		if (to && text_equal(to, "EHLO") &&
		    (code == 500 || code == 502))
			return arena_printf(s->arena, "%d", (int)code);
	}
	return NULL;
}

/* The greeting: of stars, and in words elsewhere. */
static void sign_stars(const struct traffic_scene *s,
		       struct traffic_signs *signs)
{
	const struct fact *starred = NULL, *plain = NULL;
	const char *client;

	for (size_t i = 0; i < s->greetings.count; i++) {
		const struct fact *f = s->greetings.rows[i].fact;

		if (is_starred(first_line(f)))
			starred = starred ? starred : f;
		else if (text_starts(first_line(f), "220"))
			plain = plain ? plain : f;
	}
	if (!starred)
		return;
	traffic_sign(signs, starred, "greeting", first_line(starred));
	if (!plain)
		return;
	client = traffic_item(plain, "clients", 0);
	traffic_sign(signs, plain, "elsewhere",
		     arena_printf(s->arena, "%s gets \"%s\"",
				  client ? client : "another client",
				  first_line(plain)));
}

/* EHLO refused: by itself it is what a server without ESMTP does. */
static void sign_refusal(struct traffic_scene *s, struct traffic_signs *signs)
{
	const char *refused = refused_ehlo(s);
	int64_t helo = traffic_count(s, "helo_fallback");

	if (!refused || !helo)
		return;
	if (signs->count)
		traffic_sign(signs, s->fact, "EHLO",
			     arena_printf(s->arena, "refused with %s; clients "
					  "took HELO %s", refused,
					  traffic_times(s->arena, helo)));
	else
		traffic_note(s, arena_printf(
			s->arena, "EHLO is refused with %s, and clients took "
			"HELO: a server without ESMTP, or a firewall that does "
			"not let EHLO through", refused));
}

static void judge_rewriting(struct traffic_scene *s)
{
	struct traffic_signs signs = traffic_signs_new(s);
	const struct fact *masked = NULL;
	const char *keyword = overwritten(s, &masked);
	struct terms terms;

	sign_stars(s, &signs);
	if (keyword)
		traffic_sign(&signs, masked, "EHLO",
			     arena_printf(s->arena, "a keyword overwritten: %s",
					  keyword));
	sign_refusal(s, &signs);
	/* No firewall stands between a machine and itself. */
	if (address_is_loopback(&s->address)) {
		if (signs.count)
			traffic_note(s, arena_printf(
				s->arena, "%s: as if a firewall rewrote it, "
				"and on loopback there is none: the server "
				"itself says so", signs.first));
		return;
	}
	traffic_terms(&terms, s);
	terms_set(&terms, "setting",
		  keyword ? "inspect esmtp" : "fixup protocol smtp");
	terms_flag(&terms, keyword ? "asa" : "pix");
	traffic_conclude(s, &signs, "smtp-rewritten", "packet-path",
			 keyword ? "Cisco ASA, inspect esmtp" :
				   "Cisco PIX, MailGuard",
			 &terms);
}

void traffic_dialogue_rules(struct traffic_scene *scene)
{
	judge_shield(scene);
	judge_rewriting(scene);
}
