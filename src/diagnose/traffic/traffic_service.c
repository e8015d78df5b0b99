/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether a server serves, how fast, and in the clear.
 *
 * Signs that count for a tarpit: a slow greeting; replies that drip, byte by
 * byte or line by line; a window of a few bytes in the SYN-ACK.  Each is
 * another device of the tarpit.  A window of 0 is none: Linux' SYNPROXY and
 * pf's synproxy answer so for any server, until they have reached it.  A slow greeting beside slow replies is one
 * sign: whoever is overloaded does both.
 *
 * Signs that count for a proxy that cannot reach its server: a 421 that says
 * so; 421 as the only greeting that anybody gets; connections to a server
 * behind it that are refused or not answered.
 *
 * Signs that count for port 465 in the clear: the greeting, which the server
 * gives unencrypted; and the clients, which start TLS, or get no TLS at all.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"

#define SLOW_GREETING 10000	/* ms; more than postscreen or greet_pause */
#define LATE_GREETING 4000	/* ms, where it is not the only sign */
#define DRIP 10000		/* ms from a reply's first byte to its last */
#define SLOW_REPLY 30000	/* ms */
#define TINY_WINDOW 128		/* bytes; no stack that serves has less, but for
				 * the 0 of a firewall that answers SYNs first */
#define PORT_SMTPS 465

static bool is_421(const struct fact *greeting)
{
	const char *line = traffic_item(greeting, "lines", 0);

	return line && text_starts(line, "421");
}

static const struct fact *tiny_window(const struct traffic_scene *s)
{
	for (size_t i = 0; i < s->stacks.count; i++) {
		const struct fact *f = s->stacks.rows[i].fact;
		int64_t window = fact_integer(f, "window", -1);

		if (window > 0 && window <= TINY_WINDOW)
			return f;
	}
	return NULL;
}

static void judge_speed(struct traffic_scene *s)
{
	struct traffic_signs signs = traffic_signs_new(s);
	int64_t greeting = traffic_count(s, "greeting_median");
	int64_t drip = traffic_count(s, "reply_longest");
	int64_t reply = traffic_count(s, "reply_slowest");
	const struct fact *window = tiny_window(s);

	if (greeting >= LATE_GREETING)
		traffic_sign(&signs, s->fact, "greeting",
			     arena_printf(s->arena, "after %s",
					  traffic_time(s->arena, greeting)));
	if (drip >= DRIP)
		traffic_sign(&signs, s->fact, "reply",
			     arena_printf(s->arena, "%s from its first byte "
					  "to its last",
					  traffic_time(s->arena, drip)));
	if (window)
		traffic_sign(&signs, window, "window",
			     arena_printf(s->arena, "%" PRId64 " bytes",
					  fact_integer(window, "window", 0)));
	if (signs.count >= 2) {
		traffic_conclude(s, &signs, "tarpit", "packet-path", NULL,
				 NULL);
		return;
	}
	if (greeting >= SLOW_GREETING)
		traffic_note(s, arena_printf(
			s->arena, "the greeting takes %s%s%s; clients wait 5 "
			"minutes (RFC 5321, 4.5.3.2)",
			traffic_time(s->arena, greeting),
			reply >= SLOW_REPLY ? ", the slowest reply " : "",
			reply >= SLOW_REPLY ? traffic_time(s->arena, reply) :
					      ""));
	else if (drip >= DRIP)
		traffic_note(s, arena_printf(
			s->arena, "a reply took %s from its first byte to its "
			"last", traffic_time(s->arena, drip)));
}

/* Does a 421 say that a server behind it is out of reach? */
static bool says_unreached(const struct traffic_scene *s,
			   const struct fact *greeting)
{
	/* To a server: those who turn a client away say "you cannot connect",
	 * "connection refused, your address ...". */
	static const char *const wordings[] = {
		"421?*cannot connect to*", "421?*can't connect to*",
		"421?*could not connect to*", "421?*unable to connect to*",
		"421?*failed to connect to*", "421?*: connection refused",
		"421?*connection refused by *server*",
	};
	const char *line = traffic_item(greeting, "lines", 0);
	const struct data_record *p = traffic_program(s->arena, greeting);

	if (p && !strcmp(data_get(p, "class"), "mail-shield"))
		return true;
	for (size_t i = 0; i < sizeof(wordings) / sizeof(wordings[0]); i++)
		if (text_matches(wordings[i], line, NULL, NULL))
			return true;
	return false;
}

static int64_t fails(const struct fact *server)
{
	int64_t refused = fact_integer(server, "refused", 0);
	int64_t unreachable = fact_integer(server, "unreachable", 0);
	int64_t unanswered = fact_integer(server, "unanswered", 0);

	return (refused > 0) + (unreachable > 0) + (unanswered > 0);
}

/* Is there a server that this address, as a client, cannot reach? */
static const char *behind(const struct traffic_scene *s,
			  const struct fact **fact)
{
	char address[ADDRESS_TEXT];

	address_format(&s->address, address);
	facts_each(s->facts, FACT_TRAFFIC_CLIENT, c) {
		const char *theirs = fact_string(c, "address");

		if (!theirs || strcmp(theirs, address))
			continue;
		for (size_t i = 0; i < s->table->count; i++) {
			const struct traffic_row *r = &s->table->rows[i];
			char name[ENDPOINT_TEXT];

			if (r->fact->kind != FACT_TRAFFIC_SERVER ||
			    !fails(r->fact) || r->fact == s->fact)
				continue;
			endpoint_format(&r->address, r->port, name);
			for (size_t j = 0; j < 64; j++) {
				const char *to = traffic_item(c, "servers", j);

				if (!to)
					break;
				if (strcmp(to, name))
					continue;
				*fact = r->fact;
				return arena_strdup(s->arena, name);
			}
		}
	}
	return NULL;
}

