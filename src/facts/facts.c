/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/facts.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "facts/kinds.h"
#include "facts/store.h"

#define MISFIT_TEXT 64

struct facts {
	struct arena *arena;
	struct fact **items;	/* fact by fact, so that they never move */
	size_t count;
	size_t size;
	int error;
	char misfit[MISFIT_TEXT];
	int (*pass)(void *user, const struct fact *fact);
	void *user;
};

struct facts *facts_new(void)
{
	struct facts *facts = memory_zeroed(1, sizeof(*facts));

	value_setup();
	if (!facts)
		return NULL;
	facts->arena = arena_new();
	if (!facts->arena) {
		free(facts);
		return NULL;
	}
	return facts;
}

struct facts *facts_new_passing(int (*pass)(void *user,
					    const struct fact *fact),
				void *user)
{
	struct facts *facts = facts_new();

	if (!facts)
		return NULL;
	facts->pass = pass;
	facts->user = user;
	return facts;
}

void facts_free(struct facts *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; i < facts->count; i++)
		json_decref(facts->items[i]->value);
	free(facts->items);
	arena_free(facts->arena);
	free(facts);
}

/* Take JSON's nulls out: an unknown member is a missing one. */
static void drop_nulls(json_t *value)
{
	const char *key;
	json_t *member;
	void *next;

	json_object_foreach_safe(value, next, key, member)
		if (json_is_null(member))
			json_object_del(value, key);
}

static const char *keep_printable(struct arena *arena, const char *string)
{
	size_t length = string ? strlen(string) : 0;
	char *copy = string ? arena_alloc(arena, 4 * length + 1) : NULL;

	if (copy)
		text_printable(string, length, copy);
	return copy;
}

static bool grow(struct facts *facts)
{
	size_t size = facts->size ? facts->size * 2 : 64;
	struct fact **items;

	if (facts->count < facts->size)
		return true;
	items = memory_resize(facts->items, size * sizeof(*items));
	if (!items)
		return false;
	facts->items = items;
	facts->size = size;
	return true;
}

static void pass_on(struct facts *facts, const struct fact *fact)
{
	int rc = facts->error ? 0 : facts->pass(facts->user, fact);

	json_decref(fact->value);
	if (rc)
		facts->error = rc;
	/* Its subject is in there. */
	arena_free(facts->arena);
	facts->arena = arena_new();
	if (!facts->arena && !facts->error)
		facts->error = -ENOMEM;
}

const struct fact *facts_store(struct facts *facts, const struct fact *fact)
{
	struct arena *arena = facts->arena;
	struct fact *kept = arena_alloc(arena, sizeof(*kept));

	if (!kept || !grow(facts))
		goto fail;
	*kept = *fact;
	kept->kind_name = keep_printable(arena, fact->kind_name);
	kept->subject = keep_printable(arena, fact->subject);
	kept->source = keep_printable(arena, fact->source);
	kept->code.space = keep_printable(arena, fact->code.space);
	kept->code.name = keep_printable(arena, fact->code.name);
	if (arena_failed(arena))
		goto fail;
	kept->index = facts->count;
	facts->items[facts->count++] = kept;
	return kept;
fail:
	json_decref(fact->value);
	if (!facts->error)
		facts->error = -ENOMEM;
	return NULL;
}

static void refuse(struct facts *facts, enum fact_kind kind,
		   const char *member)
{
	if (facts->error)
		return;
	facts->error = -EINVAL;
	snprintf(facts->misfit, sizeof(facts->misfit), "%s%s%.32s",
		 fact_kind_name(kind), member ? "." : "",
		 member ? member : "");
}

const struct fact *facts_add(struct facts *facts, enum fact_kind kind,
			     enum fact_status status, const char *source,
			     const struct fact_code *code, json_t *value,
			     const char *subject, ...)
{
	struct fact fact = {
		.kind = kind,
		.kind_name = fact_kind_name(kind),
		.source = source,
		.status = status,
		.value = value,
	};
	const char *member;
	va_list ap;

	if (code)
		fact.code = *code;
	va_start(ap, subject);
	fact.subject = arena_vprintf(facts->arena, subject, ap);
	va_end(ap);
	if (!value || !fact.subject) {
		json_decref(value);
		if (!facts->error)
			facts->error = -ENOMEM;
		return NULL;
	}
	drop_nulls(value);
	if (fact_kind_check_own(kind, value, &member)) {
		refuse(facts, kind, member);
		json_decref(value);
		return NULL;
	}
	if (facts->pass) {
		pass_on(facts, &fact);
		return NULL;
	}
	return facts_store(facts, &fact);
}

int facts_error(const struct facts *facts)
{
	return facts->error;
}

const char *facts_misfit(const struct facts *facts)
{
	return facts->misfit;
}

size_t facts_count(const struct facts *facts)
{
	return facts->count;
}

const struct fact *facts_at(const struct facts *facts, size_t index)
{
	return facts->items[index];
}

const struct fact *facts_next(const struct facts *facts, enum fact_kind kind,
			      const struct fact *after)
{
	for (size_t i = after ? after->index + 1 : 0; i < facts->count; i++)
		if (facts->items[i]->kind == kind)
			return facts->items[i];
	return NULL;
}

size_t facts_count_of(const struct facts *facts, enum fact_kind kind)
{
	size_t count = 0;

	facts_each(facts, kind, f)
		count++;
	return count;
}
