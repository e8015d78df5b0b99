/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/collect.h"

#include <stdlib.h>

#include "base/memory.h"
#include "collect/bind/bind.h"
#include "collect/database/database.h"
#include "collect/greeting/greeting.h"
#include "collect/holder/holder.h"
#include "collect/host/host.h"
#include "collect/names/resolve.h"
#include "collect/policy/policy.h"
#include "collect/socket/socket.h"
#include "collect/wsp/wsp.h"
#include "facts/try.h"
#include "port/clock.h"

static void add_target(struct facts *facts, const struct target *t,
		       const struct collect_options *options)
{
	json_t *value = value_endpoint(&t->address, t->port, t->protocol);
	char text[ENDPOINT_TEXT];

	if (value) {
		json_object_set_new(value, "asked", value_string(t->asked));
		json_object_set_new(value, "implied", json_boolean(t->implied));
		json_object_set_new(value, "service", value_string(t->service));
		json_object_set_new(value, "for",
				    value_string(options->server));
		json_object_set_new(value, "program",
				    value_string(options->program));
	}
	facts_add(facts, FACT_TARGET, FACT_SEEN, "command line", NULL, value,
		  "%s/%s", endpoint_format(&t->address, t->port, text),
		  protocol_name(t->protocol));
}

static bool is_listener(const struct fact *socket, const struct target *t)
{
	return fact_string_is(socket, "state", "listen") &&
	       fact_has_port(socket, t->port, t->protocol);
}

static bool has_listener(const struct facts *facts, const struct target *t)
{
	facts_each(facts, FACT_SOCKET, s)
		if (is_listener(s, t))
			return true;
	return false;
}

static bool is_try_of(const struct fact *try, const struct target *t)
{
	return try->status == FACT_SEEN &&
	       fact_has_endpoint(try, &t->address, t->port, t->protocol);
}

/* Was the port in use when it was tried? */
static bool was_in_use(const struct facts *facts, const struct target *t)
{
	facts_each(facts, FACT_TRY, try)
		if (is_try_of(try, t) && (fact_is(try, "EADDRINUSE") ||
					  fact_is(try, "WSAEADDRINUSE")))
			return true;
	return false;
}

/*
 * A socket that was bound exclusively to a wildcard address had no other
 * beside it, so that the list of sockets adds nothing.  Where such a bind is
 * possible, on Windows, the list is expensive.
 */
static bool is_settled(const struct facts *facts, const struct target *t)
{
	bool exclusive = false;

	if (!address_is_wildcard(&t->address))
		return false;
	facts_each(facts, FACT_TRY, try) {
		if (!is_try_of(try, t))
			continue;
		if (!fact_is(try, "OK"))
			return false;
		exclusive = exclusive ||
			    try_has_option(try, "SO_EXCLUSIVEADDRUSE");
	}
	return exclusive;
}

/*
 * Servers come and go while we look.  Where the probe and the list of
 * sockets contradict each other, both are taken once more; what is left is
 * for diagnose.
 */
static void look_again(struct facts *facts, const struct target *t)
{
	if (was_in_use(facts, t) == has_listener(facts, t) ||
	    t->protocol == PROTOCOL_UDP)
		return;
	socket_collect(facts, t, 1);
	if (was_in_use(facts, t) != has_listener(facts, t))
		bind_collect(facts, t);
}

static void collect_probes(struct facts *facts,
			   const struct collect_options *options)
{
	bool settled = true;

	for (size_t i = 0; i < options->target_count; i++) {
		bind_collect(facts, &options->targets[i]);
		settled = settled && is_settled(facts, &options->targets[i]);
	}
	if (settled)
		return;
	socket_collect(facts, options->targets, options->target_count);
	for (size_t i = 0; i < options->target_count; i++)
		look_again(facts, &options->targets[i]);
}

/*
 * Each address is asked once, whatever number of sockets it has, and so is
 * the loopback address that is used for a wildcard.
 */
static bool is_new(const struct greeter_address *listeners, size_t count,
		   const struct greeter_address *one)
{
	for (size_t i = 0; i < count; i++)
		if (listeners[i].port == one->port &&
		    address_equal(&listeners[i].address, &one->address))
			return false;
	return true;
}

static void collect_greetings(struct facts *facts,
			      const struct collect_options *options)
{
	struct greeter_address *listeners =
		memory_zeroed(facts_count(facts), sizeof(*listeners));
	size_t count = 0;

	facts_each(facts, FACT_SOCKET, s) {
		struct greeter_address to;

		if (listeners && options->may_greet(facts, s) &&
		    !fact_endpoint(s, &to.address, &to.port, NULL) &&
		    is_new(listeners, count, &to))
			listeners[count++] = to;
	}
	greeting_collect(facts, listeners, count, options->deadline);
	free(listeners);
}

/* A host that the command line names, and what it is to the server. */
static void add_name(struct facts *facts, const char *name, const char *role)
{
	json_t *value = json_pack("{s:o, s:s, s:s}", "name",
				  value_string(name), "role", role, "from",
				  "command line");

	facts_add(facts, FACT_NAME, FACT_SEEN, "command line", NULL, value,
		  "name %s", name);
}

/* The proxy's name: --proxy's, or what the client's files say. */
static void collect_proxy(struct facts *facts,
			  const struct collect_options *options)
{
	for (size_t i = 0; i < options->lookup.count; i++)
		add_name(facts, options->lookup.names[i], "proxy");
	wsp_collect(facts, options->wsp_config, options->program);
	if (facts_next(facts, FACT_NAME, NULL))
		resolve_collect(facts, &options->lookup, options->deadline);
}

void collect_check(struct facts *facts, const struct collect_options *options)
{
	for (size_t i = 0; i < options->target_count; i++)
		add_target(facts, &options->targets[i], options);
	host_collect(facts);
	host_setting_collect(facts);
	host_address_collect(facts);
	collect_probes(facts, options);
	policy_collect(facts, options->units, options->unit_count,
		       options->deadline);
	holder_collect(facts, options->deadline);
	if (options->may_greet)
		collect_greetings(facts, options);
	database_collect(facts, options->targets, options->target_count,
			 options->root, options->deadline);
	collect_proxy(facts, options);
}

void collect_owners(struct facts *facts, const struct collect_options *options)
{
	for (size_t i = 0; i < options->target_count; i++)
		add_target(facts, &options->targets[i], options);
	host_collect(facts);
	socket_collect(facts, options->targets, options->target_count);
	holder_collect(facts, options->deadline);
}

void collect_resolve(struct facts *facts,
		     const struct collect_options *options)
{
	host_collect(facts);
	host_setting_collect(facts);
	host_address_collect(facts);
	resolve_collect(facts, &options->lookup, options->deadline);
}
