/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/diagnose.h"

#include "diagnose/bind/bind.h"
#include "diagnose/database/database.h"
#include "diagnose/names/names.h"
#include "diagnose/traffic/traffic.h"
#include "diagnose/unseen.h"
#include "diagnose/wsp/wsp.h"

/* The order is that of findings and notes in a report. */
static void judge(const struct diagnosis *d, struct bind_verdict *v,
		  const struct scene *scene)
{
	bind_explain(scene, v);
	bind_warn(scene, v);
	wsp_warn(scene, v);
	bind_note(scene, v);
	database_warn(scene, v);
	names_warn(d, &v->conclusion.findings);
	traffic_warn(d, scene->facts, v);
	bind_conclude(scene, v);
}

/*
 * Sockets that the system does not list matter only if the bind fails for no
 * visible reason.  A bind with SO_EXCLUSIVEADDRUSE that works shows that there
 * is no other socket.
 */
static bool is_explained(const struct scene *scene)
{
	return scene->exclusive &&
	       (scene->state == STATE_FREE ||
		scene->state == STATE_UNADDRESSABLE ||
		(scene->state == STATE_IN_USE && scene->blocker_count));
}

/* Return: whether each verdict explains itself, see is_explained(). */
static bool judge_targets(struct diagnosis *d, const struct lookup *lookup)
{
	const struct facts *facts = lookup->facts;
	bool any_counts = false, all_explained = true;

	d->verdicts = arena_alloc(d->arena,
				  (facts_count_of(facts, FACT_TARGET) + 1) *
					  sizeof(*d->verdicts));
	facts_each(facts, FACT_TARGET, target) {
		struct bind_verdict *v;
		struct scene scene;

		if (arena_failed(d->arena) ||
		    scene_build(&scene, lookup, d->arena, target))
			continue;
		v = &d->verdicts[d->verdict_count++];
		judge(d, v, &scene);
		any_counts = any_counts || v->counts;
		all_explained = all_explained && is_explained(&scene);
	}
	for (size_t i = 0; i < d->verdict_count; i++)
		d->verdicts[i].counts = d->verdicts[i].counts || !any_counts;
	return all_explained;
}

/* Were there files or traffic to judge that could not be read or watched? */
static bool is_partly_blind(const struct facts *facts, bool wsp_unread)
{
	facts_each(facts, FACT_CAPTURE, f)
		if (f->status != FACT_SEEN)
			return true;
	facts_each(facts, FACT_POLICY, f)
		if (unseen_is_policy(f))
			return true;
	return wsp_unread;
}

static enum exit_status exit_of(const struct diagnosis *d,
				const struct facts *facts, bool wsp_unread)
{
	enum exit_status exit = EXIT_HAD;

	if (!d->verdict_count) {
		if (d->traffic)
			exit = traffic_exit(d, facts);
		else if (!d->name_count)
			exit = EXIT_UNKNOWN;
		for (size_t i = 0; i < d->name_count; i++)
			exit = exit_worse(exit, d->names[i].conclusion.exit);
		return exit;
	}
	for (size_t i = 0; i < d->verdict_count; i++)
		if (d->verdicts[i].counts)
			exit = exit_worse(exit,
					  d->verdicts[i].conclusion.exit);
	return is_partly_blind(facts, wsp_unread) ?
		       exit_worse(exit, EXIT_UNKNOWN) : exit;
}

struct diagnosis *diagnose(const struct facts *facts)
{
	struct diagnosis *d = diagnosis_new();
	bool all_explained, wsp_unread;
	struct lookup lookup;

	if (!d)
		return NULL;
	lookup_build(&lookup, d->arena, facts);
	names_judge(d, facts);
	traffic_judge(d, facts);
	all_explained = judge_targets(d, &lookup);
	unseen_find(d, facts, all_explained && d->verdict_count);
	wsp_unread = wsp_unseen(d, facts);
	d->exit = exit_of(d, facts, wsp_unread);
	return diagnosis_finish(d);
}
