/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All sources are started first and then run together, so that the whole takes
 * as long as the slowest.  Only the hosts file is evaluated at the end: its
 * lines with an address that another source gave are wanted, too.
 *
 * Limits: RESOLVE_NAMES names, and the first 16 servers and networks.
 */
#include "collect/names/resolve.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "collect/names/ask.h"
#include "collect/names/dns.h"
#include "collect/names/hosts_file.h"
#include "collect/names/loop.h"
#include "collect/names/netbios.h"
#include "collect/names/system_file.h"
#include "collect/names/server.h"
#include "facts/code.h"
#include "port/clock.h"

#define RESOLVE_NAMES 64
#define NETWORKS 16

struct wanted {
	const char *name;
	bool is_address;
	bool netbios;
	struct answers answers;
	struct hosts_peer peer;
};

struct resolve {
	struct facts *facts;
	const struct name_lookup *lookup;
	int64_t deadline;
	struct wanted *names;
	size_t count;
	struct source *sources;
	struct hosts_file hosts;
};

/* --- Names --------------------------------------------------------------- */

static struct wanted *find_name(const struct resolve *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (text_equal(r->names[i].name, name))
			return &r->names[i];
	return NULL;
}

/* "FILE:LINE", and not "command line". */
static bool is_from_file(const char *from)
{
	const char *colon = from ? strrchr(from, ':') : NULL;

	return colon && colon[1] && strspn(colon + 1, "0123456789") ==
					    strlen(colon + 1);
}

static void add_name(struct resolve *r, const struct fact *f)
{
	const char *name = fact_string(f, "name");
	const char *role = fact_string(f, "role");
	struct answers over = {.name = name};
	struct address address;
	struct wanted *w;
	struct answer *a;

	if (!name)
		return;
	w = find_name(r, name);
	if (!w && r->count == RESOLVE_NAMES) {
		a = answer_new(&over, "system", "limit", NULL);
		if (a) {
			answer_detail(a, "at most %d names are looked up",
				      RESOLVE_NAMES);
			answer_errno(a, FACT_FAILED, E2BIG);
		}
		answers_save(&over, r->facts);
		return;
	}
	if (!w) {
		w = &r->names[r->count++];
		w->name = name;
		w->answers.name = name;
		w->is_address = !address_parse(name, &address);
	}
	w->netbios |= r->lookup->netbios || r->lookup->wins ||
		      (role && !strcmp(role, "proxy") &&
		       is_from_file(fact_string(f, "from")));
}

static bool has_fact(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_NAME, f)
		if (fact_string(f, "name") &&
		    text_equal(fact_string(f, "name"), name))
			return true;
	return false;
}

static void find_names(struct resolve *r)
{
	for (size_t i = 0; i < r->lookup->count; i++) {
		const char *name = r->lookup->names[i];
		struct address address;

		if (has_fact(r->facts, name))
			continue;
		facts_add(r->facts, FACT_NAME, FACT_SEEN, "command line", NULL,
			  json_pack("{s:o, s:s, s:s, s:b}", "name",
				    value_string(name), "role", "asked",
				    "from", "command line", "is_address",
				    !address_parse(name, &address)),
			  "%s", name);
	}
	/* The facts that add_name() adds are of another kind. */
	facts_each(r->facts, FACT_NAME, f)
		add_name(r, f);
}

static void add_source(struct resolve *r, struct source *source)
{
	struct source **end = &r->sources;

	if (!source)
		return;
	while (*end)
		end = &(*end)->next;
	*end = source;
}

/* --- DNS ----------------------------------------------------------------- */

/* The same answer about every name. */
static void answer_for_all(struct resolve *r, enum fact_status status,
		       const struct fact_code *code, const char *server,
		       const char *detail)
{
	for (size_t i = 0; i < r->count; i++) {
		struct answer *a;

		if (r->names[i].is_address)
			continue;
		a = answer_new(&r->names[i].answers, "dns", "c-ares", NULL);
		if (!a)
			continue;
		if (server)
			snprintf(a->server, sizeof(a->server), "%s", server);
		answer_detail(a, "%s", detail);
		answer_end(a, status, code);
	}
}

