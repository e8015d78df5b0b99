/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What watched traffic shows: a verdict on each server, each proxy and each
 * client, and what the capture could not see.
 */
#include "diagnose/traffic/traffic.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/traffic/traffic_lines.h"
#include "diagnose/traffic/traffic_proxy.h"
#include "diagnose/traffic/traffic_rules.h"
#include "diagnose/traffic/traffic_software.h"

#define SERVERS_MAX 1024
#define PROXIES_MAX 64
#define CLIENTS_MAX 4096

/* Does anybody get a greeting that lets him in? */
static bool is_welcome(const struct traffic_scene *s)
{
	for (size_t i = 0; i < s->greetings.count; i++) {
		const char *line =
			traffic_item(s->greetings.rows[i].fact, "lines", 0);

		if (!line || strlen(line) < 3 || *line == '2')
			return true;
	}
	return false;
}

/* Was it seen from the middle of a connection on? */
static bool is_heard(const struct traffic_scene *s)
{
	return traffic_count(s, "messages") ||
	       json_array_size(fact_array(s->fact, "replies"));
}

/* Without a finding: who serves there, or why nobody was heard. */
static const char *plain_headline(const struct traffic_scene *s)
{
	struct traffic_software software;
	const struct fact *greeting =
		s->greetings.count ? s->greetings.rows[0].fact : NULL;
	bool tls = traffic_count(s, "starttls_offered") ||
		   traffic_count(s, "tls");

	if (greeting && !is_welcome(s))
		return arena_printf(s->arena, "turns clients away with %.3s",
				    traffic_item(greeting, "lines", 0));
	if (greeting || s->ehlo.count) {
		bool known = !traffic_software(s, greeting, &software) &&
			     !software.weak;

		/* What it says of itself is no more than that. */
		return arena_printf(
			s->arena, "%s%s%s",
			!known ? "serves; its software is not known" :
			software.by_order || software.by_keyword ? "" :
								   "greets as ",
			known ? traffic_software_name(s->arena, &software) :
				"",
			tls ? ", with TLS" : "");
	}
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
	if (s->to.finding_count || (s->greetings.count && !is_welcome(s)))
		return EXIT_WARNING;
	if (serves(s))
		return EXIT_HAD;
	/* Nobody gets through: that is seen, whatever the reason. */
	if (!traffic_count(s, "answered") &&
	    (traffic_count(s, "refused") || traffic_count(s, "unreachable") ||
	     traffic_count(s, "unanswered")))
		return EXIT_WARNING;
	/* And what is no server for mail lets none through. */
	if (traffic_count(s, "not_smtp") ||
	    (traffic_count(s, "silent") && !traffic_count(s, "lost")))
		return EXIT_WARNING;
	return EXIT_UNKNOWN;
}

static void judge_server(const struct traffic_table *table, size_t row,
			 struct traffic_verdict *v)
{
	struct traffic_scene s;

	traffic_scene_build(&s, table, row);
	traffic_service_rules(&s);
	traffic_dialogue_rules(&s);
	traffic_starttls_rules(&s);
	traffic_stack_rules(&s);
	*v = (struct traffic_verdict){
		.role = TRAFFIC_SERVER,
		.fact = s.fact,
		.name = s.name,
		.findings = s.to.findings,
		.finding_count = s.to.finding_count,
		.notes = s.notes,
		.exit = exit_of(&s),
	};
	v->headline = v->finding_count ? v->findings[0].title :
					 plain_headline(&s);
	traffic_server_lines(&s, v);
}

static void add_unseen(struct diagnosis *d, const char *line)
{
	if (line && !strings_has(&d->unseen, line))
		strings_add(&d->unseen, d->arena, line);
}

