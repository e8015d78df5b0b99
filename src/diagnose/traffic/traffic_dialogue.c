/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does a program answer in the server's place, or change what it says?
 *
 * Signs of a mail shield, all of the same product:
 *	its words	the greeting, or the 421 that it answers with; these
 *			are one sign, since both are easy to fake
 *	its header	X-Antivirus in a message: added by the scanner, which
 *			does not send the greeting
 *	the server	the keywords after EHLO are in the order of another
 *			program, and a greeting cannot change that
 *	its spread	the same greeting from servers at other addresses,
 *			which have other names
 *	its distance	the SYN-ACK comes from a nearer or farther machine than
 *			those of the address's other ports: this is in the IP
 *			header, not in SMTP
 * Without its words the other signs do not count: a header may have been
 * added far away, and distances differ for other reasons.
 *
 * Signs of a firewall that rewrites: a greeting of stars (PIX MailGuard masks
 * all but 2, 0 and blanks), EHLO keywords overwritten with X (inspect esmtp of
 * ASA), EHLO refused to clients that HELO serves, and a greeting of the same
 * server in words elsewhere.  Each is another inspection of another line.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"
#include "diagnose/traffic/traffic_stack.h"

#define STARS_MIN 5	/* fewer may be decoration */

static bool is_shield(const struct data_record *program)
{
	return program && !strcmp(data_get(program, "class"), "mail-shield");
}

static const char *first_line(const struct fact *greeting)
{
	const char *line = fact_item(greeting, "lines", 0);

	return line ? line : "";
}

