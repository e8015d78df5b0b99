/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The verdicts on watched traffic: one for each server, proxy and client; and
 * what the capture did not see.
 */
#include "diagnose/traffic/traffic.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/finding/host.h"
#include "diagnose/traffic/traffic_client.h"
#include "diagnose/traffic/traffic_lines.h"
#include "diagnose/traffic/traffic_proxy.h"
#include "diagnose/traffic/traffic_rules.h"
#include "diagnose/traffic/traffic_software.h"

#define SERVERS_MAX 1024
#define PROXIES_MAX 64
#define CLIENTS_MAX 4096

/* Does any greeting accept the client? */
static bool is_welcoming(const struct traffic_scene *s)
{
	for (size_t i = 0; i < s->greetings.count; i++) {
		const char *line =
			fact_item(s->greetings.rows[i].fact, "lines", 0);

		if (!line || strlen(line) < 3 || *line == '2')
			return true;
	}
	return false;
}

/* Was a connection seen, although not from its start? */
static bool is_heard(const struct traffic_scene *s)
{
	return traffic_count(s, "messages") ||
	       json_array_size(fact_array(s->fact, "replies"));
}

/* "Postfix, with TLS" */
static const char *server_headline(const struct traffic_scene *s,
				   const struct fact *greeting)
{
	bool tls = traffic_count(s, "starttls_offered") ||
		   traffic_count(s, "tls");
	struct traffic_software software;

	if (traffic_software(s, greeting, &software) || software.weak)
		return arena_printf(s->arena,
				    "serves; its software is not known%s",
				    tls ? ", with TLS" : "");
	/* A greeting alone is only what the server says of itself. */
	return arena_printf(s->arena, "%s%s%s",
			    software.by_order || software.by_keyword ?
				    "" :
				    "greets as ",
			    traffic_software_name(s->arena, &software),
			    tls ? ", with TLS" : "");
}

/* Without a finding: the server's software, or why nothing was heard. */
static const char *plain_headline(const struct traffic_scene *s)
{
	const struct fact *greeting =
		s->greetings.count ? s->greetings.rows[0].fact : NULL;

	if (greeting && !is_welcoming(s))
		return arena_printf(s->arena, "turns clients away with %.3s",
				    fact_item(greeting, "lines", 0));
	if (greeting || s->ehlo.count)
		return server_headline(s, greeting);
	if (traffic_count(s, "tls"))
		return "TLS from the first byte";
	if (is_heard(s))
		return "serves; its greeting was not seen";
	if (!traffic_count(s, "answered") && traffic_count(s, "refused"))
		return "refuses connections";
	if (!traffic_count(s, "answered") && traffic_count(s, "unreachable"))
		return "out of reach";
	if (!traffic_count(s, "answered") && traffic_count(s, "unanswered"))
		return "does not answer";
	if (traffic_count(s, "not_smtp"))
		return "speaks something else than SMTP";
	return "was not heard to greet";
}

static bool serves(const struct traffic_scene *s)
{
	return traffic_count(s, "greeted") || s->greetings.count ||
	       s->ehlo.count || traffic_count(s, "tls") || is_heard(s);
}

static enum exit_status exit_of(const struct traffic_scene *s)
{
	if (s->to->findings.count || (s->greetings.count && !is_welcoming(s)))
		return EXIT_WARNING;
	if (serves(s))
		return EXIT_HAD;
	/* No connection works, whatever the reason. */
	if (!traffic_count(s, "answered") &&
	    (traffic_count(s, "refused") || traffic_count(s, "unreachable") ||
	     traffic_count(s, "unanswered")))
		return EXIT_WARNING;
	/* It is not a mail server. */
	if (traffic_count(s, "not_smtp") ||
	    (traffic_count(s, "silent") && !traffic_count(s, "lost")))
		return EXIT_WARNING;
	return EXIT_UNKNOWN;
}

static void judge_server(const struct traffic_table *table, size_t row,
			 struct traffic_verdict *v)
{
	struct conclusion *c = &v->conclusion;
	struct traffic_scene s;

	*v = (struct traffic_verdict){
		.role = TRAFFIC_SERVER,
		.fact = table->rows[row].fact,
	};
	traffic_scene_build(&s, table, row, c);
	traffic_rules_apply(&s);
	c->exit = exit_of(&s);
	c->headline = c->findings.count ? c->findings.items[0].title :
					  plain_headline(&s);
	traffic_server_lines(&s, v);
}

