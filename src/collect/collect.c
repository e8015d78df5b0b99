/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/collect.h"

#include <stdio.h>
#include <string.h>

#include "collect/bind/bind.h"
#include "collect/greeting/greeting.h"
#include "collect/holder/holder.h"
#include "collect/host/host.h"
#include "collect/names/resolve.h"
#include "collect/wsp/wsp.h"
#include "port/clock.h"

static void collect_target(const struct collect *run, const struct target *t)
{
	json_t *value = value_endpoint(&t->address, t->port, t->protocol);
	char text[ENDPOINT_TEXT];

	if (value) {
		json_object_set_new(value, "asked", value_string(t->asked));
		json_object_set_new(value, "implied", json_boolean(t->implied));
		json_object_set_new(value, "service", value_string(t->service));
		json_object_set_new(value, "for", value_string(run->server));
		json_object_set_new(value, "program",
				    value_string(run->program));
	}
	facts_add(run->facts, FACT_TARGET, FACT_SEEN, "command line", NULL,
		  value, "%s/%s", endpoint_format(&t->address, t->port, text),
		  protocol_name(t->protocol));
}

static bool is_listener(const struct fact *socket, const struct target *t)
{
	const char *state = fact_string(socket, "state");
	enum protocol protocol;
	uint16_t port;

	return state && !strcmp(state, "listen") &&
	       !fact_endpoint(socket, NULL, &port, &protocol) &&
	       port == t->port && protocol == t->protocol;
}

static bool has_listener(const struct collect *run, const struct target *t)
{
	facts_each(run->facts, FACT_SOCKET, s)
		if (is_listener(s, t))
			return true;
	return false;
}

static bool is_try_of(const struct fact *f, const struct target *t)
{
	struct address address;
	enum protocol protocol;
	uint16_t port;

	return f->kind == FACT_TRY && f->status == FACT_SEEN &&
	       !fact_endpoint(f, &address, &port, &protocol) &&
	       port == t->port && protocol == t->protocol &&
	       address_equal(&address, &t->address);
}

/* Was the port held when it was tried? */
static bool is_held(const struct collect *run, const struct target *t)
{
	facts_each(run->facts, FACT_TRY, f)
		if (is_try_of(f, t) && (fact_is(f, "EADDRINUSE") ||
					fact_is(f, "WSAEADDRINUSE")))
			return true;
	return false;
}

static bool is_exclusive(const struct fact *try)
{
	const json_t *options = fact_array(try, "options");

	for (size_t i = 0; i < json_array_size(options); i++) {
		const char *s =
			json_string_value(json_array_get(options, i));

		if (s && !strcmp(s, "SO_EXCLUSIVEADDRUSE"))
			return true;
	}
	return false;
}

/*
 * Who had a wildcard address exclusively had nothing beside it, so that a
 * list of sockets has nothing to add; it is dear where this can be asked.
 */
static bool is_settled(const struct collect *run, const struct target *t)
{
	bool exclusive = false;

	if (!address_is_wildcard(&t->address))
		return false;
	facts_each(run->facts, FACT_TRY, f) {
		if (!is_try_of(f, t))
			continue;
		if (!fact_is(f, "OK"))
			return false;
		exclusive = exclusive || is_exclusive(f);
	}
	return exclusive;
}

/*
 * Servers come and go while we look.  Where the probe and the list of
 * sockets do not fit together, both are taken once more; what then still
 * does not fit is for diagnose.
 */
static void collect_again(const struct collect *run, const struct target *t)
{
	if (is_held(run, t) == has_listener(run, t) ||
	    t->protocol == PROTOCOL_UDP)
		return;
	owner_socket_collect(run->facts, t, 1);
	if (is_held(run, t) != has_listener(run, t))
		bind_collect(run->facts, t);
}

static void collect_probes(const struct collect *run)
{
	bool settled = true;

	for (size_t i = 0; i < run->count; i++) {
		bind_collect(run->facts, &run->targets[i]);
		settled = settled && is_settled(run, &run->targets[i]);
	}
	if (settled)
		return;
	owner_socket_collect(run->facts, run->targets, run->count);
	for (size_t i = 0; i < run->count; i++)
		collect_again(run, &run->targets[i]);
}

/* Mail servers greet, some after a pause; elsewhere a client speaks first. */
static int64_t greeting_wait(uint16_t port)
{
	static const uint16_t greeting[] = {21,	 24,  25,  110,	 143,
					    587, 1025, 2525};

	for (size_t i = 0; i < sizeof(greeting) / sizeof(greeting[0]); i++)
		if (greeting[i] == port)
			return GREETING_WAIT;
	return GREETING_WAIT / 5;
}

static bool is_wanted(const struct collect *run, const struct fact *socket)
{
	for (size_t i = 0; i < run->count; i++)
		if (is_listener(socket, &run->targets[i]))
			return true;
	return false;
}

/* All greetings together may take as long as one. */
static void collect_greetings(const struct collect *run)
{
	int64_t start = clock_now();

	facts_each(run->facts, FACT_SOCKET, s) {
		const char *protocol = fact_string(s, "protocol");
		struct address address;
		int64_t deadline;
		uint16_t port;

		if (!protocol || strcmp(protocol, "tcp") ||
		    fact_endpoint(s, &address, &port, NULL) ||
		    !is_wanted(run, s))
			continue;
		deadline = start + greeting_wait(port);
		greeting_collect(run->facts, &address, port,
				 deadline < run->deadline ? deadline :
							    run->deadline);
	}
}

/* A host that the command line names, and what it is to the server. */
static void collect_name(const struct collect *run, const char *name,
			 const char *role)
{
	json_t *value = json_pack("{s:o, s:s, s:s}", "name",
				  value_string(name), "role", role, "from",
				  "command line");

	facts_add(run->facts, FACT_NAME, FACT_SEEN, "command line", NULL,
		  value, "name %s", name);
}

/* The proxy's name: --proxy's, or what the client's files say. */
static void collect_proxy(const struct collect *run)
{
	for (size_t i = 0; i < run->lookup.count; i++)
		collect_name(run, run->lookup.names[i], "proxy");
	wsp_collect(run->facts, run);
	if (facts_next(run->facts, FACT_NAME, NULL))
		resolve_collect(run->facts, &run->lookup, run->deadline);
}

void collect_check(const struct collect *run)
{
	for (size_t i = 0; i < run->count; i++)
		collect_target(run, &run->targets[i]);
	host_collect(run->facts);
	host_setting_collect(run->facts);
	host_address_collect(run->facts);
	collect_probes(run);
	host_policy_collect(run->facts, run);
	owner_holder_collect(run->facts, run->deadline);
	if (run->greet)
		collect_greetings(run);
	database_collect(run->facts, run);
	collect_proxy(run);
}

void collect_owners(const struct collect *run)
{
	for (size_t i = 0; i < run->count; i++)
		collect_target(run, &run->targets[i]);
	host_collect(run->facts);
	owner_socket_collect(run->facts, run->targets, run->count);
	owner_holder_collect(run->facts, run->deadline);
}

void collect_resolve(const struct collect *run)
{
	host_collect(run->facts);
	host_setting_collect(run->facts);
	host_address_collect(run->facts);
	resolve_collect(run->facts, &run->lookup, run->deadline);
}
