/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether names of services and protocols can be looked up: through libc,
 * which is what a server calls, and in the files that the system goes by,
 * which is what can be mended.  Under the root of a chrooted server the files
 * alone: libc there is not ours to call.
 */
#include "collect/database/database.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "collect/names/resolve.h"
#include "facts/code.h"
#include "port/net/inet.h"

const char *const database_names[] = {
	[DATABASE_SERVICES] = "services",
	[DATABASE_PROTOCOLS] = "protocols",
};

static const char *entry_name(const char *name, const char *protocol,
			      char *entry, size_t size)
{
	snprintf(entry, size, "%s%s%s", name, protocol ? "/" : "",
		 protocol ? protocol : "");
	return entry;
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

/* What a server gets that calls libc. */
static void ask_libc(const struct database_search *s, enum database database,
		     const char *name, const char *protocol)
{
	char entry[160];
	json_t *value = database_value(s, database,
				       entry_name(name, protocol, entry,
						  sizeof(entry)),
				       "libc");
	struct fact_code code = {NULL, 0, NULL};
	int number = -1;

	if (database == DATABASE_SERVICES) {
		const struct servent *found = getservbyname(name, protocol);

		if (found)
			number = ntohs((uint16_t)found->s_port);
	} else {
		const struct protoent *found = getprotobyname(name);

		if (found)
			number = found->p_proto;
	}
	if (number >= 0)
		json_object_set_new(value, "number", json_integer(number));
	else
		code = database_code();
	facts_add(s->facts, FACT_DATABASE,
		  number >= 0 ? FACT_SEEN : FACT_ABSENT,
		  protocol ? "getservbyname" : "getprotobyname",
		  code.space ? &code : NULL, value, "%s, through libc", entry);
}

static void add_bad(json_t *value, const struct database_entry *entry)
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

static enum fact_status status_of(int rc)
{
	if (rc == -ENOENT || rc == -ENOTDIR)
		return FACT_ABSENT;
	return code_errno_status(rc);
}

/* What stands in one file. */
static void ask_file(const struct database_search *s, enum database database,
		     const struct database_text *text, const char *name,
		     const char *protocol)
{
	char entry[160];
	json_t *value = database_value(s, database,
				       entry_name(name, protocol, entry,
						  sizeof(entry)),
				       "file");
	struct fact_code code = code_errno(-text->rc);
	enum fact_status status = status_of(text->rc);
	struct database_entry found = {0};

	json_object_set_new(value, "file", value_string(text->path));
	if (!text->rc) {
		found = database_find(cursor_over(text->bytes, text->length),
				      database, name, protocol);
		status = found.line ? FACT_SEEN : FACT_ABSENT;
		add_bad(value, &found);
	}
	if (found.line) {
		json_object_set_new(value, "line", json_integer(found.line));
		json_object_set_new(value, "number",
				    json_integer(found.value));
	} else {
		database_package(s, text, value);
	}
	if (text->rc == -EINVAL || text->rc == -EISDIR)
		json_object_set_new(value, "detail",
				    json_string("not an ordinary file"));
	else if (text->rc == -EFBIG)
		json_object_set_new(value, "detail",
				    json_string("larger than any such file"));
	facts_add(s->facts, FACT_DATABASE, status, text->path,
		  text->rc ? &code : NULL, value, "%s, in %s", entry,
		  text->path);
}

void database_ask_file(const struct database_search *s, enum database database,
		       const struct database_text *text)
{
	if (database == DATABASE_SERVICES) {
		for (size_t i = 0; i < s->count; i++)
			ask_file(s, database, text, s->services[i],
				 s->protocols[i]);
	} else {
		ask_file(s, database, text, "tcp", NULL);
		ask_file(s, database, text, "udp", NULL);
	}
}

/* @word may have an address before the name, and a protocol behind it. */
static void add_service(struct database_search *s, const char *word,
			const char *protocol)
{
	const char *colon = strrchr(word, ':');
	const char *name = colon ? colon + 1 : word;
	char *service;

	if (s->count == DATABASE_SERVICES_MAX)
		return;
	service = s->services[s->count];
	snprintf(service, DATABASE_SERVICE_TEXT, "%.*s",
		 (int)strcspn(name, "/"), name);
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->services[i], service) &&
		    !strcmp(s->protocols[i], protocol))
			return;
	s->protocols[s->count++] = protocol;
}

void database_collect(struct facts *facts, const struct collect *run)
{
	struct database_search s = {
		.facts = facts,
		.root = run->root ? run->root : "",
		.deadline = run->deadline,
	};

	add_service(&s, "smtp", "tcp");
	for (size_t i = 0; i < run->count; i++)
		if (run->targets[i].service)
			add_service(&s, run->targets[i].service,
				    protocol_name(run->targets[i].protocol));
	if (!run->root) {
		for (size_t i = 0; i < s.count; i++)
			ask_libc(&s, DATABASE_SERVICES, s.services[i],
				 s.protocols[i]);
		ask_libc(&s, DATABASE_PROTOCOLS, "tcp", NULL);
		ask_libc(&s, DATABASE_PROTOCOLS, "udp", NULL);
	}
	database_ask_files(&s);
}