static void judge_servers(struct diagnosis *d, const struct facts *facts)
{
	struct traffic_table table;
	const struct traffic_row *last = NULL;
	size_t max = d->traffic_count + SERVERS_MAX;

	traffic_table_build(&table, d->arena, facts);
	for (size_t i = 0; i < table.count; i++) {
		const struct traffic_row *r = &table.rows[i];

		if (arena_failed(d->arena))
			return;
		/* One verdict for each endpoint, even if a file has two. */
		if (r->fact->kind != FACT_TRAFFIC_SERVER ||
		    (last && last->port == r->port &&
		     address_equal(&last->address, &r->address)))
			continue;
		last = r;
		if (d->traffic_count == max) {
			strings_add_once(&d->unseen, d->arena,
					 arena_printf(d->arena,
						      "servers beyond the "
						      "first %d",
						      SERVERS_MAX));
			return;
		}
		judge_server(&table, i, &d->traffic[d->traffic_count++]);
	}
}

static void judge_proxies(struct diagnosis *d, const struct facts *facts)
{
	size_t start = d->traffic_count;

	facts_each(facts, FACT_CONTROL_REQUEST, f) {
		size_t i = start;

		if (f->status != FACT_SEEN ||
		    fact_endpoint(f, NULL, NULL, NULL))
			continue;
		while (i < d->traffic_count &&
		       !traffic_same_proxy(d->traffic[i].fact, f))
			i++;
		if (i == d->traffic_count && i < start + PROXIES_MAX)
			traffic_proxy_judge(d->arena, facts, f,
					    &d->traffic[d->traffic_count++]);
	}
}

static void judge_clients(struct diagnosis *d, const struct facts *facts)
{
	size_t max = d->traffic_count + CLIENTS_MAX;

	facts_each(facts, FACT_TRAFFIC_CLIENT, f)
		if (f->status == FACT_SEEN && fact_string(f, "address") &&
		    d->traffic_count < max)
			traffic_client_judge(d->arena, f,
					     &d->traffic[d->traffic_count++]);
}

