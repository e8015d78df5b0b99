/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/scene.h"

#include <errno.h>
#include <string.h>

#include "base/cursor.h"
#include "diagnose/finding/evidence.h"
#include "diagnose/finding/host.h"
#include "facts/try.h"

/* The outcome that a try is part of. */
static struct outcome *outcome_of(struct scene *scene, const struct fact *try)
{
	if (try_has_option(try, "SO_REUSEPORT"))
		return &scene->shared;
	if (try_has_option(try, "IPV6_V6ONLY=0"))
		return &scene->dual;
	if (scene->protocol == PROTOCOL_TCP &&
	    !try_has_option(try, "SO_REUSEADDR") &&
	    !try_has_option(try, "SO_EXCLUSIVEADDRUSE"))
		return &scene->plain;
	return &scene->server;
}

static void compare(struct outcome *outcome)
{
	const struct fact *libc = outcome->libc, *raw = outcome->raw;

	if (libc && raw && raw->status == FACT_SEEN)
		outcome->differs = !libc->code.name || !raw->code.name ||
				   strcmp(libc->code.name, raw->code.name);
	outcome->fake = libc && fact_is(libc, "OK") &&
			json_is_false(json_object_get(libc->value,
						      "kernel_knows"));
}

/* If a target was tried twice, the second try counts. */
static void find_tries(struct scene *scene)
{
	facts_each(scene->facts, FACT_TRY, try) {
		const char *method = fact_string(try, "method");
		struct outcome *outcome;

		if (!method || !fact_has_endpoint(try, &scene->address,
						  scene->port,
						  scene->protocol))
			continue;
		outcome = outcome_of(scene, try);
		if (!strcmp(method, "libc"))
			outcome->libc = try;
		else if (!strcmp(method, "raw"))
			outcome->raw = try;
	}
	scene->exclusive = scene->server.libc &&
			   try_has_option(scene->server.libc,
					  "SO_EXCLUSIVEADDRUSE");
	compare(&scene->server);
	compare(&scene->dual);
	compare(&scene->plain);
}

/* ::ffff:192.0.2.1 of an IPv6 socket becomes 192.0.2.1. */
static struct address unmapped(const struct address *address)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
	struct address v4 = {.family = 4};

	if (address->family != 6 ||
	    memcmp(address->bytes, prefix, sizeof(prefix)))
		return *address;
	memcpy(v4.bytes, address->bytes + 12, 4);
	return v4;
}

/* A zone is an interface's name or its number. */
static bool is_zone(const struct fact *fact, const char *zone)
{
	const char *interface = fact_string(fact, "interface");
	struct cursor c = cursor_over(zone, strlen(zone));
	int64_t index = fact_integer(fact, "index", 0);
	uint64_t number;

	if (interface && !strcmp(interface, zone))
		return true;
	if (index > 0 && cursor_number(&c, &number) && !cursor_left(&c))
		return number == (uint64_t)index;
	return !interface;
}

static bool zones_differ(const struct fact *socket, const struct address *a)
{
	return address_is_link_local(a) && a->zone[0] &&
	       !is_zone(socket, a->zone);
}

enum overlap overlap_of(const struct fact *socket,
			const struct address *address)
{
	struct address theirs, ours = unmapped(address);

	if (fact_endpoint(socket, &theirs, NULL, NULL))
		return OVERLAP_NONE;
	theirs = unmapped(&theirs);
	if (theirs.family == 6 && ours.family == 4)
		return address_is_wildcard(&theirs) &&
				       !fact_true(socket, "v6only") ?
			       OVERLAP_DUAL_STACK : OVERLAP_NONE;
	if (theirs.family != ours.family || zones_differ(socket, &ours))
		return OVERLAP_NONE;
	if (address_equal(&theirs, &ours))
		return OVERLAP_SAME;
	if (address_is_wildcard(&theirs))
		return OVERLAP_WILDCARD;
	if (address_is_wildcard(&ours))
		return OVERLAP_SPECIFIC;
	return OVERLAP_NONE;
}

static bool is_on_port(const struct scene *scene, const struct fact *socket)
{
	return socket->status == FACT_SEEN &&
	       fact_has_port(socket, scene->port, scene->protocol);
}

/* Without inodes, two sockets of one process on one address count as one. */
static bool is_same_socket(const struct fact *a, const struct fact *b)
{
	int64_t inode = fact_integer(a, "inode", 0);
	struct address x, y;

	if (inode || json_object_get(a->value, "inode"))
		return inode && fact_integer(b, "inode", 0) == inode;
	return !json_object_get(b->value, "inode") &&
	       fact_integer(a, "pid", 0) == fact_integer(b, "pid", 0) &&
	       fact_integer(a, "index", 0) == fact_integer(b, "index", 0) &&
	       !fact_endpoint(a, &x, NULL, NULL) &&
	       !fact_endpoint(b, &y, NULL, NULL) && address_equal(&x, &y);
}

