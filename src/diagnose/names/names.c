/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/names/names.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/finding/finding.h"
#include "diagnose/names/name_rules.h"

#define NAMES_MAX 256

static bool has_failed_source(const struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++)
		if (s->sources.items[i].failed)
			return true;
	return s->sources.system->failed;
}

static const char *headline_of(const struct name_scene *s)
{
	const char *list = name_resolves(s) ? s->sources.system->list : NULL;
	const char *only = s->winner ? s->winner->title : "one source";

	list = list ? list : "the system's resolver finds nothing";
	switch (s->agreement) {
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
		       has_failed_source(s) ? "not found, and not every "
					      "source answered" :
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

static void judge(const struct name_scene *s, struct name_verdict *v)
{
	struct conclusion *c = &v->conclusion;

	*v = (struct name_verdict){
		.conclusion.name = s->name,
		.fact = s->fact,
		.agreement = s->agreement,
		.answers = s->answers,
		.answer_count = s->answer_count,
	};
	name_rules_apply(s, &c->findings);
	name_notes_add(s, &c->notes);
	c->headline = headline_of(s);
	c->exit = exit_of(s, c->findings.count);
}

static bool is_judged(const struct diagnosis *d, const char *name)
{
	for (size_t i = 0; i < d->name_count; i++)
		if (text_equal(d->names[i].conclusion.name, name))
			return true;
	return false;
}

static const char *source_words(const struct fact *answer)
{
	return fact_string_is(answer, "source", "hosts") ? "the hosts file" :
	       fact_string_is(answer, "source", "netbios") ?
		       "NetBIOS" : "the system's resolver";
}

/* A hosts file that could not be read, a NetBIOS query that was not sent. */
static void find_unseen(struct diagnosis *d, const struct name_verdict *v)
{
	for (size_t i = 0; i < v->answer_count; i++) {
		const struct name_answer *a = &v->answers[i];

		if (a->fact->status == FACT_SEEN ||
		    a->fact->status == FACT_ABSENT ||
		    fact_string_is(a->fact, "source", "dns") ||
		    (fact_string_is(a->fact, "source", "system") &&
		     v->conclusion.exit != EXIT_UNKNOWN))
			continue;
		strings_add_once(&d->unseen, d->arena,
				 arena_printf(d->arena,
					      "what %s says of %s: %s",
					      source_words(a->fact),
					      v->conclusion.name, a->words));
	}
}

void names_judge(struct diagnosis *diagnosis, const struct facts *facts)
{
	struct diagnosis *d = diagnosis;

	if (!facts_next(facts, FACT_NAME, NULL))
		return;
	d->names = arena_alloc(d->arena, NAMES_MAX * sizeof(*d->names));
	facts_each(facts, FACT_NAME, f) {
		const char *name = fact_string(f, "name");
		struct name_verdict *v;
		struct name_scene s;

		if (!d->names || !name || !*name ||
		    d->name_count == NAMES_MAX || is_judged(d, name))
			continue;
		if (name_scene_build(&s, d->arena, facts, f))
			return;
		v = &d->names[d->name_count++];
		judge(&s, v);
		find_unseen(d, v);
	}
}

/* The rules for the Winsock Proxy client's files name the file and line. */
static bool is_said(const struct findings *findings, const struct finding *f)
{
	return finding_listed(findings, "wsp-name-unresolved") &&
	       (!strcmp(f->id, "name-unresolved") ||
		!strcmp(f->id, "name-no-address"));
}

void names_warn(const struct diagnosis *diagnosis, struct findings *findings)
{
	for (size_t i = 0; i < diagnosis->name_count; i++) {
		const struct name_verdict *v = &diagnosis->names[i];
		const struct findings *of_name = &v->conclusion.findings;

		if (!fact_string_is(v->fact, "role", "proxy"))
			continue;
		for (size_t j = 0; j < of_name->count; j++)
			if (!is_said(findings, &of_name->items[j]))
				finding_keep(findings, diagnosis->arena,
					     &of_name->items[j]);
	}
}
