/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/save.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "facts/kinds.h"
#include "facts/store.h"
#include "port/file/file.h"

static json_t *fact_to_json(const struct fact *fact)
{
	json_t *code = json_null();

	if (fact->code.space)
		code = json_pack("{s:s, s:i, s:s*}", "space", fact->code.space,
				 "number", fact->code.number, "name",
				 fact->code.name);
	if (json_is_null(code))
		return json_pack("{s:s, s:s, s:s, s:s, s:O}", "kind",
				 fact->kind_name, "subject", fact->subject,
				 "source", fact->source, "status",
				 fact_status_name(fact->status), "value",
				 fact->value);
	return json_pack("{s:s, s:s, s:s, s:s, s:o, s:O}", "kind",
			 fact->kind_name, "subject", fact->subject, "source",
			 fact->source, "status",
			 fact_status_name(fact->status), "code", code, "value",
			 fact->value);
}

char *fact_dump(const struct fact *fact)
{
	json_t *json = fact_to_json(fact);
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL, *line;
	size_t length = text ? strlen(text) : 0;

	json_decref(json);
	line = text ? memory_resize(text, length + 2) : NULL;
	if (!line) {
		free(text);
		return NULL;
	}
	memcpy(line + length, "\n", 2);
	return line;
}

json_t *facts_to_json(const struct facts *facts)
{
	json_t *array = json_array();

	for (size_t i = 0; array && i < facts_count(facts); i++) {
		if (json_array_append_new(array,
					  fact_to_json(facts_at(facts, i)))) {
			json_decref(array);
			array = NULL;
		}
	}
	return array;
}

char *facts_dump(const struct facts *facts)
{
	json_t *array = facts_to_json(facts);
	json_t *file = json_pack("{s:s, s:i, s:o}", "format", FACTS_FORMAT,
				 "version", FACTS_VERSION, "facts", array);
	char *text = file ? json_dumps(file, JSON_INDENT(1)) : NULL;

	json_decref(file);
	return text;
}

int facts_save(const struct facts *facts, const char *path, int timeout)
{
	char *text = facts_dump(facts);
	int rc = text ? file_replace(path, text, strlen(text), timeout) :
			-ENOMEM;

	free(text);
	return rc;
}

static int status_find(const char *name, enum fact_status *status)
{
	for (enum fact_status s = FACT_SEEN; s <= FACT_FAILED; s++) {
		if (!strcmp(name, fact_status_name(s))) {
			*status = s;
			return 0;
		}
	}
	return -EINVAL;
}

static int load_code(const json_t *json, struct fact_code *code)
{
	const json_t *space, *number, *name;

	if (!json)
		return 0;
	space = json_object_get(json, "space");
	number = json_object_get(json, "number");
	name = json_object_get(json, "name");
	if (!json_is_string(space) || !json_is_integer(number) ||
	    (name && !json_is_string(name)) ||
	    json_integer_value(number) < INT32_MIN ||
	    json_integer_value(number) > INT32_MAX)
		return -EINVAL;
	code->space = json_string_value(space);
	code->number = (int)json_integer_value(number);
	code->name = json_string_value(name);
	return 0;
}

/*
 * A copy of a value with printable strings, as a collector would have made
 * them: a file must not be able to control the reader's terminal.  NULL when
 * memory is out.
 */
static json_t *printable(const json_t *value)
{
	json_t *copy, *part;
	const char *key;
	size_t i;

	switch (json_typeof(value)) {
	case JSON_STRING:
		return value_text(json_string_value(value),
				  json_string_length(value));
	case JSON_ARRAY:
		copy = json_array();
		json_array_foreach(value, i, part)
			if (json_array_append_new(copy, printable(part)))
				goto fail;
		return copy;
	case JSON_OBJECT:
		copy = json_object();
		json_object_foreach((json_t *)value, key, part)
			if (json_object_set_new(copy, key, printable(part)))
				goto fail;
		return copy;
	default:
		return json_deep_copy(value);
	}
fail:
	json_decref(copy);
	return NULL;
}

