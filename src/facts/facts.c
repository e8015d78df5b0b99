/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/facts.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "facts/kinds.h"
#include "facts/memory.h"
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
	struct facts *facts = calloc(1, sizeof(*facts));

	memory_watch();
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
	items = realloc(facts->items, size * sizeof(*items));
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
	return !facts->error && memory_failed() ? -ENOMEM : facts->error;
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

const char *fact_string(const struct fact *fact, const char *member)
{
	return json_string_value(json_object_get(fact->value, member));
}

int64_t fact_integer(const struct fact *fact, const char *member,
		     int64_t otherwise)
{
	const json_t *v = json_object_get(fact->value, member);

	return json_is_integer(v) ? json_integer_value(v) : otherwise;
}

bool fact_true(const struct fact *fact, const char *member)
{
	return json_is_true(json_object_get(fact->value, member));
}

const char *fact_text(const struct fact *fact, const char *member,
		      const char *otherwise)
{
	const char *s = fact_string(fact, member);

	return s ? s : otherwise;
}

bool fact_string_is(const struct fact *fact, const char *member,
		    const char *value)
{
	const char *s = fact_string(fact, member);

	return s && !strcmp(s, value);
}

const json_t *fact_array(const struct fact *fact, const char *member)
{
	const json_t *v = json_object_get(fact->value, member);

	return json_is_array(v) ? v : NULL;
}

const char *fact_item(const struct fact *fact, const char *member,
		      size_t index)
{
	return json_string_value(
		json_array_get(fact_array(fact, member), index));
}

const char *fact_join(struct arena *arena, const struct fact *fact,
		      const char *member, const char *separator, size_t max)
{
	size_t count = json_array_size(fact_array(fact, member));
	const char *out = NULL;

	for (size_t i = 0; i < count && i < max; i++) {
		const char *item = fact_item(fact, member, i);

		if (item)
			out = out ? arena_printf(arena, "%s%s%s", out,
						 separator, item) : item;
	}
	if (out && count > max)
		out = arena_printf(arena, "%s%s...", out, separator);
	return out;
}

int fact_endpoint(const struct fact *fact, struct address *address,
		  uint16_t *port, enum protocol *protocol)
{
	const char *text = fact_string(fact, "address");
	const char *name = fact_string(fact, "protocol");
	int64_t number = fact_integer(fact, "port", -1);
	struct address parsed;

	if (!text || !name || number < 0 || number > 65535 ||
	    (strcmp(name, "tcp") && strcmp(name, "udp")) ||
	    address_parse(text, &parsed))
		return -EINVAL;
	if (address)
		*address = parsed;
	if (port)
		*port = (uint16_t)number;
	if (protocol)
		*protocol = name[0] == 'u' ? PROTOCOL_UDP : PROTOCOL_TCP;
	return 0;
}

bool fact_is(const struct fact *fact, const char *code_name)
{
	return fact->code.name && !strcmp(fact->code.name, code_name);
}

json_t *value_text(const char *bytes, size_t length)
{
	json_t *value;
	char *clean;
	size_t n;

	if (!bytes)
		return json_null();
	clean = memory_take(4 * length + 1);
	if (!clean)
		return NULL;
	n = text_printable(bytes, length, clean);
	value = json_stringn(clean, n);
	free(clean);
	return value;
}

json_t *value_string(const char *string)
{
	return value_text(string, string ? strlen(string) : 0);
}

json_t *value_endpoint(const struct address *address, uint16_t port,
		       enum protocol protocol)
{
	char text[ADDRESS_TEXT];

	/* A zone is what somebody typed: any bytes. */
	return json_pack("{s:o, s:i, s:s}", "address",
			 value_string(address_format(address, text)), "port",
			 (int)port, "protocol", protocol_name(protocol));
}

const char *fact_status_name(enum fact_status status)
{
	static const char *const names[] = {
		[FACT_SEEN] = "SEEN",	   [FACT_ABSENT] = "ABSENT",
		[FACT_DENIED] = "DENIED",  [FACT_UNSUPPORTED] = "UNSUPPORTED",
		[FACT_FAILED] = "FAILED",
	};

	return names[status];
}
