/* SPDX-License-Identifier: BSD-2-Clause */
/* Why an address cannot be bound here. */
#include "diagnose/bind/policy.h"
#include "diagnose/bind/rules.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/bind/reach.h"

#define ADDRESSES_SHOWN 12

/* "lo 127.0.0.1, eth0 192.0.2.7", of the target's family; NULL for none. */
static const char *all_addresses(const struct scene *scene,
				 struct evidence_list *evidence)
{
	const char *out = NULL;
	size_t count = 0;

	facts_each(scene->facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		const char *interface = fact_string(f, "interface");
		struct address a;

		if (!text || !interface || address_parse(text, &a) ||
		    a.family != scene->address.family)
			continue;
		evidence_add(evidence, f, NULL, NULL);
		if (count++ < ADDRESSES_SHOWN)
			out = arena_printf(scene->arena, "%s%s%s %s",
					   out ? out : "", out ? ", " : "",
					   interface, text);
	}
	if (count > ADDRESSES_SHOWN)
		out = arena_printf(scene->arena, "%s and %zu more", out,
				   count - ADDRESSES_SHOWN);
	return out;
}

/* A filter takes AF_INET6 away, and the kernel has IPv6. */
static bool is_family_filtered(const struct scene *scene, struct draft *draft)
{
	const char *own = scene->host ? fact_string(scene->host, "unit") :
					NULL;

	if (scene->address.family != 6 ||
	    !outcome_is(&scene->server, "EAFNOSUPPORT"))
		return false;
	facts_each(scene->facts, FACT_POLICY, p) {
		if (!fact_string_is(p, "mechanism", "seccomp") ||
		    p->status != FACT_SEEN || !reach_has_ipv6(scene))
			continue;
		policy_describe(draft, p);
		terms_set(&draft->terms, "policy-unit", own);
		terms_set(&draft->terms, "filter", "AF_INET6");
		evidence_add(&draft->evidence, NULL, "kernel",
			     "it has IPv6: its settings are there");
		draft->name = "seccomp";
		draft->confidence = CONFIDENCE_LIKELY;
		return true;
	}
	return false;
}

/* Linux has a code for a missing zone; Windows gives that of any address that
 * it does not have. */
static bool is_zone_missing(const struct scene *scene, struct draft *draft)
{
	const struct fact *local = scene_local_address(scene);
	int64_t index = local ? fact_integer(local, "index", 0) : 0;

	if (!address_is_link_local(&scene->address) ||
	    scene->address.zone[0] ||
	    !(outcome_either(&scene->server, "EINVAL", "WSAEINVAL") ||
	      (outcome_is(&scene->server, "WSAEADDRNOTAVAIL") && local)))
		return false;
	terms_set(&draft->terms, "interfaces",
		  all_addresses(scene, &draft->evidence));
	/* On Windows a zone is a number. */
	if (index > 0)
		terms_set(&draft->terms, "interface",
			  arena_printf(scene->arena, "%" PRId64, index));
	return true;
}

/* "lo, eth0"; NULL for none. */
static const char *all_interfaces(const struct scene *scene)
{
	const char *out = NULL;
	size_t count = 0;

	facts_each(scene->facts, FACT_INTERFACE, f) {
		const char *name = fact_string(f, "name");

		if (name && f->status == FACT_SEEN &&
		    count++ < ADDRESSES_SHOWN)
			out = out ? arena_printf(scene->arena, "%s, %s", out,
						 name) : name;
	}
	if (count > ADDRESSES_SHOWN)
		out = arena_printf(scene->arena, "%s and %zu more", out,
				   count - ADDRESSES_SHOWN);
	return out;
}

static bool is_zone_unknown(const struct scene *scene, struct draft *draft)
{
	if (!scene->address.zone[0] || !outcome_is(&scene->server, "ENODEV"))
		return false;
	terms_set(&draft->terms, "links", all_interfaces(scene));
	return true;
}

static bool is_interface_down(const struct scene *scene, struct draft *draft)
{
	const struct fact *local = scene_local_address(scene);
	const char *name = local ? fact_string(local, "interface") : NULL;

	if (!name && address_is_loopback(&scene->address))
		name = "lo";
	if (!name)
		return false;
	facts_each(scene->facts, FACT_INTERFACE, f) {
		if (!fact_string_is(f, "name", name) ||
		    f->status != FACT_SEEN || fact_true(f, "up"))
			continue;
		draft->name = fact_string(f, "name");
		terms_set(&draft->terms, "interface", draft->name);
		evidence_add(&draft->evidence, f, "interface",
			     arena_printf(scene->arena, "%s: down", name));
		return true;
	}
	return false;
}

static bool has_state(const struct scene *scene, struct draft *draft,
		      const char *state)
{
	const struct fact *local = scene_local_address(scene);

	if (!local || !fact_string_is(local, "state", state))
		return false;
	draft->name = fact_string(local, "interface");
	terms_set(&draft->terms, "interface", draft->name);
	evidence_add(&draft->evidence, local, "address",
		     arena_printf(scene->arena, "%s on %s: %s",
				  fact_string(local, "address"),
				  fact_text(local, "interface", "?"), state));
	return true;
}

static bool is_tentative(const struct scene *scene, struct draft *draft)
{
	return has_state(scene, draft, "tentative");
}

static bool is_duplicate(const struct scene *scene, struct draft *draft)
{
	return has_state(scene, draft, "dad-failed");
}

static bool is_ipv6_off(const struct scene *scene, struct draft *draft)
{
	const char *setting;

	if (scene->address.family != 6)
		return false;
	if (outcome_either(&scene->server, "EAFNOSUPPORT", "WSAEAFNOSUPPORT"))
		return true;
	setting = reach_ipv6_off(scene);
	if (!setting)
		return false;
	terms_set(&draft->terms, "setting", setting);
	terms_set(&draft->terms, "value", "1");
	evidence_add(&draft->evidence, NULL, "setting",
		     arena_printf(scene->arena, "%s = 1", setting));
	return true;
}

static bool is_not_local(const struct scene *scene, struct draft *draft)
{
	const char *all = all_addresses(scene, &draft->evidence);

	facts_each(scene->facts, FACT_INTERFACE, f) {
		const char *name = fact_string(f, "name");

		if (scene->address.family != 6 || !name ||
		    !json_is_false(json_object_get(f->value, "ipv6")))
			continue;
		terms_set(&draft->terms, "interface", name);
		terms_set(&draft->terms, "setting",
			  arena_printf(scene->arena,
				       "net.ipv6.conf.%s.disable_ipv6", name));
	}
	terms_set(&draft->terms, "interfaces", all);
	evidence_add(&draft->evidence, NULL, "addresses",
		     all ? all : "none of this family");
	return true;
}

const struct rule unaddressable_rules[] = {
	{"zone-missing", "address", PLACE_ADDRESS, is_zone_missing},
	{"zone-unknown", "address", PLACE_ADDRESS, is_zone_unknown},
	{"interface-down", "address", PLACE_ADDRESS, is_interface_down},
	{"address-tentative", "address", PLACE_ADDRESS, is_tentative},
	{"address-duplicate", "address", PLACE_ADDRESS, is_duplicate},
	{"family-filtered", "permission", PLACE_RULES, is_family_filtered},
	{"ipv6-off", "address", PLACE_ADDRESS, is_ipv6_off},
	{"address-not-local", "address", PLACE_ADDRESS, is_not_local},
	{NULL, NULL, PLACE_NONE, NULL},
};