/* If the port was looked at twice, a socket can have two facts. */
static bool is_listed(const struct conflict *list, size_t count,
		      const struct fact *socket)
{
	for (size_t i = 0; i < count; i++)
		if (is_same_socket(socket, list[i].socket))
			return true;
	return false;
}

/* It is not known whether this IPv6 socket accepts IPv4 too. */
static bool is_guess(const struct fact *socket, enum overlap overlap)
{
	return overlap == OVERLAP_DUAL_STACK &&
	       !json_object_get(socket->value, "v6only");
}

/* If the port was looked at twice, the later fact counts. */
static bool is_told_again(const struct facts *facts, const struct fact *fact)
{
	const char *peer = fact_text(fact, "peer_address", "");
	int64_t port = fact_integer(fact, "peer_port", 0);
	enum protocol protocol;
	struct address address;
	uint16_t own_port;

	if (fact_endpoint(fact, &address, &own_port, &protocol))
		return false;
	for (const struct fact *f = facts_next(facts, fact->kind, fact); f;
	     f = facts_next(facts, fact->kind, f))
		if (fact_has_endpoint(f, &address, own_port, protocol) &&
		    fact_integer(f, "peer_port", 0) == port &&
		    fact_integer(f, "inode", 0) == 0 &&
		    !strcmp(fact_text(f, "peer_address", ""), peer))
			return true;
	return false;
}

bool scene_is_time_wait(const struct scene *scene, const struct fact *fact)
{
	return fact_has_port(fact, scene->port, scene->protocol) &&
	       overlap_of(fact, &scene->address) &&
	       !is_told_again(scene->facts, fact);
}

/* A connection that no process has any more: the kernel closes it. */
static bool is_orphan(const struct fact *socket)
{
	return fact_string_is(socket, "state", "established") &&
	       fact_string_is(socket, "protocol", "tcp") &&
	       json_object_get(socket->value, "inode") &&
	       !fact_integer(socket, "inode", 0);
}

static void find_blockers(struct scene *scene, bool guesses)
{
	struct address any4 = address_wildcard(4);
	bool any6 = scene->address.family == 6 &&
		    address_is_wildcard(&scene->address);

	facts_each(scene->facts, FACT_SOCKET, socket) {
		enum overlap overlap;

		if (!is_on_port(scene, socket))
			continue;
		overlap = overlap_of(socket, &scene->address);
		if (is_orphan(socket)) {
			if (overlap && !guesses &&
			    !is_told_again(scene->facts, socket))
				scene->orphan_count++;
			continue;
		}
		if (overlap) {
			if (is_guess(socket, overlap) == guesses &&
			    !is_listed(scene->blockers, scene->blocker_count,
				       socket))
				scene->blockers[scene->blocker_count++] =
					(struct conflict){socket, overlap};
			continue;
		}
		overlap = any6 ? overlap_of(socket, &any4) : OVERLAP_NONE;
		if (overlap && !is_listed(scene->dual_blockers,
				      scene->dual_blocker_count, socket))
			scene->dual_blockers[scene->dual_blocker_count++] =
				(struct conflict){socket, overlap};
	}
}

static int find_sockets(struct scene *scene)
{
	size_t size = (facts_count_of(scene->facts, FACT_SOCKET) + 1) *
		      sizeof(struct conflict);

	scene->blockers = arena_alloc(scene->arena, size);
	scene->dual_blockers = arena_alloc(scene->arena, size);
	if (!scene->blockers || !scene->dual_blockers)
		return -ENOMEM;
	find_blockers(scene, false);
	if (!scene->blocker_count && scene->server.libc &&
	    !outcome_ok(&scene->server))
		find_blockers(scene, true);
	return 0;
}

bool outcome_is(const struct outcome *outcome, const char *code)
{
	return outcome->libc && fact_is(outcome->libc, code);
}

bool outcome_either(const struct outcome *outcome, const char *code,
		    const char *other)
{
	return outcome_is(outcome, code) || outcome_is(outcome, other);
}

bool outcome_ok(const struct outcome *outcome)
{
	return outcome_is(outcome, "OK") && !outcome->differs &&
	       !outcome->fake;
}

static bool any_of(const struct outcome *outcome, const char *const *codes)
{
	for (; *codes; codes++)
		if (outcome_is(outcome, *codes))
			return true;
	return false;
}

/* Was listen() tried, on this port or on another? */
static bool was_listened(const struct outcome *outcome)
{
	return !fact_string_is(outcome->libc, "listened", "nowhere");
}

bool scene_is_beside(const struct scene *scene, const struct fact *socket)
{
	return scene->exclusive && outcome_ok(&scene->server) &&
	       overlap_of(socket, &scene->address) == OVERLAP_WILDCARD;
}

