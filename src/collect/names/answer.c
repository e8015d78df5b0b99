/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "facts/code.h"
#include "port/clock.h"

struct answer *answer_new(struct answers *list, const char *source,
			  const char *how, const char *record)
{
	struct answer *answer = memory_zeroed(1, sizeof(*answer));

	if (!answer) {
		list->lost = true;
		return NULL;
	}
	*answer = (struct answer){
		.name = list->name, .source = source, .how = how,
		.record = record, .asked = clock_now(), .took = -1, .ttl = -1,
	};
	if (list->last)
		list->last->next = answer;
	else
		list->first = answer;
	list->last = answer;
	return answer;
}

static void append(struct answer *answer, json_t **array, json_t *value)
{
	if (!*array)
		*array = json_array();
	if (json_array_append_new(*array, value))
		answer->lost = true;
}

void answer_text(struct answer *answer, json_t **array, const char *bytes,
		 size_t length)
{
	append(answer, array, value_text(bytes, length));
}

void answer_address(struct answer *answer, const struct address *address)
{
	char text[ADDRESS_TEXT];
	const json_t *known;
	size_t i;

	address_format(address, text);
	json_array_foreach(answer->addresses, i, known)
		if (!strcmp(json_string_value(known), text))
			return;
	append(answer, &answer->addresses, json_string(text));
}

void answer_detail(struct answer *answer, const char *format, ...)
{
	size_t used = strlen(answer->detail);
	va_list ap;

	if (used && used + 2 < sizeof(answer->detail)) {
		memcpy(answer->detail + used, "; ", 3);
		used += 2;
	}
	va_start(ap, format);
	vsnprintf(answer->detail + used, sizeof(answer->detail) - used, format,
		  ap);
	va_end(ap);
}

void answer_end(struct answer *answer, enum fact_status status,
		const struct fact_code *code)
{
	if (answer->done)
		return;
	answer->done = true;
	answer->status = status;
	if (code)
		answer->code = *code;
	answer->took = clock_now() - answer->asked;
}

void answer_errno(struct answer *answer, enum fact_status status, int number)
{
	struct fact_code code = code_errno(number < 0 ? -number : number);

	answer_end(answer, status, &code);
}

static void set(json_t *value, const char *key, json_t *member, bool wanted)
{
	if (wanted)
		json_object_set_new(value, key, member);
	else
		json_decref(member);
}

static json_t *value_of(struct answer *a)
{
	json_t *value = json_object();

	if (!value || a->lost) {
		json_decref(value);
		return NULL;
	}
	set(value, "name", value_string(a->name), true);
	set(value, "source", json_string(a->source), true);
	set(value, "server", value_string(a->server), a->server[0]);
	set(value, "record", json_string(a->record), a->record);
	set(value, "addresses", json_incref(a->addresses), a->addresses);
	set(value, "names", json_incref(a->names), a->names);
	set(value, "chain", json_incref(a->chain), a->chain);
	set(value, "ttl", json_integer(a->ttl), a->ttl >= 0);
	set(value, "file", value_string(a->file), a->file);
	set(value, "line", json_integer(a->line), a->line);
	set(value, "given", json_true(), a->given);
	set(value, "took", json_integer(a->took), a->took >= 0);
	set(value, "detail", value_string(a->detail), a->detail[0]);
	return value;
}

static void save(struct answer *a, struct facts *facts)
{
	bool has_server = a->server[0];

	facts_add(facts, FACT_NAME_ANSWER, a->status, a->how,
		  a->code.space ? &a->code : NULL, value_of(a),
		  "%s, by %s%s%s%s%s", a->name, a->source,
		  has_server ? " " : "", a->server, a->record ? ", " : "",
		  a->record ? a->record : "");
	json_decref(a->addresses);
	json_decref(a->names);
	json_decref(a->chain);
}

void answers_save(struct answers *list, struct facts *facts)
{
	struct answer *answer = list->first, *next;

	for (; answer; answer = next) {
		next = answer->next;
		save(answer, facts);
		free(answer);
	}
	if (list->lost)
		facts_add(facts, FACT_NAME_ANSWER, FACT_FAILED, "malloc",
			  NULL, NULL, "%s", list->name);
	*list = (struct answers){.name = list->name};
}