static void given_servers(struct resolve *r, struct dns_servers *servers)
{
	struct fact_code code = code_errno(EINVAL);
	struct address address;
	uint16_t port;

	*servers = (struct dns_servers){.count = 0};
	for (size_t i = 0; i < r->lookup->server_count; i++) {
		const char *text = r->lookup->servers[i];

		if (server_parse(text, DNS_PORT, &address, &port)) {
			answer_for_all(r, FACT_FAILED, &code, text,
				   "the server is not ADDRESS[:PORT]");
		} else if (servers->count == sizeof(servers->text) /
						     sizeof(servers->text[0])) {
			servers->more = true;
		} else {
			endpoint_format(&address, port,
					servers->text[servers->count++]);
		}
	}
}

static bool is_ascii(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name > 127)
			return false;
	return true;
}

static void ask_server(struct resolve *r, const char *server)
{
	struct fact_code code = {0};
	struct source *dns = dns_open(server, r->deadline, &code);

	if (!dns) {
		answer_for_all(r, FACT_FAILED, &code, server,
			   "c-ares could not be started");
		return;
	}
	for (size_t i = 0; i < r->count; i++)
		if (!r->names[i].is_address && is_ascii(r->names[i].name))
			dns_ask(dns, &r->names[i].answers);
	add_source(r, dns);
}

static void refuse_others(struct resolve *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct answer *a;

		if (r->names[i].is_address || is_ascii(r->names[i].name))
			continue;
		a = answer_new(&r->names[i].answers, "dns", "c-ares", NULL);
		if (!a)
			continue;
		answer_detail(a, "the name is not ASCII: ask for its xn-- "
				 "form");
		answer_end(a, FACT_UNSUPPORTED, NULL);
	}
}

static void start_dns(struct resolve *r)
{
	struct fact_code code = {0};
	struct dns_servers servers;
	char detail[64];

	if (!dns_supported()) {
		answer_for_all(r, FACT_UNSUPPORTED, NULL, NULL,
			       "built without c-ares");
		return;
	}
	if (r->lookup->server_count) {
		given_servers(r, &servers);
	} else if (!system_has_servers()) {
		code = dns_no_server();
		snprintf(detail, sizeof(detail), "no nameserver in %s",
			 system_servers_file);
		answer_for_all(r, FACT_FAILED, &code, NULL, detail);
		return;
	} else if (dns_servers(&servers, &code)) {
		answer_for_all(r, FACT_FAILED, &code, NULL,
			   "the configured servers could not be read");
		return;
	}
	for (size_t i = 0; i < servers.count; i++)
		ask_server(r, servers.text[i]);
	if (servers.count)
		refuse_others(r);
	if (servers.more)
		answer_for_all(r, FACT_UNSUPPORTED, NULL, NULL,
			   "there are more servers than are asked");
}

/* --- NetBIOS ------------------------------------------------------------- */

static bool is_broadcast_network(const struct fact *f, struct address *address)
{
	const char *text = fact_string(f, "address");
	int64_t prefix = fact_integer(f, "prefix", 32);
	uint32_t mask;

	if (f->status != FACT_SEEN || !text || address_parse(text, address) ||
	    address->family != 4 || address_is_loopback(address) ||
	    prefix < 1 || prefix > 30)
		return false;
	mask = ~(uint32_t)0 >> prefix;
	for (int i = 0; i < 4; i++)
		address->bytes[i] |= (uint8_t)(mask >> (24 - 8 * i));
	return true;
}

static size_t find_networks(const struct facts *facts,
			    struct address networks[NETWORKS])
{
	struct address address;
	size_t count = 0, i;

	facts_each(facts, FACT_LOCAL_ADDRESS, f) {
		if (count == NETWORKS || !is_broadcast_network(f, &address))
			continue;
		for (i = 0; i < count; i++)
			if (address_equal(&networks[i], &address))
				break;
		if (i == count)
			networks[count++] = address;
	}
	return count;
}

