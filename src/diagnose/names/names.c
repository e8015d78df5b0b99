/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the sources of names agree on one, and what is wrong with it.
 *
 * What the server gets is what the system's resolver says; so that source
 * decides whether a name resolves, and the others explain it.  A name that
 * one source has and another does not even deny is no contradiction: most
 * names are in DNS alone.
 */
#include "diagnose/names/names.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/finding/finding.h"
#include "diagnose/names/name_rules.h"

#define NAMES_MAX 256

bool name_resolves(const struct name_scene *s)
{
	return s->sources.system && s->sources.system->seen;
}

/* Did the system's resolver itself say that it finds nothing? */
bool name_finds_nothing(const struct name_scene *s)
{
	const struct name_source *system = s->sources.system;

	return system && !system->seen &&
	       (system->absent ||
		(system->failed && system->failed->code.space &&
		 strcmp(system->failed->code.space, "errno")));
}

static void find_winner(struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		s->seen += x->seen;
		if (!x->seen || s->winner)
			continue;
		if (!name_resolves(s) ||
		    name_source_shares(x, s->sources.system))
			s->winner = x;
	}
}

static bool denies(const struct name_source *x)
{
	return x->absent && !x->seen && !x->failed;
}

/* Who contradicts the winner: by other addresses, or a DNS server by none. */
static void find_other(struct name_scene *s)
{
	const struct name_source *w = s->winner;

	if (!w && name_resolves(s))
		w = s->sources.system;
	for (size_t i = 0; w && !s->other && i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (x != w && x->seen && name_source_differs(w, x))
			s->other = x;
	}
	for (size_t i = 0; w && !s->other && i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (x != w && denies(x) && name_source_is(x, "dns") &&
		    name_source_is(w, "dns") && !name_is_localhost(s->name))
			s->other = x;
	}
}

/* Does DNS deny what another source alone knows? */
static bool denied_by_dns(const struct name_scene *s)
{
	bool denied = false;

	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (!name_source_is(x, "dns"))
			continue;
		if (x->seen)
			return false;
		denied = denied || denies(x);
	}
	return denied && !name_is_localhost(s->name);
}

static enum agreement agreement_of(const struct name_scene *s)
{
	if (!s->seen && !name_resolves(s))
		return name_finds_nothing(s) ? NAME_NOWHERE : NAME_UNDETERMINED;
	if (s->other)
		return NAME_DIFFER;
	if (s->seen == 1 && !s->sources.literal &&
	    (denied_by_dns(s) || name_finds_nothing(s)))
		return NAME_ONLY_IN_ONE;
	return NAME_AGREE;
}

static bool any_failed(const struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++)
		if (s->sources.items[i].failed)
			return true;
	return s->sources.system->failed;
}

static const char *headline_of(const struct name_scene *s,
			       const struct name_verdict *v)
{
	const char *list = name_resolves(s) ? s->sources.system->list : NULL;
	const char *only = s->winner ? s->winner->title : "one source";

	list = list ? list : "the system's resolver finds nothing";
	switch (v->agreement) {
	case NAME_AGREE:
		if (name_resolves(s))
			return list;
		return name_finds_nothing(s) ?
			       "the system's resolver finds nothing; others "
			       "know it" :
			       "could not tell what the system's resolver "
			       "says";
	case NAME_DIFFER:
		return arena_printf(s->arena, "%s; the sources differ", list);
	case NAME_ONLY_IN_ONE:
		return arena_printf(s->arena, "%s; only %s knows it", list,
				    only);
	case NAME_NOWHERE:
		return s->sources.system->nodata ? "known, without an address" :
		       any_failed(s) ? "not found, and not every source "
				       "answered" :
				       "not found: no source knows it";
	case NAME_UNDETERMINED:
		break;
	}
	return "could not tell";
}

static enum exit_status exit_of(const struct name_scene *s, size_t findings)
{
	if (name_resolves(s))
		return findings ? EXIT_WARNING : EXIT_HAD;
	return name_finds_nothing(s) ? EXIT_CANNOT : EXIT_UNKNOWN;
}

