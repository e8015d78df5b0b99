/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/wsp/wsp_draft.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/bind/draft.h"

static const char class[] = "wsp-client";

struct draft wsp_draft(const struct wsp *wsp)
{
	struct draft draft = bind_draft(wsp->scene, class);

	draft.name = class;
	terms_set(&draft.terms, "program", wsp->program);
	terms_set(&draft.terms, "proxy", wsp->proxy);
	if (wsp->copied)
		terms_flag(&draft.terms, "copied");
	if (wsp->program && !strcmp(wsp->program, "msexcimc"))
		terms_flag(&draft.terms, "msexcimc");
	return draft;
}

void wsp_blame_name(struct draft *draft, const struct wsp *wsp)
{
	draft->class = "name-resolution";
	draft->name = wsp->proxy;
}

const char *wsp_place(struct arena *arena, const struct fact *f)
{
	const char *file = fact_text(f, "file", "?");
	int64_t line = fact_integer(f, "line", 0);

	if (line <= 0)
		return file;
	return arena_printf(arena, "%s:%" PRId64, file, line);
}

/* What a fact says, beside its place; NULL for nothing. */
static const char *words_of(struct arena *arena, const struct fact *f)
{
	if (f->kind == FACT_WSP_RANGE)
		return arena_printf(arena, "%s to %s",
				    fact_string(f, "first"),
				    fact_string(f, "last"));
	if (fact_string(f, "key"))
		return arena_printf(arena, "[%s] %s=%s",
				    fact_text(f, "section", ""),
				    fact_string(f, "key"),
				    fact_text(f, "value", ""));
	if (f->status == FACT_ABSENT)
		return "not there";
	if (fact_integer(f, "line", 0) > 0 && fact_true(f, "blank_lines"))
		return "blank";
	return wsp_is_unicode(f) ? fact_string(f, "encoding") : NULL;
}

void wsp_cite(struct draft *draft, const struct fact *fact)
{
	struct terms *terms = &draft->terms;
	struct arena *arena = terms->arena;
	const char *words;
	int64_t line;

	if (!fact)
		return;
	line = fact_integer(fact, "line", 0);
	if (!terms_get(terms, "file")) {
		terms_set(terms, "file", fact_string(fact, "file"));
		if (line > 0)
			terms_set(terms, "line",
				  arena_printf(arena, "%" PRId64, line));
		terms_set(terms, "key", fact_string(fact, "key"));
		terms_set(terms, "value", fact_string(fact, "value"));
	}
	words = words_of(arena, fact);
	evidence_add(&draft->evidence, fact, "file",
		     arena_printf(arena, "%s%s%s", wsp_place(arena, fact),
				  words ? "  " : "", words ? words : ""));
}