static bool is_blocker(const struct scene *scene, const struct fact *socket)
{
	const char *state = fact_string(socket, "state");

	return !scene_is_beside(scene, socket) && state &&
	       (!strcmp(state, "listen") || scene->protocol == PROTOCOL_UDP);
}

static bool is_blocked(const struct scene *scene)
{
	for (size_t i = 0; i < scene->blocker_count; i++)
		if (is_blocker(scene, scene->blockers[i].socket))
			return true;
	return false;
}

int64_t scene_lingering(const struct scene *scene)
{
	int64_t count = 0;

	if (!scene->exclusive || !outcome_ok(&scene->plain))
		return 0;
	for (size_t i = 0; i < scene->blocker_count; i++) {
		if (!fact_string_is(scene->blockers[i].socket, "state",
				    "established"))
			return 0;
		count++;
	}
	facts_each(scene->facts, FACT_TIME_WAIT, f)
		if (is_on_port(scene, f) && overlap_of(f, &scene->address))
			count += fact_integer(f, "count", 0);
	return count;
}

int64_t scene_left(const struct scene *scene)
{
	int64_t count = (int64_t)scene->orphan_count;

	if (!outcome_is(&scene->server, "EADDRINUSE") || scene->blocker_count)
		return 0;
	facts_each(scene->facts, FACT_TIME_WAIT, f)
		if (scene_is_time_wait(scene, f))
			count += fact_integer(f, "count", 0);
	return count;
}

bool scene_is_shared(const struct scene *scene, const struct fact *socket)
{
	struct address ours, theirs;

	if (host_is_windows(scene->host) ||
	    fact_endpoint(socket, &ours, NULL, NULL))
		return false;
	for (size_t i = 0; i < scene->blocker_count; i++) {
		const struct fact *other = scene->blockers[i].socket;

		if (!is_same_socket(other, socket) &&
		    !fact_endpoint(other, &theirs, NULL, NULL) &&
		    address_equal(&ours, &theirs) &&
		    !strcmp(ours.zone, theirs.zone) &&
		    !strcmp(fact_text(socket, "interface", ""),
			    fact_text(other, "interface", "")) &&
		    !strcmp(fact_text(socket, "state", ""),
			    fact_text(other, "state", "?")))
			return true;
	}
	return false;
}

static enum state state_of(const struct scene *scene)
{
	static const char *const in_use[] = {"EADDRINUSE", "WSAEADDRINUSE",
					     NULL};
	static const char *const forbidden[] = {"EACCES", "EPERM",
						"WSAEACCES", NULL};
	static const char *const unaddressable[] = {
		"EADDRNOTAVAIL", "WSAEADDRNOTAVAIL", "EAFNOSUPPORT",
		"WSAEAFNOSUPPORT", "ENODEV", NULL};
	const struct outcome *server = &scene->server;

	if (!server->libc)
		return is_blocked(scene) ? STATE_IN_USE : STATE_UNDETERMINED;
	if (server->differs || server->fake)
		return STATE_UNDETERMINED;
	if (outcome_ok(server) && !was_listened(server))
		return STATE_UNDETERMINED;
	if (outcome_ok(server))
		/* A listener that did not stop us: it just started or ended. */
		return is_blocked(scene) ? STATE_UNDETERMINED : STATE_FREE;
	if (any_of(server, in_use))
		return scene_lingering(scene) > 0 ? STATE_FREE : STATE_IN_USE;
	if (any_of(server, forbidden))
		return is_blocked(scene) ? STATE_IN_USE : STATE_FORBIDDEN;
	if (any_of(server, unaddressable))
		return STATE_UNADDRESSABLE;
	if (outcome_either(server, "EINVAL", "WSAEINVAL") &&
	    address_is_link_local(&scene->address))
		return STATE_UNADDRESSABLE;
	return STATE_UNDETERMINED;
}

int scene_build(struct scene *scene, const struct lookup *lookup,
		struct arena *arena, const struct fact *target)
{
	*scene = (struct scene){
		.facts = lookup->facts,
		.lookup = lookup,
		.arena = arena,
		.host = facts_next(lookup->facts, FACT_HOST, NULL),
		.target = target,
	};
	if (fact_endpoint(target, &scene->address, &scene->port,
			  &scene->protocol))
		return -EINVAL;
	scene->endpoint = evidence_endpoint(arena, target);
	find_tries(scene);
	if (find_sockets(scene))
		return -ENOMEM;
	scene->state = state_of(scene);
	return 0;
}

const struct fact *scene_local_address(const struct scene *scene)
{
	facts_each(scene->facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		struct address a;

		if (text && !address_parse(text, &a) &&
		    address_equal(&a, &scene->address) &&
		    (!scene->address.zone[0] ||
		     is_zone(f, scene->address.zone)))
			return f;
	}
	return NULL;
}