static void judge(struct name_scene *s, struct name_verdict *v)
{
	struct verdict to = {.target = NULL};

	name_sources_gather(&s->sources, s->arena, s->facts, s->name,
			    &s->answers, &s->answer_count);
	if (!s->sources.items || !s->answers)
		return;
	find_winner(s);
	find_other(s);
	s->agreement = agreement_of(s);
	*v = (struct name_verdict){
		.fact = s->fact,
		.name = s->name,
		.agreement = s->agreement,
		.answers = s->answers,
		.answer_count = s->answer_count,
	};
	name_rules_apply(s, &to, &v->notes);
	v->findings = to.findings;
	v->finding_count = to.finding_count;
	v->headline = headline_of(s, v);
	v->exit = exit_of(s, v->finding_count);
}

static bool judged(const struct diagnosis *d, const char *name)
{
	for (size_t i = 0; i < d->name_count; i++)
		if (text_equal(d->names[i].name, name))
			return true;
	return false;
}

/* A hosts file that could not be read, NetBIOS that could not be sent. */
static void find_unseen(struct diagnosis *d, const struct name_verdict *v)
{
	for (size_t i = 0; i < v->answer_count; i++) {
		const struct name_answer *a = &v->answers[i];
		const char *source = fact_string(a->fact, "source");
		const char *line;

		if (a->fact->status == FACT_SEEN ||
		    a->fact->status == FACT_ABSENT ||
		    !strcmp(source, "dns") ||
		    (!strcmp(source, "system") && v->exit != EXIT_UNKNOWN))
			continue;
		line = arena_printf(d->arena, "what %s says of %s: %s",
				    !strcmp(source, "hosts") ?
					    "the hosts file" :
				    !strcmp(source, "netbios") ?
					    "NetBIOS" :
					    "the system's resolver",
				    v->name, a->words);
		if (line && !strings_has(&d->unseen, line))
			strings_add(&d->unseen, d->arena, line);
	}
}

void names_judge(struct diagnosis *diagnosis, const struct facts *facts)
{
	struct arena *arena = diagnosis->arena;

	if (!facts_next(facts, FACT_NAME, NULL))
		return;
	diagnosis->names =
		arena_alloc(arena, NAMES_MAX * sizeof(*diagnosis->names));
	facts_each(facts, FACT_NAME, f) {
		const char *role = fact_string(f, "role");
		struct name_scene s = {
			.arena = arena,
			.facts = facts,
			.fact = f,
			.name = fact_string(f, "name"),
			.proxy = role && !strcmp(role, "proxy"),
		};
		struct name_verdict *v;

		if (!diagnosis->names || !s.name || !*s.name ||
		    diagnosis->name_count == NAMES_MAX ||
		    judged(diagnosis, s.name))
			continue;
		v = &diagnosis->names[diagnosis->name_count];
		judge(&s, v);
		if (arena_failed(arena))
			return;
		diagnosis->name_count++;
		find_unseen(diagnosis, v);
	}
}

/* The rules of the Winsock Proxy client's files say it with file and line. */
static bool is_said(const struct verdict *verdict, const struct finding *f)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		if (!strcmp(verdict->findings[i].id, "wsp-name-unresolved"))
			return !strcmp(f->id, "name-unresolved") ||
			       !strcmp(f->id, "name-no-address");
	return false;
}

void names_warn(const struct diagnosis *diagnosis, struct verdict *verdict)
{
	for (size_t i = 0; i < diagnosis->name_count; i++) {
		const struct name_verdict *v = &diagnosis->names[i];
		const char *role = fact_string(v->fact, "role");

		for (size_t j = 0; role && !strcmp(role, "proxy") &&
				   j < v->finding_count;
		     j++)
			if (!is_said(verdict, &v->findings[j]))
				finding_keep(verdict, diagnosis->arena,
					     &v->findings[j]);
	}
}