/* What was lost, by the counters of the capture. */
static void find_lost(struct diagnosis *d, const struct fact *capture)
{
	static const struct {
		const char *member, *one, *many;
	} table[] = {
		{"dropped",
		 "packet was dropped by the kernel: what was in it is not "
		 "known",
		 "packets were dropped by the kernel: what was in them is not "
		 "known"},
		{"dropped_by_interface",
		 "packet was dropped by the interface: what was in it is not "
		 "known",
		 "packets were dropped by the interface: what was in them is "
		 "not known"},
		{"connections_dropped",
		 "connection was given up for want of room",
		 "connections were given up for want of room"},
		{"octets_dropped",
		 "byte was given up: what stands before it never came",
		 "bytes were given up: what stands before them never came"},
		{"fragments_dropped", "fragment was not put together",
		 "fragments were not put together"},
		{"damaged", "packet makes no sense", "packets make no sense"},
		{"unsupported", "packet is of a link type that cannot be read",
		 "packets are of link types that cannot be read"},
		{"others_dropped",
		 "time a server, client or variant found no room",
		 "times a server, client or variant found no room"},
		{"left_out",
		 "interface was up and could not be watched: sniff -vv says "
		 "why",
		 "interfaces were up and could not be watched: sniff -vv says "
		 "why"},
		{"unwritten", "packet is not in the file of -w",
		 "packets are not in the file of -w"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t n = traffic_number(capture, table[i].member);

		if (n > 0)
			strings_add_once(&d->unseen, d->arena,
					 arena_printf(d->arena,
						      "%" PRId64 " %s", n,
						      n == 1 ? table[i].one :
							       table[i].many));
	}
}

/* A hostile packet may have taken over a reader that has rights. */
static void find_unconfined(struct diagnosis *d, const struct facts *facts)
{
	facts_each(facts, FACT_CAPTURE, f)
		if (json_is_true(json_object_get(f->value, "unconfined")))
			strings_add_once(
				&d->unseen, d->arena,
				arena_printf(d->arena,
					     "whether a hostile packet misused "
					     "the rights of the reader, which "
					     "was not confined: %s",
					     fact_text(f, "confined",
						       "no reason is known")));
}

static void find_unseen(struct diagnosis *d, const struct facts *facts)
{
	int64_t lost = 0;

	facts_each(facts, FACT_CAPTURE, f) {
		const char *code = f->code.name ?
					   evidence_code(d->arena, &f->code) :
					   "it could not be captured";

		find_lost(d, f);
		if (f->status == FACT_SEEN)
			continue;
		strings_add_once(&d->unseen, d->arena,
				 arena_printf(d->arena, "%s: %s",
					      f->status == FACT_FAILED ?
						      "traffic after the "
						      "capture broke off" :
						      "traffic",
					      fact_text(f, "detail", code)));
	}
	facts_each(facts, FACT_TRAFFIC_SERVER, f)
		if (f->status == FACT_SEEN && lost < INT64_MAX / 2)
			lost += traffic_number(f, "lost");
	if (lost)
		strings_add_once(&d->unseen, d->arena,
				 arena_printf(d->arena,
					      "parts of %" PRId64
					      " connection%s, which the "
					      "capture lost", lost,
					      lost == 1 ? "" : "s"));
	find_unconfined(d, facts);
}

static size_t count_to(const struct facts *facts, enum fact_kind kind,
		       size_t max)
{
	size_t count = facts_count_of(facts, kind);

	return count < max ? count : max;
}

void traffic_judge(struct diagnosis *diagnosis, const struct facts *facts)
{
	size_t max =
		count_to(facts, FACT_TRAFFIC_SERVER, SERVERS_MAX) +
		count_to(facts, FACT_CONTROL_REQUEST, PROXIES_MAX) +
		count_to(facts, FACT_TRAFFIC_CLIENT, CLIENTS_MAX);

	find_unseen(diagnosis, facts);
	if (!max && !facts_next(facts, FACT_CAPTURE, NULL))
		return;
	diagnosis->traffic = arena_alloc(
		diagnosis->arena, (max + 1) * sizeof(*diagnosis->traffic));
	if (!diagnosis->traffic)
		return;
	judge_servers(diagnosis, facts);
	judge_proxies(diagnosis, facts);
	judge_clients(diagnosis, facts);
}

enum exit_status traffic_exit(const struct diagnosis *diagnosis,
			      const struct facts *facts)
{
	enum exit_status exit = EXIT_HAD;
	bool any = false;

	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];

		if (v->role == TRAFFIC_CLIENT)
			continue;
		exit = exit_worse(exit, v->conclusion.exit);
		any = true;
	}
	facts_each(facts, FACT_CAPTURE, f)
		if (f->status == FACT_FAILED)
			exit = exit_worse(exit, EXIT_UNKNOWN);
	return any ? exit : exit_worse(exit, EXIT_UNKNOWN);
}

/* Is it an address of this machine, as far as the facts show? */
static bool is_local(const struct facts *facts, const struct address *address)
{
	return address_is_loopback(address) || host_address(facts, address);
}

/* Is a server's verdict about a target? */
static bool is_about(const struct facts *facts,
		     const struct bind_verdict *verdict,
		     const struct traffic_verdict *v)
{
	struct address address;
	uint16_t port;

	return v->role == TRAFFIC_SERVER &&
	       verdict->protocol == PROTOCOL_TCP &&
	       !fact_endpoint(v->fact, &address, &port, NULL) &&
	       port == verdict->port &&
	       (address_equal(&address, &verdict->address) ||
		(address_is_wildcard(&verdict->address) &&
		 address.family == verdict->address.family &&
		 is_local(facts, &address)));
}

/* Did a program on this machine ask a proxy for the target's port? */
static bool is_about_request(const struct facts *facts,
			     const struct bind_verdict *verdict,
			     const struct finding *f)
{
	for (size_t i = 0; i < f->fact_count; i++) {
		const char *client = fact_string(f->facts[i], "client");
		struct address address;

		if (f->facts[i]->kind == FACT_CONTROL_REQUEST &&
		    fact_integer(f->facts[i], "wanted_port", 0) ==
			    verdict->port &&
		    client && !address_parse(client, &address) &&
		    is_local(facts, &address))
			return true;
	}
	return false;
}

void traffic_warn(const struct diagnosis *diagnosis, const struct facts *facts,
		  struct bind_verdict *verdict)
{
	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];
		const struct findings *seen = &v->conclusion.findings;
		bool all = seen->count && is_about(facts, verdict, v);

		for (size_t j = 0; j < seen->count; j++)
			if (all || is_about_request(facts, verdict,
						    &seen->items[j]))
				finding_keep(&verdict->conclusion.findings,
					     diagnosis->arena,
					     &seen->items[j]);
	}
}