static void answer_netbios(struct wanted *w, enum fact_status status,
			   const char *server, const char *detail)
{
	struct answer *a = answer_new(&w->answers, "netbios",
				      "NetBIOS name query", "NB");

	if (!a)
		return;
	if (server)
		snprintf(a->server, sizeof(a->server), "%s", server);
	answer_detail(a, "%s", detail);
	if (status == FACT_FAILED)
		answer_errno(a, status, EINVAL);
	else
		answer_end(a, status, NULL);
}

static bool asks_netbios(const struct wanted *w)
{
	return w->netbios && !w->is_address;
}

static void start_wins(struct resolve *r)
{
	const char *wins = r->lookup->wins;
	struct address address;
	uint16_t port;
	int rc;

	rc = server_parse(wins, NETBIOS_PORT, &address, &port);
	for (size_t i = 0; i < r->count; i++) {
		struct wanted *w = &r->names[i];

		if (!asks_netbios(w))
			continue;
		if (rc)
			answer_netbios(w, FACT_FAILED, wins,
				       "the server is not ADDRESS[:PORT]");
		else
			add_source(r, netbios_ask(&w->answers, &address, port,
						  false, r->deadline));
	}
}

/* With a name server, broadcasts are sent only if they were asked for, too. */
static void start_netbios(struct resolve *r)
{
	struct address networks[NETWORKS];
	size_t count = find_networks(r->facts, networks);

	if (r->lookup->wins)
		start_wins(r);
	if (r->lookup->wins && !r->lookup->netbios)
		return;
	for (size_t i = 0; i < r->count; i++) {
		struct wanted *w = &r->names[i];

		if (!asks_netbios(w))
			continue;
		for (size_t j = 0; j < count; j++)
			add_source(r, netbios_ask(&w->answers, &networks[j],
						  NETBIOS_PORT, true,
						  r->deadline));
		if (!count)
			answer_netbios(w, FACT_UNSUPPORTED, NULL,
				       "no IPv4 network to broadcast on");
	}
}

/* --- All of it ----------------------------------------------------------- */

/* Before any thread is started, see dns_hosts(). */
static void start_hosts(struct resolve *r)
{
	hosts_file_read(&r->hosts, r->lookup->hosts);
	for (size_t i = 0; i < r->count; i++)
		hosts_file_peer(&r->hosts, r->names[i].name,
				&r->names[i].peer);
}

static void mark_given(struct answers *answers, const char *source)
{
	for (struct answer *a = answers->first; a; a = a->next)
		a->given = a->given || !strcmp(a->source, source);
}

static void save_name(struct resolve *r, struct wanted *w)
{
	struct answers hosts = {.name = w->name};

	hosts_file_answer(&r->hosts, &w->peer, &w->answers, &hosts);
	if (r->lookup->hosts)
		mark_given(&hosts, "hosts");
	if (r->lookup->server_count)
		mark_given(&w->answers, "dns");
	answers_save(&hosts, r->facts);
	answers_save(&w->answers, r->facts);
}

static void free_sources(struct resolve *r)
{
	struct source *source = r->sources, *next;

	for (; source; source = next) {
		next = source->next;
		source->kind->free(source);
	}
}

void resolve_collect(struct facts *facts, const struct name_lookup *lookup,
		     int64_t deadline)
{
	struct resolve r = {
		.facts = facts, .lookup = lookup, .deadline = deadline,
		.names = memory_zeroed(RESOLVE_NAMES, sizeof(struct wanted)),
	};

	if (!r.names) {
		facts_add(facts, FACT_NAME_ANSWER, FACT_FAILED, "malloc", NULL,
			  NULL, "names");
		return;
	}
	find_names(&r);
	if (r.count) {
		start_hosts(&r);
		start_dns(&r);
		start_netbios(&r);
		for (size_t i = 0; i < r.count; i++)
			add_source(&r, system_ask(&r.names[i].answers));
		loop_run(r.sources, deadline);
		for (size_t i = 0; i < r.count; i++)
			save_name(&r, &r.names[i]);
		free_sources(&r);
	}
	hosts_file_free(&r.hosts);
	free(r.names);
}
