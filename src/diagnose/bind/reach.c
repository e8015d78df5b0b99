/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Can a client reach an address that can be bound?
 *
 * The kernel lets a server bind an IPv4 address whose interface is down, and
 * a wildcard address without any interface that could bring a client.
 */
#include "diagnose/bind/reach.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/finding/host.h"

static bool is_loopback(const struct fact *interface)
{
	return fact_string_is(interface, "name", "lo");
}

static const struct fact *interface_named(const struct scene *scene,
					  const char *name)
{
	facts_each(scene->facts, FACT_INTERFACE, f)
		if (f->status == FACT_SEEN && fact_string_is(f, "name", name))
			return f;
	return NULL;
}

/* Were interfaces listed, all of them? */
static bool has_interfaces(const struct scene *scene)
{
	facts_each(scene->facts, FACT_INTERFACE, f)
		if (f->status != FACT_SEEN)
			return false;
	return facts_next(scene->facts, FACT_INTERFACE, NULL);
}

static bool is_any_up(const struct scene *scene)
{
	facts_each(scene->facts, FACT_INTERFACE, f)
		if (fact_true(f, "up"))
			return true;
	return false;
}

static bool has_address_of(const struct scene *scene, int family)
{
	facts_each(scene->facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		struct address a;

		if (f->status != FACT_SEEN ||
		    (text && !address_parse(text, &a) && a.family == family))
			return true;
	}
	return false;
}

/* The interface that a specific address is on. */
static const struct fact *interface_of(const struct scene *scene)
{
	const struct fact *local = scene_local_address(scene);
	const char *name = local ? fact_string(local, "interface") : NULL;

	if (!name && address_is_loopback(&scene->address))
		name = "lo";
	return name ? interface_named(scene, name) : NULL;
}

const char *reach_ipv6_off(const struct scene *scene)
{
	static const char all[] = "net.ipv6.conf.all.disable_ipv6";
	bool loopback = address_is_loopback(&scene->address);
	const struct fact *off = NULL;
	bool several = false;

	if (scene->address.family != 6 || host_is_windows(scene->host))
		return NULL;
	facts_each(scene->facts, FACT_INTERFACE, f) {
		if (f->status != FACT_SEEN || is_loopback(f) != loopback)
			continue;
		if (!json_is_false(json_object_get(f->value, "ipv6")))
			/* Not known, or it has IPv6: the setting for all. */
			return host_setting(scene->facts, all, 0) == 1 ?
				       all : NULL;
		several = off;
		off = f;
	}
	if (!off || several || host_setting(scene->facts, all, 0) == 1)
		return off || host_setting(scene->facts, all, 0) == 1 ? all :
									NULL;
	return arena_printf(scene->arena, "net.ipv6.conf.%s.disable_ipv6",
			    fact_string(off, "name"));
}

bool reach_has_ipv6(const struct scene *scene)
{
	facts_each(scene->facts, FACT_SETTING, f)
		if (f->status == FACT_SEEN &&
		    text_starts(fact_text(f, "name", ""), "net.ipv6.conf."))
			return true;
	return has_address_of(scene, 6);
}

static bool is_family_cut(const struct scene *scene, struct draft *draft)
{
	const char *setting = reach_ipv6_off(scene);

	if (scene->address.family != 6 || has_address_of(scene, 6))
		return false;
	terms_flag(&draft->terms, "no-ipv6");
	terms_set(&draft->terms, "setting", setting);
	evidence_add(&draft->evidence, NULL, "addresses",
		     "no IPv6 address on any interface");
	draft->name = "IPv6";
	return true;
}

bool reach_is_cut(const struct scene *scene, struct draft *draft)
{
	const struct fact *interface;

	if (!has_interfaces(scene))
		return false;
	if (address_is_wildcard(&scene->address)) {
		if (is_any_up(scene))
			return is_family_cut(scene, draft);
		terms_flag(&draft->terms, "all-down");
		evidence_add(&draft->evidence,
			     facts_next(scene->facts, FACT_INTERFACE, NULL),
			     "interfaces", "all of them are down");
		return true;
	}
	interface = interface_of(scene);
	if (!interface || fact_true(interface, "up"))
		return false;
	draft->name = fact_string(interface, "name");
	terms_flag(&draft->terms, is_loopback(interface) ? "lo-down" :
							   "down");
	terms_set(&draft->terms, "interface", draft->name);
	evidence_add(&draft->evidence, interface, "interface",
		     arena_printf(scene->arena, "%s: down", draft->name));
	return true;
}
