/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_starter.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

/** struct unit_starter - A .socket unit, and the service that it starts */
struct unit_starter {
	const char *socket;
	const char *service;
};

bool unit_starter_service(const char *socket, const struct unit_keys *keys,
			  char *service)
{
	if (keys->service[0]) {
		strcpy(service, keys->service);
		return true;
	}
	return unit_name_retype(socket, keys->accept ? "@.service" : ".service",
				service);
}

static void add(struct unit_starters *starters, struct unit_files *files,
		const char *socket)
{
	char service[UNIT_NAME];
	struct unit unit;

	if (!text_ends(socket, ".socket") || strlen(socket) >= UNIT_NAME ||
	    unit_load(files, socket, &unit) ||
	    !unit_starter_service(socket, &unit.keys, service))
		return;
	starters->all[starters->count++] = (struct unit_starter){
		socket, arena_strdup(files->arena, service),
	};
}

/* The tree's entries are sorted: those with one name follow each other. */
static void find_all(struct unit_starters *starters, struct unit_files *files)
{
	const struct unit_entry *entries = files->entries;

	starters->all = arena_alloc(files->arena, (files->count + 1) *
						  sizeof(*starters->all));
	for (size_t i = 0; starters->all && i < files->count; i++) {
		if (unit_files_late(files, entries[i].directory->path))
			break;
		if (!i || strcmp(entries[i].name, entries[i - 1].name))
			add(starters, files, entries[i].name);
	}
}

/* A socket that is neither enabled nor wanted by others starts nothing. */
static bool is_on(struct unit_files *files, const char *socket)
{
	const char *enabled;
	struct unit unit;

	if (unit_load(files, socket, &unit))
		return false;
	enabled = unit_enabled(files, socket, &unit);
	return strcmp(enabled, "disabled") && strcmp(enabled, "masked") &&
	       strcmp(enabled, "indirect");
}

static bool starts(const struct unit_starter *starter, const char *service)
{
	char template[UNIT_NAME];

	return starter->service &&
	       (!strcmp(starter->service, service) ||
		(unit_name_template(service, template) &&
		 !strcmp(starter->service, template)));
}

void unit_starters_of(struct unit_starters *starters,
		      struct unit_files *files, const char *service,
		      const struct unit_keys *keys, struct strings *sockets)
{
	for (size_t i = 0; keys->sockets[i][0]; i++)
		strings_add_once(sockets, files->arena,
				 arena_strdup(files->arena, keys->sockets[i]));
	if (!starters->all)
		find_all(starters, files);
	for (size_t i = 0; i < starters->count; i++) {
		const struct unit_starter *starter = &starters->all[i];

		if (!starts(starter, service) ||
		    !is_on(files, starter->socket))
			continue;
		if (sockets->count == UNIT_STARTERS_MAX) {
			unit_files_failed(files, -E2BIG, starter->socket);
			break;
		}
		strings_add_once(sockets, files->arena, starter->socket);
	}
}
