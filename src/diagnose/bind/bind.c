/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/bind.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/draft.h"
#include "diagnose/bind/evidence.h"
#include "diagnose/bind/rules.h"

/* A listener that neither the probe's code nor the list of sockets shows. */
static bool is_unseen(const struct scene *scene, struct draft *draft)
{
	(void)scene;
	draft->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

/* Connections of a program that did not set SO_REUSEADDR. */
static bool is_left(const struct scene *scene, struct draft *draft)
{
	int64_t count = scene_left(scene), expires = -1;
	const char *socket = NULL;
	struct arena *arena = scene->arena;

	if (count <= 0)
		return false;
	facts_each(scene->facts, FACT_TIME_WAIT, f) {
		if (!scene_is_time_wait(scene, f))
			continue;
		socket = evidence_endpoint(arena, f);
		if (fact_integer(f, "expires", -1) > expires)
			expires = fact_integer(f, "expires", -1);
		evidence_add(&draft->evidence, f, "connections",
			     arena_printf(arena, "%" PRId64
					  " of %s in TIME_WAIT",
					  fact_integer(f, "count", 0),
					  socket));
	}
	if (scene->orphan_count) {
		terms_flag(&draft->terms, "orphans");
		evidence_add(&draft->evidence, NULL, "connections",
			     arena_printf(arena, "%zu that the kernel still "
					  "closes", scene->orphan_count));
	}
	terms_set(&draft->terms, "socket", socket ? socket : scene->endpoint);
	terms_set(&draft->terms, "count",
		  arena_printf(arena, "%" PRId64 " connection%s", count,
			       count == 1 ? "" : "s"));
	if (expires >= 0)
		terms_set(&draft->terms, "expires",
			  evidence_duration(arena, expires));
	facts_each(scene->facts, FACT_SOCKET_SEARCH, f)
		if (f->status != FACT_SEEN)
			draft->confidence = CONFIDENCE_LIKELY;
	return true;
}

static const struct rule in_use_rules[] = {
	{"connections-block", "program", PLACE_SOCKET, is_left},
	{"holder-unseen", "program", PLACE_SOCKET, is_unseen},
	{NULL, NULL, PLACE_NONE, NULL},
};

static const struct rule *const rules[] = {
	[STATE_IN_USE] = in_use_rules,
	[STATE_FORBIDDEN] = forbidden_rules,
	[STATE_UNADDRESSABLE] = unaddressable_rules,
	[STATE_UNDETERMINED] = undetermined_rules,
};

static void explain_state(const struct scene *scene, const struct rule *rule,
			  struct bind_verdict *verdict)
{
	for (; rule->id; rule++) {
		struct draft draft = bind_draft(scene, rule->class);

		bind_evidence_probe(&draft.evidence, scene);
		if (scene->dual.differs || scene->dual.fake)
			bind_evidence_try(&draft.evidence, &scene->dual);
		if (!rule->fits(scene, &draft))
			continue;
		verdict->place = rule->place;
		finding_add(&verdict->conclusion.findings, rule->id, &draft);
		return;
	}
}

void bind_explain(const struct scene *scene, struct bind_verdict *verdict)
{
	*verdict = (struct bind_verdict){
		.conclusion.name = scene->endpoint,
		.target = scene->target,
		.address = scene->address,
		.port = scene->port,
		.protocol = scene->protocol,
		.state = scene->state,
	};
	if (scene->server.libc) {
		verdict->code = &scene->server.libc->code;
		verdict->winsock =
			evidence_winsock(scene->arena, verdict->code);
	}
	if (scene->state == STATE_IN_USE && scene->blocker_count)
		rules_in_use(scene, verdict);
	else if (scene->state != STATE_FREE)
		explain_state(scene, rules[scene->state], verdict);
}

void bind_warn(const struct scene *scene, struct bind_verdict *verdict)
{
	if (scene->state == STATE_FREE)
		rules_warn(scene, &verdict->conclusion.findings);
}

void bind_note(const struct scene *scene, struct bind_verdict *verdict)
{
	rules_note(scene, &verdict->conclusion.notes);
}

/* "in use by exim4 (SMTP service)" */
static const char *headline_of(const struct bind_verdict *v,
			       struct arena *arena)
{
	const struct findings *findings = &v->conclusion.findings;
	const struct finding *f = findings->count ? findings->items : NULL;
	const char *words = state_words(v->state);

	if (!f)
		return words;
	if (v->state == STATE_IN_USE && f->culprit->name)
		return arena_printf(arena, "%s by %s (%s)", words,
				    f->culprit->name,
				    class_words(f->culprit->class));
	if (v->state == STATE_IN_USE || text_starts(f->title, words))
		return f->title;
	if (v->state == STATE_FREE)
		return arena_printf(arena, "free, but: %s", f->title);
	return arena_printf(arena, "%s: %s", words, f->title);
}

static enum exit_status exit_of(const struct bind_verdict *v)
{
	switch (v->state) {
	case STATE_FREE:
		return v->conclusion.findings.count ? EXIT_WARNING : EXIT_HAD;
	case STATE_SHADOWED:
		return EXIT_WARNING;
	case STATE_UNDETERMINED:
		return EXIT_UNKNOWN;
	case STATE_IN_USE:
	case STATE_FORBIDDEN:
	case STATE_UNADDRESSABLE:
		break;
	}
	return EXIT_CANNOT;
}

/*
 * A bare port means both wildcard addresses.  On a machine without IPv6 a
 * server uses IPv4 alone, so the missing IPv6 is reported and does not count.
 */
static bool does_count(const struct bind_verdict *v)
{
	const struct findings *findings = &v->conclusion.findings;

	if (!fact_true(v->target, "implied") || v->address.family != 6 ||
	    !findings->count)
		return true;
	return strcmp(findings->items[0].id, "ipv6-off") &&
	       strcmp(findings->items[0].id, "family-filtered") &&
	       (findings->count > 1 ||
		strcmp(findings->items[0].id, "unreachable"));
}

void bind_conclude(const struct scene *scene, struct bind_verdict *verdict)
{
	verdict->conclusion.headline = headline_of(verdict, scene->arena);
	verdict->conclusion.exit = exit_of(verdict);
	verdict->counts = does_count(verdict);
}
