/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Units of systemd and init scripts, as facts.
 *
 * All is read from files, so that it is the same in a container or a rescue
 * system, and no service manager is asked, which may hang.  A unit that
 * systemd made for an init script starts at boot if the script does.
 *
 * An ordinary user writes units of his own, so all that a unit leads to is
 * bounded: how many there are, what each has, and the time.
 */
#include "collect/unit/unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "collect/unit/unit_init.h"
#include "collect/unit/unit_starter.h"
#include "facts/code.h"

#define UNITS_MAX 64	/* a unit and those that it leads to */

static const struct unit_tree the_system = {.root = ""};

static const char *manager_of(const struct unit_files *files)
{
	return files->user ? "systemd-user" : "systemd";
}

/**
 * struct collection - A unit, and those that it leads to
 * @known:	Has a fact already of the units that get no second one
 * @facts:	Appended to
 * @names:	Those units: what a unit starts, or is started by, is added
 *		behind it
 */
struct collection {
	const struct facts *known;
	struct facts *facts;
	struct unit_files *files;
	struct unit_starters starters;
	struct strings names;
};

static bool is_known(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_UNIT, unit)
		if (fact_string_is(unit, "name", name))
			return true;
	return false;
}

int unit_starts(const char *socket, char *service)
{
	struct unit_files *files = unit_files_open(&the_system);
	struct unit unit;
	int rc = files ? unit_load(files, socket, &unit) : -ENOMEM;

	if (!rc && !unit_starter_service(socket, &unit.keys, service))
		rc = -ENOENT;
	unit_files_close(files);
	return rc;
}

/* Units may name each other without end. */
static void add_name(struct collection *c, const char *name)
{
	struct arena *arena = c->files->arena;

	if (strings_has(&c->names, name))
		return;
	if (c->names.count == UNITS_MAX)
		unit_files_failed(c->files, -E2BIG, name);
	else
		strings_add(&c->names, arena, arena_strdup(arena, name));
}

static json_t *started_by(struct collection *c, const char *service,
			  const struct unit_keys *keys)
{
	struct strings sockets = {0};
	json_t *names;

	unit_starters_of(&c->starters, c->files, service, keys, &sockets);
	if (!sockets.count)
		return json_null();
	names = json_array();
	for (size_t i = 0; i < sockets.count; i++) {
		add_name(c, sockets.items[i]);
		json_array_append_new(names, value_string(sockets.items[i]));
	}
	return names;
}

static const char *enabled(struct unit_files *files, const char *name,
			   const struct unit *unit)
{
	const char *script = text_base(unit->keys.source);

	if (unit->state && !strcmp(unit->state, "generated") &&
	    text_starts(unit->keys.source, "/etc/init.d/"))
		return init_script_state(init_script_enabled(files->root,
							     script));
	return unit_enabled(files, name, unit);
}

static json_t *string_or_null(const char *string)
{
	return string[0] ? value_string(string) : json_null();
}

static json_t *unit_value(struct collection *c, const char *name,
			  const char *type, const struct unit *unit)
{
	char service[UNIT_NAME];
	json_t *value = json_pack(
		"{s:s, s:o, s:s, s:o, s:o}", "manager", manager_of(c->files),
		"file", value_string(unit->path), "enabled",
		enabled(c->files, name, unit), "description",
		string_or_null(unit->keys.description), "command",
		string_or_null(unit->keys.command));

	if (!strcmp(type, "socket") &&
	    unit_starter_service(name, &unit->keys, service)) {
		add_name(c, service);
		json_object_set_new(value, "starts", value_string(service));
	}
	if (!strcmp(type, "service"))
		json_object_set_new(value, "started_by",
				    started_by(c, name, &unit->keys));
	return value;
}

/* Without a unit file: an init script, or nothing that files tell of. */
static json_t *value_without_file(const struct unit_files *files,
				  const char *name)
{
	char script[UNIT_NAME];

	if (files->user || (strchr(name, '.') && !text_ends(name, ".service")) ||
	    !unit_name_retype(name, "", script))
		return NULL;
	return init_script_value(files->root, script);
}

static enum fact_status status_of(const json_t *file, int error)
{
	if (file)
		return FACT_SEEN;
	return error ? code_errno_status(error) : FACT_ABSENT;
}

/* What could not be read may have been the unit, or more about it. */
static void add_fact(struct collection *c, const char *name, const char *type,
		     json_t *value)
{
	const json_t *file = json_object_get(value, "file");
	int error = c->files->error;
	struct fact_code code = code_errno(-error);

	if (!value)
		value = json_pack("{s:s}", "manager", manager_of(c->files));
	json_object_set_new(value, "name", value_string(name));
	json_object_set_new(value, "type", value_string(type));
	if (error)
		json_object_set_new(value, "unread",
				    value_string(c->files->unread));
	facts_add(c->facts, FACT_UNIT, status_of(file, error),
		  file ? json_string_value(file) : "unit files",
		  error ? &code : NULL, value, "unit %s", name);
}

static void collect_one(struct collection *c, const char *name)
{
	const char *type = strchr(name, '.') ? unit_name_type(name) :
					       "service";
	struct unit unit;

	if (is_known(c->known, name) || strchr(name, '/') ||
	    strlen(name) >= UNIT_NAME)
		return;
	add_fact(c, name, type,
		 unit_load(c->files, name, &unit) ?
			 value_without_file(c->files, name) :
			 unit_value(c, name, type, &unit));
}

void unit_collect(struct facts *facts, const struct unit_tree *tree,
		  const char *name)
{
	struct collection c = {.known = facts, .facts = facts};

	c.files = unit_files_open(tree);
	if (c.files)
		add_name(&c, name);
	else
		facts_add(facts, FACT_UNIT, FACT_FAILED, "unit files", NULL,
			  NULL, "unit %s", name);
	for (size_t i = 0; i < c.names.count; i++)
		collect_one(&c, c.names.items[i]);
	unit_files_close(c.files);
}