static void sign_unreached(struct traffic_scene *s,
			   struct traffic_signs *signs, const char **upstream)
{
	const struct fact *fact = NULL;

	*upstream = behind(s, &fact);
	if (*upstream)
		traffic_sign(signs, fact, "behind it",
			     arena_printf(s->arena,
					  "%s refuses it or does not answer",
					  *upstream));
	else if (fails(s->fact) && traffic_count(s, "answered"))
		traffic_sign(signs, s->fact, "connections",
			     "others to the same server were refused or not "
			     "answered");
}

static void judge_421(struct traffic_scene *s)
{
	struct traffic_signs signs = traffic_signs_new(s);
	const struct data_record *shield = NULL;
	const struct fact *said = NULL;
	const char *upstream = NULL;
	int64_t greetings = 0;
	bool all = true;
	struct terms terms;

	for (size_t i = 0; i < s->greetings.count; i++) {
		const struct fact *f = s->greetings.rows[i].fact;

		if (!is_421(f)) {
			all = false;
			continue;
		}
		greetings += traffic_number(f, "count");
		if (!said && says_unreached(s, f)) {
			said = f;
			shield = traffic_program(s->arena, f);
		}
	}
	if (!greetings)
		return;
	if (said)
		traffic_sign(&signs, said, "greeting",
			     traffic_item(said, "lines", 0));
	if (said && all && greetings > 1)
		traffic_sign(&signs, s->fact, "greetings",
			     arena_printf(s->arena, "each of %" PRId64
					  " is a 421", greetings));
	if (said)
		sign_unreached(s, &signs, &upstream);
	traffic_terms(&terms, s);
	if (shield)
		terms_set(&terms, "title", data_get(shield, "title"));
	terms_set(&terms, "server", upstream);
	traffic_conclude(s, &signs, "proxy-cannot-reach", "remote-proxy",
			 shield ? data_get(shield, "name") : NULL, &terms);
	if (!said)
		traffic_note(s, arena_printf(
			s->arena, "%s greeting%s 421: it is out of service, "
			"or does not serve this client",
			all ? "every" : "a", all ? " is" : " was"));
}

static void judge_smtps(struct traffic_scene *s)
{
	struct traffic_signs signs = traffic_signs_new(s);
	int64_t tried = traffic_count(s, "tls_from_client");
	const struct fact *greeting = s->greetings.count ?
					      s->greetings.rows[0].fact : NULL;
	struct terms terms;

	if (s->port != PORT_SMTPS || !traffic_count(s, "greeted") || !greeting)
		return;
	traffic_sign(&signs, greeting, "greeting",
		     traffic_item(greeting, "lines", 0));
	if (tried)
		traffic_sign(&signs, s->fact, "clients",
			     arena_printf(s->arena, "started TLS at once, %s",
					  traffic_times(s->arena, tried)));
	else if (!traffic_count(s, "tls"))
		traffic_sign(&signs, s->fact, "TLS",
			     arena_printf(s->arena, "on none of %" PRId64
					  " connections",
					  traffic_count(s, "connections")));
	traffic_terms(&terms, s);
	if (tried)
		terms_flag(&terms, "asked");
	traffic_conclude(s, &signs, "clear-on-465", "smtp-service", NULL,
			 &terms);
}

/* One kind of failure says that it fails, and not why. */
static void note_failures(struct traffic_scene *s)
{
	static const struct {
		const char *member, *words;
	} kinds[] = {
		{"refused", "refused by a RST: nothing listens there, or a "
			    "packet filter rejects"},
		{"unreachable", "answered by an ICMP error: a router or packet "
				"filter on the way"},
		{"unanswered", "not answered at all: a packet filter drops, "
			       "or nobody is there"},
	};
	int64_t all = traffic_count(s, "connections");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		int64_t n = traffic_count(s, kinds[i].member);

		if (n)
			traffic_note(s, arena_printf(
				s->arena, "%" PRId64 " of %" PRId64
				" connection%s %s", n, all > n ? all : n,
				n == 1 && all <= 1 ? "" : "s",
				kinds[i].words));
	}
	if (traffic_count(s, "silent") && !traffic_count(s, "greeted") &&
	    !traffic_count(s, "tls"))
		traffic_note(s, "it takes connections and was not heard to "
				"greet");
	if (traffic_count(s, "early_talk") && traffic_count(s, "greeted"))
		traffic_note(s, arena_printf(
			s->arena, "clients did not wait for the greeting, %s; "
			"servers turn such away (RFC 5321, 4.3.1)",
			traffic_times(s->arena,
				      traffic_count(s, "early_talk"))));
	if (traffic_count(s, "differs"))
		traffic_note(s, "bytes came twice, and not the same: a damaged "
				"packet, or somebody who writes into the "
				"connection");
	if (traffic_count(s, "not_smtp"))
		traffic_note(s, "something that is neither SMTP nor TLS is "
				"spoken there");
}

void traffic_service_rules(struct traffic_scene *scene)
{
	judge_speed(scene);
	judge_421(scene);
	judge_smtps(scene);
	note_failures(scene);
}
