/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/database/database_entry.h"

#include <errno.h>
#include <stdio.h>

#include "collect/database/database_package.h"
#include "facts/code.h"

#define ENTRY_TEXT (DATABASE_SERVICE_TEXT + 32)

const char *const database_names[] = {
	[DATABASE_SERVICES] = "services",
	[DATABASE_PROTOCOLS] = "protocols",
};

const char *database_entry_text(const char *name, const char *protocol,
				char *text, size_t size)
{
	snprintf(text, size, "%s%s%s", name, protocol ? "/" : "",
		 protocol ? protocol : "");
	return text;
}

json_t *database_value(const struct database_search *s, enum database database,
		       const char *entry, const char *through)
{
	json_t *value = json_pack("{s:s, s:o, s:s}", "database",
				  database_names[database], "entry",
				  value_string(entry), "through", through);

	if (value && *s->root)
		json_object_set_new(value, "root", value_string(s->root));
	return value;
}

static void add_bad_lines(json_t *value, const struct database_entry *entry)
{
	if (!entry->lines && !entry->bad)
		json_object_set_new(value, "detail",
				    json_string("the file is empty"));
	else if (entry->bad)
		json_object_set_new(
			value, "detail",
			json_sprintf("%u of its lines cannot be read, the "
				     "first is line %u",
				     entry->bad, entry->first_bad));
}

static enum fact_status status_of(int rc, const struct database_entry *entry)
{
	if (rc == -ENOENT || rc == -ENOTDIR)
		return FACT_ABSENT;
	if (rc)
		return code_errno_status(rc);
	return entry->line ? FACT_SEEN : FACT_ABSENT;
}

/* Why a file that is there was not read, where the code does not say it. */
static const char *reason(int rc)
{
	if (rc == -EINVAL || rc == -EISDIR)
		return "not an ordinary file";
	return rc == -EFBIG ? "larger than any such file" : NULL;
}

static void search_file(const struct database_search *s,
			enum database database,
			const struct database_text *text, const char *name,
			const char *protocol)
{
	char entry[ENTRY_TEXT];
	json_t *value = database_value(s, database,
				       database_entry_text(name, protocol,
							   entry,
							   sizeof(entry)),
				       "file");
	struct fact_code code = code_errno(-text->rc);
	struct database_entry found = {0};
	const char *detail = reason(text->rc);

	json_object_set_new(value, "file", value_string(text->path));
	if (!text->rc) {
		found = database_find(cursor_over(text->bytes, text->length),
				      database, name, protocol);
		add_bad_lines(value, &found);
	}
	if (found.line) {
		json_object_set_new(value, "line", json_integer(found.line));
		json_object_set_new(value, "number",
				    json_integer(found.value));
	} else {
		json_object_set_new(value, "package",
				    database_package(text->inside,
						     s->deadline));
	}
	if (detail)
		json_object_set_new(value, "detail", json_string(detail));
	facts_add(s->facts, FACT_DATABASE, status_of(text->rc, &found),
		  text->path, text->rc ? &code : NULL, value, "%s, in %s",
		  entry, text->path);
}

void database_search_file(const struct database_search *s,
			  enum database database,
			  const struct database_text *text)
{
	if (database == DATABASE_SERVICES) {
		for (size_t i = 0; i < s->count; i++)
			search_file(s, database, text, s->services[i],
				    s->protocols[i]);
	} else {
		search_file(s, database, text, "tcp", NULL);
		search_file(s, database, text, "udp", NULL);
	}
}
