/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What does not stop the bind: warnings, which are findings of a port that is
 * free, and notes.
 */
#include "diagnose/bind/rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/bind_rule.h"
#include "diagnose/finding/finding.h"
#include "diagnose/finding/program.h"
#include "diagnose/wsp/wsp.h"

static void warn_of_dual_stack(struct scene *scene, struct verdict *verdict)
{
	struct evidence_list *evidence;
	struct holders *h;
	struct terms terms;

	if (scene->state != STATE_FREE || !scene->dual.libc ||
	    outcome_ok(&scene->dual) ||
	    /* Of a bare port the other verdict, on 0.0.0.0, says it. */
	    fact_true(scene->target, "implied"))
		return;
	evidence = arena_alloc(scene->arena, sizeof(*evidence));
	h = arena_alloc(scene->arena, sizeof(*h));
	if (!evidence || !h)
		return;
	evidence->arena = scene->arena;
	evidence_try(evidence, &scene->dual);
	finding_terms(&terms, scene);
	if (scene->dual_blocker_count) {
		culprit_of(scene->arena, scene->lookup,
			   scene->dual_blockers[0].socket, NULL, h);
		evidence_culprit(evidence, &h->culprit, h->program);
		finding_terms_culprit(&terms, h,
				      scene->dual_blockers[0].overlap);
	} else {
		h->culprit = *culprit_none(scene->arena, "program", NULL);
	}
	finding_add(verdict, &terms, "dual-stack-conflict",
		    CONFIDENCE_CERTAIN, &h->culprit, evidence);
}

/* The wildcard is another's, and this address can be had all the same. */
static bool is_beside(const struct scene *scene, const struct meeting *m)
{
	return scene->exclusive && m->overlap == OVERLAP_WILDCARD &&
	       outcome_ok(&scene->server);
}

static void warn_of_wildcard(struct scene *scene, struct verdict *verdict)
{
	for (size_t i = 0; i < scene->blocker_count; i++) {
		const struct meeting *m = &scene->blockers[i];
		struct holders *h = arena_alloc(scene->arena, sizeof(*h));
		struct evidence_list *evidence = rules_evidence(scene);
		struct terms terms;

		if (!h || !evidence || !is_beside(scene, m))
			continue;
		culprit_of(scene->arena, scene->lookup, m->socket, NULL, h);
		evidence_culprit(evidence, &h->culprit, h->program);
		finding_terms(&terms, scene);
		finding_terms_culprit(&terms, h, m->overlap);
		finding_add(verdict, &terms, "wildcard-beside",
			    CONFIDENCE_CERTAIN, &h->culprit, evidence);
	}
}

/* Nobody listens, and connections of a server that has ended are left. */
static void warn_of_lingering(struct scene *scene, struct verdict *verdict)
{
	struct evidence_list *evidence = rules_evidence(scene);
	int64_t count = scene_lingering(scene);
	struct terms terms;

	if (outcome_ok(&scene->server) || count <= 0 || !evidence)
		return;
	for (size_t i = 0; i < scene->blocker_count; i++)
		evidence_add(evidence, scene->blockers[i].socket, NULL, NULL);
	evidence_add(evidence, NULL, "connections",
		     arena_printf(scene->arena, "%" PRId64 " on this port, "
				  "and no listener", count));
	finding_terms(&terms, scene);
	terms_set(&terms, "value",
		  arena_printf(scene->arena, "%" PRId64, count));
	finding_add(verdict, &terms, "connections-linger", CONFIDENCE_LIKELY,
		    culprit_none(scene->arena, "program", NULL), evidence);
}

static void warn_of_bound(struct scene *scene, struct verdict *verdict)
{
	for (size_t i = 0; i < scene->blocker_count; i++) {
		const struct meeting *m = &scene->blockers[i];
		const char *state = fact_string(m->socket, "state");
		struct holders *h = arena_alloc(scene->arena, sizeof(*h));
		struct evidence_list *evidence = rules_evidence(scene);
		struct terms terms;

		if (!h || !evidence || !state || strcmp(state, "bound") ||
		    is_beside(scene, m))
			continue;
		culprit_of(scene->arena, scene->lookup, m->socket, NULL, h);
		evidence_culprit(evidence, &h->culprit, h->program);
		finding_terms(&terms, scene);
		finding_terms_culprit(&terms, h, m->overlap);
		finding_add(verdict, &terms, "bound-beside",
			    CONFIDENCE_CERTAIN, &h->culprit, evidence);
	}
}

/* Does a policy set KEY= so that it speaks of the target? */
static bool speaks_of(const struct scene *scene, const struct fact *policy,
		      const char *key)
{
	const char *mechanism = fact_string(policy, "mechanism");
	const char *name = fact_string(policy, "name");

	return policy->status == FACT_SEEN && mechanism && name &&
	       !strcmp(mechanism, "unit-setting") && text_starts(name, key) &&
	       bind_rule_matches(name + strlen(key), scene->address.family,
				 scene->protocol, scene->port);
}