static void judge_servers(struct diagnosis *d, const struct facts *facts)
{
	struct traffic_table table;
	const struct traffic_row *last = NULL;
	size_t most = d->traffic_count + SERVERS_MAX;

	traffic_table_build(&table, d->arena, facts);
	for (size_t i = 0; i < table.count; i++) {
		const struct traffic_row *r = &table.rows[i];

		if (arena_failed(d->arena))
			return;
		/* One verdict for an endpoint, whatever a file may say. */
		if (r->fact->kind != FACT_TRAFFIC_SERVER ||
		    (last && last->port == r->port &&
		     address_equal(&last->address, &r->address)))
			continue;
		last = r;
		if (d->traffic_count == most) {
			add_unseen(d, arena_printf(d->arena,
						   "servers beyond the first "
						   "%d", SERVERS_MAX));
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
	size_t most = d->traffic_count + CLIENTS_MAX;

	facts_each(facts, FACT_TRAFFIC_CLIENT, f)
		if (f->status == FACT_SEEN && fact_string(f, "address") &&
		    d->traffic_count < most)
			traffic_client_judge(d->arena, f,
					     &d->traffic[d->traffic_count++]);
}

/* What was lost, by the capture's own count. */
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
		 "interface was up and could not be watched: sniff -vv says why",
		 "interfaces were up and could not be watched: sniff -vv says "
		 "why"},
		{"unwritten", "packet is not in the file of -w",
		 "packets are not in the file of -w"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int64_t n = traffic_number(capture, table[i].member);

		if (n > 0)
			add_unseen(d, arena_printf(
					      d->arena, "%" PRId64 " %s", n,
					      n == 1 ? table[i].one :
						       table[i].many));
	}
}

static void find_unseen(struct diagnosis *d, const struct facts *facts)
{
	int64_t lost = 0;

	facts_each(facts, FACT_CAPTURE, f) {
		const char *detail = fact_string(f, "detail");

		find_lost(d, f);
		if (f->status == FACT_SEEN)
			continue;
		add_unseen(d, arena_printf(
			d->arena, "%s: %s",
			f->status == FACT_FAILED ?
				"traffic after the capture broke off" :
				"traffic",
			detail ? detail :
			f->code.name ? evidence_code(d->arena, &f->code) :
				       "it could not be captured"));
	}
	facts_each(facts, FACT_TRAFFIC_SERVER, f)
		if (f->status == FACT_SEEN && lost < INT64_MAX / 2)
			lost += traffic_number(f, "lost");
	if (lost)
		add_unseen(d, arena_printf(d->arena,
					   "parts of %" PRId64 " connection%s, "
					   "which the capture lost", lost,
					   lost == 1 ? "" : "s"));
}

static size_t count_of(const struct facts *facts, enum fact_kind kind,
		       size_t most)
{
	size_t count = 0;

	facts_each(facts, kind, f)
		count += count < most;
	return count;
}

void traffic_judge(struct diagnosis *diagnosis, const struct facts *facts)
{
	size_t most =
		count_of(facts, FACT_TRAFFIC_SERVER, SERVERS_MAX) +
		count_of(facts, FACT_CONTROL_REQUEST, PROXIES_MAX) +
		count_of(facts, FACT_TRAFFIC_CLIENT, CLIENTS_MAX);

	find_unseen(diagnosis, facts);
	if (!most && !facts_next(facts, FACT_CAPTURE, NULL))
		return;
	diagnosis->traffic = arena_alloc(
		diagnosis->arena, (most + 1) * sizeof(*diagnosis->traffic));
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
		exit = exit_worse(exit, v->exit);
		any = true;
	}
	facts_each(facts, FACT_CAPTURE, f)
		if (f->status == FACT_FAILED)
			exit = exit_worse(exit, EXIT_UNKNOWN);
	return any ? exit : exit_worse(exit, EXIT_UNKNOWN);
}

/* Is it an address of this machine, as far as facts tell? */
static bool is_local(const struct facts *facts, const struct address *address)
{
	struct address local;

	if (address_is_loopback(address))
		return true;
	facts_each(facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");

		if (f->status == FACT_SEEN && text &&
		    !address_parse(text, &local) &&
		    address_equal(&local, address))
			return true;
	}
	return false;
}

static bool concerns(const struct facts *facts, const struct verdict *verdict,
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

/* A program on this machine asked a proxy for the target's port. */
static bool concerns_request(const struct facts *facts,
			     const struct verdict *verdict,
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
		  struct verdict *verdict)
{
	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];
		bool all = v->finding_count && concerns(facts, verdict, v);

		for (size_t j = 0; j < v->finding_count; j++)
			if (all || concerns_request(facts, verdict,
						    &v->findings[j]))
				finding_keep(verdict, diagnosis->arena,
					     &v->findings[j]);
	}
}
