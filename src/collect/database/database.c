/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/database/database.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "collect/database/database_entry.h"
#include "collect/database/database_system.h"
#include "port/net/inet.h"

/* The entry's number through libc, or -1. */
static int ask_libc(enum database database, const char *name,
		    const char *protocol)
{
	const struct servent *service;
	const struct protoent *number;

	if (database == DATABASE_SERVICES) {
		service = getservbyname(name, protocol);
		return service ? ntohs((uint16_t)service->s_port) : -1;
	}
	number = getprotobyname(name);
	return number ? number->p_proto : -1;
}

static void search_libc(const struct database_search *s,
			enum database database, const char *name,
			const char *protocol)
{
	char entry[DATABASE_SERVICE_TEXT + 32];
	json_t *value = database_value(s, database,
				       database_entry_text(name, protocol,
							   entry,
							   sizeof(entry)),
				       "libc");
	enum fact_status status = FACT_SEEN;
	struct fact_code code = {NULL, 0, NULL};
	int number;

	errno = 0;
	number = ask_libc(database, name, protocol);
	if (number >= 0)
		json_object_set_new(value, "number", json_integer(number));
	else
		status = database_status(&code);
	facts_add(s->facts, FACT_DATABASE, status,
		  protocol ? "getservbyname" : "getprotobyname",
		  code.space ? &code : NULL, value, "%s, through libc", entry);
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

void database_collect(struct facts *facts, const struct target *targets,
		      size_t count, const char *root, int64_t deadline)
{
	struct database_search s = {
		.facts = facts,
		.root = root ? root : "",
		.deadline = deadline,
	};

	add_service(&s, "smtp", "tcp");
	for (size_t i = 0; i < count; i++)
		if (targets[i].service)
			add_service(&s, targets[i].service,
				    protocol_name(targets[i].protocol));
	if (!root) {
		for (size_t i = 0; i < s.count; i++)
			search_libc(&s, DATABASE_SERVICES, s.services[i],
				    s.protocols[i]);
		search_libc(&s, DATABASE_PROTOCOLS, "tcp", NULL);
		search_libc(&s, DATABASE_PROTOCOLS, "udp", NULL);
	}
	database_search_files(&s);
}