static bool same_unit(const struct fact *a, const struct fact *b)
{
	const char *of_a = fact_string(a, "unit");
	const char *of_b = fact_string(b, "unit");

	return of_a && of_b && !strcmp(of_a, of_b);
}

/* SocketBindAllow= outranks; of several denials the first will do. */
static bool forbids(const struct scene *scene, const struct fact *policy)
{
	if (!speaks_of(scene, policy, "SocketBindDeny="))
		return false;
	facts_each(scene->facts, FACT_POLICY, p) {
		if (!same_unit(p, policy))
			continue;
		if (speaks_of(scene, p, "SocketBindAllow=") ||
		    (p->index < policy->index &&
		     speaks_of(scene, p, "SocketBindDeny=")))
			return false;
	}
	return true;
}

/* The unit of the server that is about to start may not bind the port. */
static void warn_of_unit(struct scene *scene, struct verdict *verdict)
{
	facts_each(scene->facts, FACT_POLICY, p) {
		struct evidence_list *evidence;
		struct terms terms;

		if (!forbids(scene, p))
			continue;
		evidence = rules_evidence(scene);
		if (!evidence)
			return;
		finding_terms(&terms, scene);
		rules_policy(&terms, evidence, p);
		finding_add(verdict, &terms, "unit-forbids",
			    CONFIDENCE_LIKELY,
			    culprit_none(scene->arena, "permission",
					 fact_string(p, "unit")),
			    evidence);
	}
}

/* What closed connections mean to a server that starts now. */
static const char *time_wait_means(const struct scene *scene)
{
	bool blocks = scene->plain.libc && !outcome_ok(&scene->plain);

	if (scene->exclusive)
		return outcome_ok(&scene->server) ? ": no obstacle" : "";
	return blocks && scene->state == STATE_FREE ?
		       ": no obstacle for a server that sets SO_REUSEADDR; "
		       "one that does not would fail" :
		       ": no obstacle for a server that sets SO_REUSEADDR";
}

static void note_time_wait(struct scene *scene, struct verdict *verdict)
{
	facts_each(scene->facts, FACT_TIME_WAIT, f) {
		enum protocol protocol;
		uint16_t port;
		int64_t count = fact_integer(f, "count", 0);

		if (fact_endpoint(f, NULL, &port, &protocol) ||
		    port != scene->port || protocol != scene->protocol ||
		    count <= 0 || overlap_of(f, &scene->address) == 0)
			continue;
		strings_add(
			&verdict->notes, scene->arena,
			arena_printf(scene->arena,
				     "%" PRId64 " closed connection%s of %s "
				     "still in TIME_WAIT%s",
				     count, count == 1 ? "" : "s",
				     socket_endpoint(scene->arena, f),
				     time_wait_means(scene)));
	}
}

static void note_nonlocal(struct scene *scene, struct verdict *verdict)
{
	if (scene->state != STATE_FREE || scene_local_address(scene) ||
	    address_is_wildcard(&scene->address) ||
	    address_is_loopback(&scene->address) ||
	    !facts_next(scene->facts, FACT_INTERFACE, NULL))
		return;
	strings_add(&verdict->notes, scene->arena,
		    arena_strdup(scene->arena,
				 "no interface has this address; the bind "
				 "works all the same, and nothing reaches it "
				 "unless a route brings it here"));
}

/* Its bind works beside a holder that sets the option too: worse than not. */
static void note_reuseport(struct scene *scene, struct verdict *verdict)
{
	const char *server = fact_string(scene->target, "for");
	const struct data_record *program =
		server ? program_named(server) : NULL;

	if (scene->state != STATE_IN_USE || !program ||
	    !data_has_word(data_get(program, "options"), "reuseport"))
		return;
	strings_add(&verdict->notes, scene->arena,
		    arena_printf(scene->arena,
				 "%s sets SO_REUSEPORT: where the holder does "
				 "too, and is of the same user, the bind works "
				 "and the kernel parts the connections among "
				 "the two",
				 data_get(program, "title")));
}

void rules_warn(struct scene *scene, struct verdict *verdict)
{
	if (scene->state == STATE_FREE) {
		warn_of_dual_stack(scene, verdict);
		warn_of_wildcard(scene, verdict);
		warn_of_lingering(scene, verdict);
		warn_of_bound(scene, verdict);
		warn_of_unit(scene, verdict);
	}
	wsp_warn(scene, verdict);
	note_time_wait(scene, verdict);
	note_nonlocal(scene, verdict);
	note_reuseport(scene, verdict);
}
