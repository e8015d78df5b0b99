/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Warnings: the target is free, and something will still go wrong.  Each row
 * that fits makes a finding; a row is asked about each fact of its kind.
 */
#include "diagnose/bind/rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/draft.h"
#include "diagnose/bind/evidence.h"
#include "diagnose/bind/policy.h"
#include "diagnose/bind/reach.h"
#include "diagnose/bind/socket_bind.h"

/* Make the holder of a socket the culprit. */
static bool blame_holder(const struct scene *scene, const struct fact *socket,
			 enum overlap overlap, struct draft *draft)
{
	struct holder *h = arena_alloc(scene->arena, sizeof(*h));

	if (!h)
		return false;
	holder_find(h, scene->arena, scene->lookup, socket, NULL);
	bind_draft_holder(draft, h, overlap);
	return true;
}

static bool is_dual_stack_conflict(const struct scene *scene,
				   const struct fact *target,
				   struct draft *draft)
{
	const struct conflict *c = scene->dual_blockers;

	if (!scene->dual.libc || outcome_ok(&scene->dual) ||
	    /* For a bare port, the verdict on 0.0.0.0 says it. */
	    fact_true(target, "implied"))
		return false;
	bind_evidence_try(&draft->evidence, &scene->dual);
	return !scene->dual_blocker_count ||
	       blame_holder(scene, c->socket, c->overlap, draft);
}

/* Has another program the wildcard, and can the address still be bound? */
static bool is_wildcard_beside(const struct scene *scene,
			       const struct fact *socket, struct draft *draft)
{
	if (!scene_is_beside(scene, socket))
		return false;
	bind_evidence_probe(&draft->evidence, scene);
	return blame_holder(scene, socket, OVERLAP_WILDCARD, draft);
}

/* No listener, and connections that an ended server has left. */
static bool is_lingering(const struct scene *scene, const struct fact *target,
			 struct draft *draft)
{
	int64_t count = scene_lingering(scene);

	(void)target;
	if (outcome_ok(&scene->server) || count <= 0)
		return false;
	bind_evidence_probe(&draft->evidence, scene);
	for (size_t i = 0; i < scene->blocker_count; i++)
		evidence_add(&draft->evidence, scene->blockers[i].socket,
			     NULL, NULL);
	evidence_add(&draft->evidence, NULL, "connections",
		     arena_printf(scene->arena, "%" PRId64 " on this port, "
				  "and no listener", count));
	terms_set(&draft->terms, "value",
		  arena_printf(scene->arena, "%" PRId64, count));
	draft->confidence = CONFIDENCE_LIKELY;
	return true;
}

static bool is_bound_beside(const struct scene *scene,
			    const struct fact *socket, struct draft *draft)
{
	if (!fact_string_is(socket, "state", "bound") ||
	    scene_is_beside(scene, socket))
		return false;
	bind_evidence_probe(&draft->evidence, scene);
	return blame_holder(scene, socket,
			    overlap_of(socket, &scene->address), draft);
}

/* Does a policy set KEY= for the target? */
static bool is_about_target(const struct scene *scene,
			    const struct fact *policy, const char *key)
{
	const char *name = fact_string(policy, "name");

	return policy->status == FACT_SEEN && name &&
	       fact_string_is(policy, "mechanism", "unit-setting") &&
	       text_starts(name, key) &&
	       socket_bind_matches(name + strlen(key), scene->address.family,
				   scene->protocol, scene->port);
}

static bool is_same_unit(const struct fact *a, const struct fact *b)
{
	const char *unit = fact_string(a, "unit");

	return unit && fact_string_is(b, "unit", unit);
}

/* The unit of the server may not bind the port.  SocketBindAllow= overrides
 * SocketBindDeny=; of several denials only the first is reported. */
static bool is_unit_forbidding(const struct scene *scene,
			       const struct fact *policy, struct draft *draft)
{
	if (!is_about_target(scene, policy, "SocketBindDeny="))
		return false;
	facts_each(scene->facts, FACT_POLICY, p) {
		if (!is_same_unit(p, policy))
			continue;
		if (is_about_target(scene, p, "SocketBindAllow=") ||
		    (p->index < policy->index &&
		     is_about_target(scene, p, "SocketBindDeny=")))
			return false;
	}
	bind_evidence_probe(&draft->evidence, scene);
	policy_describe(draft, policy);
	draft->name = fact_string(policy, "unit");
	draft->confidence = CONFIDENCE_LIKELY;
	return true;
}

/* What keeps every client from the address, as a flag of the finding. */
static bool is_unreachable(const struct scene *scene,
			   const struct fact *target, struct draft *draft)
{
	(void)target;
	if (!reach_is_cut(scene, draft))
		return false;
	bind_evidence_probe(&draft->evidence, scene);
	return true;
}

/**
 * struct warning - A row
 * @id:		A record of data/findings
 * @class:	The culprit's class
 * @each:	The kind of facts that the row is asked about; FACT_TARGET is
 *		the scene's one target, FACT_SOCKET are its conflicts
 * @fits:	Does the fact make the finding?  Then the draft is filled; it
 *		starts with the target's terms
 */
struct warning {
	const char *id;
	const char *class;
	enum fact_kind each;
	bool (*fits)(const struct scene *scene, const struct fact *fact,
		     struct draft *draft);
};

static const struct warning warnings[] = {
	{"dual-stack-conflict", "program", FACT_TARGET,
	 is_dual_stack_conflict},
	{"wildcard-beside", "program", FACT_SOCKET, is_wildcard_beside},
	{"connections-linger", "program", FACT_TARGET, is_lingering},
	{"bound-beside", "program", FACT_SOCKET, is_bound_beside},
	{"unreachable", "address", FACT_TARGET, is_unreachable},
	{"unit-forbids", "permission", FACT_POLICY, is_unit_forbidding},
};

static void ask(const struct warning *warning, const struct scene *scene,
		const struct fact *fact, struct findings *findings)
{
	struct draft draft = bind_draft(scene, warning->class);

	if (warning->fits(scene, fact, &draft))
		finding_add(findings, warning->id, &draft);
}

void rules_warn(const struct scene *scene, struct findings *findings)
{
	for (size_t i = 0; i < sizeof(warnings) / sizeof(warnings[0]); i++) {
		const struct warning *w = &warnings[i];

		if (w->each == FACT_TARGET) {
			ask(w, scene, scene->target, findings);
		} else if (w->each == FACT_SOCKET) {
			for (size_t j = 0; j < scene->blocker_count; j++)
				ask(w, scene, scene->blockers[j].socket,
				    findings);
		} else {
			facts_each(scene->facts, w->each, f)
				ask(w, scene, f, findings);
		}
	}
}
