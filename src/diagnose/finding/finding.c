/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/finding.h"

#include <string.h>

#include "data/data.h"

static void add_words(struct strings *list, struct arena *arena,
		      const char *words)
{
	const char *word;
	size_t length;

	while ((word = data_next_word(&words, &length)))
		strings_add(list, arena, arena_strndup(arena, word, length));
}

struct draft draft_start(struct arena *arena, const char *class)
{
	return (struct draft){
		.terms = {.arena = arena},
		.evidence = {.arena = arena},
		.confidence = CONFIDENCE_CERTAIN,
		.class = class,
	};
}

/* The culprit of a draft; NULL when memory is out. */
static const struct culprit *culprit_of(const struct draft *draft)
{
	struct culprit *c;

	if (draft->culprit)
		return draft->culprit;
	c = arena_alloc(draft->terms.arena, sizeof(*c));
	if (c)
		*c = (struct culprit){
			.class = draft->class,
			.name = draft->name,
			.since = -1,
		};
	return c;
}

static struct finding *one_more(struct findings *findings, struct arena *arena)
{
	if (!findings->items)
		findings->items = arena_alloc(
			arena, FINDINGS_MAX * sizeof(*findings->items));
	if (!findings->items || findings->count == FINDINGS_MAX)
		return NULL;
	return &findings->items[findings->count++];
}

void finding_keep(struct findings *findings, struct arena *arena,
		  const struct finding *finding)
{
	struct finding *f = one_more(findings, arena);

	if (f)
		*f = *finding;
}

bool finding_listed(const struct findings *findings, const char *id)
{
	for (size_t i = 0; i < findings->count; i++)
		if (!strcmp(findings->items[i].id, id))
			return true;
	return false;
}

bool finding_add(struct findings *findings, const char *id,
		 struct draft *draft)
{
	const struct data_record *record = data_find(data_findings, "id", id);
	const struct culprit *culprit = culprit_of(draft);
	struct terms *terms = &draft->terms;
	struct finding *f;

	f = record && culprit ? one_more(findings, terms->arena) : NULL;
	if (!f)
		return false;
	terms_flag(terms, culprit->class);
	*f = (struct finding){
		.id = id,
		.title = data_get(record, "title"),
		.heading = data_get(record, "heading"),
		.stops = strcmp(data_get(record, "state"), "free") != 0,
		.confidence = draft->confidence,
		.culprit = culprit,
		.summary = template_line(data_get(record, "summary"), terms),
		.evidence = draft->evidence.items,
		.evidence_count = draft->evidence.count,
		.facts = draft->evidence.facts,
		.fact_count = draft->evidence.fact_count,
	};
	if (!f->summary)
		f->summary = f->title;
	template_remedy(data_get(record, "remedy"), terms, &f->remedy);
	add_words(&f->articles, terms->arena, data_get(record, "articles"));
	return true;
}
