/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does a server serve, how fast, and encrypted or not?
 *
 * Signs of a tarpit: a slow greeting; replies that come byte by byte or line
 * by line; a window of a few bytes in the SYN-ACK.  A tarpit does each of them
 * by another method.  A window of 0 is not a sign: SYNPROXY of Linux and
 * synproxy of pf answer with it for any server until they have reached it.  A
 * slow greeting and slow replies are one sign: an overloaded server has both.
 *
 * Signs of a proxy that cannot reach its server: a 421 that says so; 421 as
 * the only greeting that clients get; connections to a server behind it that
 * are refused or not answered.
 *
 * Signs of port 465 without TLS: the greeting, which the server sends
 * unencrypted; and the clients, which start TLS, or get no TLS at all.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"

#define SLOW_GREETING 10000	/* ms; more than postscreen or greet_pause */
#define LATE_GREETING 4000	/* ms; as one of several signs */
#define SLOW_BYTES 10000	/* ms from a reply's first byte to its last */
#define SLOW_REPLY 30000	/* ms */
#define TINY_WINDOW 128		/* bytes; the window of a working stack is
				 * larger */
#define PORT_SMTPS 465
#define CLIENT_SERVERS 64	/* that a client talks to */

static bool is_421(const struct fact *greeting)
{
	const char *line = fact_item(greeting, "lines", 0);

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

static bool is_tarpit(struct traffic_scene *s, struct traffic_draft *draft)
{
	int64_t greeting = traffic_count(s, "greeting_median");
	int64_t slow = traffic_count(s, "reply_longest");
	int64_t reply = traffic_count(s, "reply_slowest");
	const struct fact *window = tiny_window(s);

	if (greeting >= LATE_GREETING)
		traffic_sign(draft, s->fact, "greeting",
			     arena_printf(s->arena, "after %s",
					  traffic_time(s->arena, greeting)));
	if (slow >= SLOW_BYTES)
		traffic_sign(draft, s->fact, "reply",
			     arena_printf(s->arena, "%s from its first byte "
					  "to its last",
					  traffic_time(s->arena, slow)));
	if (window)
		traffic_sign(draft, window, "window",
			     arena_printf(s->arena, "%" PRId64 " bytes",
					  fact_integer(window, "window", 0)));
	if (draft->signs >= 2)
		return true;
	if (greeting >= SLOW_GREETING)
		traffic_note(s, arena_printf(
			s->arena, "the greeting takes %s%s%s; clients wait 5 "
			"minutes (RFC 5321, 4.5.3.2)",
			traffic_time(s->arena, greeting),
			reply >= SLOW_REPLY ? ", the slowest reply " : "",
			reply >= SLOW_REPLY ? traffic_time(s->arena, reply) :
					      ""));
	else if (slow >= SLOW_BYTES)
		traffic_note(s, arena_printf(
			s->arena, "a reply took %s from its first byte to its "
			"last", traffic_time(s->arena, slow)));
	return false;
}

/* Does a 421 say that the server behind a proxy cannot be reached? */
static bool says_unreached(const struct traffic_scene *s,
			   const struct fact *greeting)
{
	/* A connection to a server.  A server that rejects a client says "you
	 * cannot connect", "connection refused, your address ...". */
	static const char *const wordings[] = {
		"421?*cannot connect to*", "421?*can't connect to*",
		"421?*could not connect to*", "421?*unable to connect to*",
		"421?*failed to connect to*", "421?*: connection refused",
		"421?*connection refused by *server*",
	};
	const char *line = fact_item(greeting, "lines", 0);
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

static bool is_server_of(const struct fact *client, const char *server)
{
	size_t count = json_array_size(fact_array(client, "servers"));

	for (size_t i = 0; i < count && i < CLIENT_SERVERS; i++) {
		const char *name = fact_item(client, "servers", i);

		if (name && !strcmp(name, server))
			return true;
	}
	return false;
}

/* The first server that a client cannot reach; or NULL. */
static const char *unreached_by(const struct traffic_scene *s,
				const struct fact *client,
				const struct fact **fact)
{
	for (size_t i = 0; i < s->table->count; i++) {
		const struct traffic_row *r = &s->table->rows[i];
		char name[ENDPOINT_TEXT];

		if (r->fact->kind != FACT_TRAFFIC_SERVER ||
		    !fails(r->fact) || r->fact == s->fact)
			continue;
		endpoint_format(&r->address, r->port, name);
		if (!is_server_of(client, name))
			continue;
		*fact = r->fact;
		return arena_strdup(s->arena, name);
	}
	return NULL;
}

/* A server that this address, as a client, cannot reach; or NULL. */
static const char *unreached_server(const struct traffic_scene *s,
				    const struct fact **fact)
{
	const char *server = NULL;
	char address[ADDRESS_TEXT];

	address_format(&s->address, address);
	facts_each(s->facts, FACT_TRAFFIC_CLIENT, c)
		if (!server && fact_string_is(c, "address", address))
			server = unreached_by(s, c, fact);
	return server;
}

static void sign_unreached(struct traffic_scene *s,
			   struct traffic_draft *draft)
{
	const struct fact *fact = NULL;
	const char *server = unreached_server(s, &fact);

	terms_set(&draft->finding.terms, "server", server);
	if (server)
		traffic_sign(draft, fact, "behind it",
			     arena_printf(s->arena,
					  "%s refuses it or does not answer",
					  server));
	else if (fails(s->fact) && traffic_count(s, "answered"))
		traffic_sign(draft, s->fact, "connections",
			     "others to the same server were refused or not "
			     "answered");
}

static bool is_proxy_without_server(struct traffic_scene *s,
				    struct traffic_draft *draft)
{
	const struct data_record *shield = NULL;
	const struct fact *said = NULL;
	int64_t greetings = 0;
	bool all = true;

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
		return false;
	if (!said) {
		traffic_note(s, arena_printf(
			s->arena, "%s greeting%s 421: it is out of service, "
			"or does not serve this client",
			all ? "every" : "a", all ? " is" : " was"));
		return false;
	}
	traffic_sign(draft, said, "greeting", fact_item(said, "lines", 0));
	if (all && greetings > 1)
		traffic_sign(draft, s->fact, "greetings",
			     arena_printf(s->arena, "each of %" PRId64
					  " is a 421", greetings));
	sign_unreached(s, draft);
	if (shield) {
		draft->finding.name = data_get(shield, "name");
		terms_set(&draft->finding.terms, "title",
			  data_get(shield, "title"));
	}
	return true;
}

static bool is_clear_on_465(struct traffic_scene *s,
			    struct traffic_draft *draft)
{
	int64_t tried = traffic_count(s, "tls_from_client");
	const struct fact *greeting = s->greetings.count ?
					      s->greetings.rows[0].fact : NULL;

	if (s->port != PORT_SMTPS || !traffic_count(s, "greeted") || !greeting)
		return false;
	traffic_sign(draft, greeting, "greeting",
		     fact_item(greeting, "lines", 0));
	if (tried)
		traffic_sign(draft, s->fact, "clients",
			     arena_printf(s->arena, "started TLS at once, %s",
					  traffic_times(s->arena, tried)));
	else if (!traffic_count(s, "tls"))
		traffic_sign(draft, s->fact, "TLS",
			     arena_printf(s->arena, "on none of %" PRId64
					  " connections",
					  traffic_count(s, "connections")));
	if (tried)
		terms_flag(&draft->finding.terms, "asked");
	return true;
}

/* A failure of one kind shows that connections fail, but not why. */
static void note_refusals(struct traffic_scene *s)
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
}

static bool note_failures(struct traffic_scene *s, struct traffic_draft *draft)
{
	(void)draft;
	note_refusals(s);
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
	return false;
}

const struct traffic_rule traffic_service_rules[] = {
	{"tarpit", "packet-path", is_tarpit},
	{"proxy-cannot-reach", "remote-proxy", is_proxy_without_server},
	{"clear-on-465", "smtp-service", is_clear_on_465},
	{NULL, NULL, note_failures},
	{NULL, NULL, NULL},
};