/* The shield that a reply 421 in the dialogue names. */
static const struct data_record *
shield_in_replies(const struct traffic_scene *s, const char **words)
{
	struct traffic_reply r;
	struct greeter g;

	for (size_t i = 0; traffic_reply(s->fact, i, &r); i++) {
		const char *text = r.text;

		if (!text || r.code != 421)
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
	return shield_in_replies(s, words);
}

static const struct data_record *header_program(const struct fact *header)
{
	const char *name = fact_string(header, "name");
	const char *value = fact_string(header, "value");

	return name && value ? program_of_header(name, value) : NULL;
}

static void sign_header(const struct traffic_scene *s,
			struct traffic_draft *draft,
			const struct data_record *shield)
{
	for (size_t i = 0; i < s->headers.count; i++) {
		const struct fact *f = s->headers.rows[i].fact;

		if (header_program(f) != shield)
			continue;
		traffic_sign(draft, f, "header",
			     arena_printf(s->arena, "%s: %s",
					  fact_string(f, "name"),
					  fact_string(f, "value")));
		return;
	}
}

/* An IPv4 and an IPv6 address can belong to the same server. */
static void sign_spread(const struct traffic_scene *s,
			struct traffic_draft *draft, const char *line)
{
	for (size_t i = 0; i < s->table->count; i++) {
		const struct traffic_row *r = &s->table->rows[i];
		char name[ENDPOINT_TEXT];

		if (r->fact->kind != FACT_TRAFFIC_GREETING ||
		    r->address.family != s->address.family ||
		    address_equal(&r->address, &s->address) ||
		    strcmp(first_line(r->fact), line))
			continue;
		traffic_sign(draft, r->fact, "elsewhere",
			     arena_printf(s->arena,
					  "%s greets with the same line",
					  endpoint_format(&r->address, r->port,
							  name)));
		return;
	}
}

/* The keywords behind the shield's greeting are another program's. */
static void sign_offered(const struct traffic_scene *s,
			 struct traffic_draft *draft, const char *line,
			 const struct data_record *shield)
{
	struct traffic_software offered;

	if (!s->ehlo.count || traffic_software_offered(s, line, &offered) ||
	    !offered.by_order ||
	    program_is_same(offered.program, shield))
		return;
	traffic_sign(draft, s->ehlo.rows[0].fact, "EHLO",
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

static bool is_mail_shield(struct traffic_scene *s,
			   struct traffic_draft *draft)
{
	const struct fact *fact;
	struct traffic_pair pair;
	const struct data_record *shield;
	const char *words = NULL, *distance, *title, *note;

	shield = shield_of(s, &fact, &words);
	if (!shield) {
		note_headers(s);
		return false;
	}
	traffic_sign(draft, fact, "greeting", words);
	sign_header(s, draft, shield);
	if (fact != s->fact) {
		sign_offered(s, draft, words, shield);
		sign_spread(s, draft, words);
	}
	distance = traffic_distance(s, true, &pair);
	if (!distance)
		distance = traffic_distance(s, false, &pair);
	if (distance)
		traffic_sign(draft, pair.other, "distance", distance);
	/* The finding that it cannot reach the server names it already. */
	if (draft->signs == 1 && traffic_found(s, "proxy-cannot-reach"))
		return false;
	title = data_get(shield, "title");
	note = data_get(shield, "remedy-note");
	terms_set(&draft->finding.terms, "title", title);
	if (note)
		terms_set(&draft->finding.terms, "note",
			  arena_printf(s->arena, "In %s: %s.", title, note));
	draft->finding.name = data_get(shield, "name");
	return true;
}

/* PIX MailGuard masks all of a greeting's text but 2, 0 and blanks. */
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
	return stars >= STARS_MIN;
}

/* "XXXXXXXA" is an overwritten keyword of this length; "XXXX" may be an
 * extension. */
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

/* The code with which EHLO is refused, "500"; or NULL. */
static const char *refused_ehlo(const struct traffic_scene *s)
{
	struct traffic_reply r;

	for (size_t i = 0; traffic_reply(s->fact, i, &r); i++)
		if (r.to && text_equal(r.to, "EHLO") &&
		    (r.code == 500 || r.code == 502))
			return arena_printf(s->arena, "%d", (int)r.code);
	return NULL;
}

/* The greeting is stars for one client, and words for another. */
static void sign_stars(const struct traffic_scene *s,
		       struct traffic_draft *draft)
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
	traffic_sign(draft, starred, "greeting", first_line(starred));
	if (!plain)
		return;
	client = fact_item(plain, "clients", 0);
	traffic_sign(draft, plain, "elsewhere",
		     arena_printf(s->arena, "%s gets \"%s\"",
				  client ? client : "another client",
				  first_line(plain)));
}

/* A refused EHLO alone is what a server without ESMTP does. */
static void sign_refusal(struct traffic_scene *s, struct traffic_draft *draft)
{
	const char *refused = refused_ehlo(s);
	int64_t helo = traffic_count(s, "helo_fallback");

	if (!refused || !helo)
		return;
	if (draft->signs)
		traffic_sign(draft, s->fact, "EHLO",
			     arena_printf(s->arena, "refused with %s; clients "
					  "took HELO %s", refused,
					  traffic_times(s->arena, helo)));
	else
		traffic_note(s, arena_printf(
			s->arena, "EHLO is refused with %s, and clients took "
			"HELO: a server without ESMTP, or a firewall that does "
			"not let EHLO through", refused));
}

static bool is_rewritten(struct traffic_scene *s, struct traffic_draft *draft)
{
	const struct fact *masked = NULL;
	const char *keyword = overwritten(s, &masked);

	sign_stars(s, draft);
	if (keyword)
		traffic_sign(draft, masked, "EHLO",
			     arena_printf(s->arena, "a keyword overwritten: %s",
					  keyword));
	sign_refusal(s, draft);
	/* There is no firewall between a machine and itself. */
	if (address_is_loopback(&s->address)) {
		if (draft->signs)
			traffic_note(s, arena_printf(
				s->arena, "%s: as if a firewall rewrote it, "
				"and on loopback there is none: the server "
				"itself says so", draft->first));
		return false;
	}
	terms_set(&draft->finding.terms, "setting",
		  keyword ? "inspect esmtp" : "fixup protocol smtp");
	terms_flag(&draft->finding.terms, keyword ? "asa" : "pix");
	draft->finding.name = keyword ? "Cisco ASA, inspect esmtp" :
					"Cisco PIX, MailGuard";
	return true;
}

const struct traffic_rule traffic_dialogue_rules[] = {
	{"mail-shield-in-path", "mail-shield", is_mail_shield},
	{"smtp-rewritten", "packet-path", is_rewritten},
	{NULL, NULL, NULL},
};