static int load_fact(struct facts *facts, size_t index, json_t *json,
		     char *error)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));
	const char *status = json_string_value(json_object_get(json, "status"));
	struct fact fact = {
		.kind_name = kind,
		.subject = json_string_value(json_object_get(json, "subject")),
		.source = json_string_value(json_object_get(json, "source")),
		.value = json_object_get(json, "value"),
	};
	const char *member = NULL;

	if (!kind || !status || !fact.subject || !fact.source) {
		snprintf(error, FACTS_ERROR_TEXT, "fact %zu has no text `%s`",
			 index,
			 !kind ? "kind" : !status ? "status" :
			 !fact.subject ? "subject" : "source");
		return -EINVAL;
	}
	fact.kind = fact_kind_find(kind);
	if (status_find(status, &fact.status)) {
		snprintf(error, FACTS_ERROR_TEXT,
			 "fact %zu has the unknown status `%.32s`", index,
			 status);
		return -EINVAL;
	}
	if (load_code(json_object_get(json, "code"), &fact.code)) {
		snprintf(error, FACTS_ERROR_TEXT,
			 "fact %zu has a `code` that is none", index);
		return -EINVAL;
	}
	if (fact_kind_check(fact.kind, fact.value, &member)) {
		snprintf(error, FACTS_ERROR_TEXT,
			 "fact %zu (%.32s): `%s` is missing or of a wrong type",
			 index, kind, member ? member : "value");
		return -EINVAL;
	}
	fact.value = printable(fact.value);
	if (!fact.value)
		return -ENOMEM;
	return facts_store(facts, &fact) ? 0 : -ENOMEM;
}

static int load_list(struct facts *facts, const json_t *root, char *error)
{
	const char *format = json_string_value(json_object_get(root, "format"));
	const json_t *version = json_object_get(root, "version");
	const json_t *list = json_object_get(root, "facts");

	/* The output of --json carries its facts too. */
	if (!format && json_object_get(root, "verdicts"))
		version = json_object_get(root, "schema");
	else if (!format || strcmp(format, FACTS_FORMAT))
		goto wrong;
	if (!json_is_integer(version) || !json_is_array(list))
		goto wrong;
	if (json_integer_value(version) != FACTS_VERSION) {
		snprintf(error, FACTS_ERROR_TEXT,
			 "facts of version %lld; this program reads version %d",
			 (long long)json_integer_value(version), FACTS_VERSION);
		return -EPROTONOSUPPORT;
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		int rc = load_fact(facts, i, json_array_get(list, i), error);

		if (rc)
			return rc;
	}
	return 0;
wrong:
	snprintf(error, FACTS_ERROR_TEXT,
		 "not a facts file: no `format`, `version` and `facts`");
	return -EINVAL;
}

/* The message may contain parts of the file: make it one printable line. */
static void clean_error(char *error)
{
	char clean[4 * FACTS_ERROR_TEXT + 1];

	text_printable(error, strlen(error), clean);
	clean[FACTS_ERROR_TEXT - 1] = '\0';
	strcpy(error, clean);
}

static int parse(const char *bytes, size_t length, json_t **root, char *error)
{
	json_error_t where;

	*root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &where);
	if (*root)
		return 0;
	snprintf(error, FACTS_ERROR_TEXT, "line %d, column %d: %.160s",
		 where.line, where.column, where.text);
	clean_error(error);
	return json_error_code(&where) == json_error_out_of_memory ? -ENOMEM :
								     -EINVAL;
}

static int loaded(int rc, json_t *root, char *error)
{
	if (rc == -ENOMEM)
		snprintf(error, FACTS_ERROR_TEXT, "out of memory");
	if (rc)
		clean_error(error);
	json_decref(root);
	return rc;
}

int facts_load(struct facts *facts, const char *bytes, size_t length,
	       char *error)
{
	json_t *root;
	int rc = parse(bytes, length, &root, error);

	return rc ? rc : loaded(load_list(facts, root, error), root, error);
}

int fact_load(struct facts *facts, const char *bytes, size_t length,
	      char *error)
{
	json_t *root;
	int rc = parse(bytes, length, &root, error);

	return rc ? rc : loaded(load_fact(facts, facts_count(facts), root,
					  error), root, error);
}

int facts_load_file(struct facts *facts, const char *path, char *error)
{
	size_t length;
	char *bytes;
	int rc;

	rc = file_read(path, FACTS_FILE_MAX, &bytes, &length);
	if (rc) {
		snprintf(error, FACTS_ERROR_TEXT, "%s",
			 rc == -EFBIG ? "larger than 64 MiB" : strerror(-rc));
		return rc;
	}
	rc = facts_load(facts, bytes, length, error);
	free(bytes);
	return rc;
}
