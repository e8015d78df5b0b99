/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/wsp/wsp_draft.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/finding/finding.h"

struct wsp_draft *wsp_draft_new(const struct wsp *w)
{
	struct arena *arena = w->scene->arena;
	struct wsp_draft *d = arena_alloc(arena, sizeof(*d));

	if (!d)
		return NULL;
	d->evidence = arena_alloc(arena, sizeof(*d->evidence));
	if (!d->evidence)
		return NULL;
	d->evidence->arena = arena;
	d->confidence = CONFIDENCE_CERTAIN;
	finding_terms(&d->terms, w->scene);
	terms_set(&d->terms, "program", w->program);
	terms_set(&d->terms, "proxy", w->proxy);
	if (w->copied)
		terms_flag(&d->terms, "copied");
	if (w->program && !strcmp(w->program, "msexcimc"))
		terms_flag(&d->terms, "msexcimc");
	return d;
}

const char *wsp_place(struct arena *arena, const struct fact *f)
{
	const char *file = fact_string(f, "file");
	int64_t line = fact_integer(f, "line", 0);

	if (line <= 0)
		return file ? file : "?";
	return arena_printf(arena, "%s:%" PRId64, file ? file : "?", line);
}

void wsp_rest_on(struct wsp_draft *d, const struct fact *f)
{
	struct arena *arena = d->terms.arena;
	int64_t line = f ? fact_integer(f, "line", 0) : 0;
	const char *key, *value, *text;

	if (!f)
		return;
	key = fact_string(f, "key");
	value = fact_string(f, "value");
	if (!terms_get(&d->terms, "file")) {
		terms_set(&d->terms, "file", fact_string(f, "file"));
		if (line > 0)
			terms_set(&d->terms, "line",
				  arena_printf(arena, "%" PRId64, line));
		terms_set(&d->terms, "key", key);
		terms_set(&d->terms, "value", value);
	}
	if (f->kind == FACT_WSP_RANGE)
		text = arena_printf(arena, "%s to %s", fact_string(f, "first"),
				    fact_string(f, "last"));
	else if (key)
		text = arena_printf(arena, "[%s] %s=%s",
				    fact_string(f, "section") ?
					    fact_string(f, "section") : "",
				    key, value ? value : "");
	else
		text = f->status == FACT_ABSENT ? "not there" :
		       line > 0 && fact_true(f, "blank_lines") ? "blank" :
		       wsp_is_unicode(f) ? fact_string(f, "encoding") : NULL;
	evidence_add(d->evidence, f, "file",
		     arena_printf(arena, "%s%s%s", wsp_place(arena, f),
				  text ? "  " : "", text ? text : ""));
}
