/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/policy.h"

/* "unit-setting SocketBindDeny=any, in FILE, of postfix.service" */
static const char *policy_text(struct arena *arena, const struct fact *p)
{
	const char *name = fact_string(p, "name");
	const char *where = fact_string(p, "where");
	const char *unit = fact_string(p, "unit");
	bool in_file = fact_string_is(p, "mechanism", "unit-setting");
	const char *text = fact_text(p, "mechanism", "?");

	if (name)
		text = arena_printf(arena, "%s %s", text, name);
	if (where)
		text = arena_printf(arena, "%s, %s %s", text,
				    in_file ? "in" : "on cgroup", where);
	if (unit)
		text = arena_printf(arena, "%s, of %s", text, unit);
	return fact_true(p, "enforcing") ?
		       arena_printf(arena, "%s, enforcing", text) : text;
}

void policy_describe(struct draft *draft, const struct fact *policy)
{
	struct terms *terms = &draft->terms;

	terms_set(terms, "policy", fact_string(policy, "name"));
	terms_set(terms, "cgroup", fact_string(policy, "where"));
	terms_set(terms, "policy-unit", fact_string(policy, "unit"));
	terms_set(terms, "context", fact_string(policy, "detail"));
	evidence_add(&draft->evidence, policy, "policy",
		     policy_text(terms->arena, policy));
}
