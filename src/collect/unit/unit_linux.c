/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Units of systemd and init scripts, as facts.
 *
 * All is read from files, so that it is the same in a container or a rescue
 * system, and no service manager is asked, which may hang.  A unit that
 * systemd made for an init script starts at boot if the script does.
 */
#include "collect/unit/unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "collect/unit/unit_init.h"
#include "collect/unit/unit_keys.h"

static const struct unit_tree the_system = {.root = ""};

static bool is_known(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_UNIT, unit) {
		const char *known = fact_string(unit, "name");

		if (known && !strcmp(known, name))
			return true;
	}
	return false;
}

static bool starts(const char *socket, const struct unit_keys *keys,
		   char *service)
{
	if (keys->service[0]) {
		strcpy(service, keys->service);
		return true;
	}
	return unit_name_retype(socket, keys->accept ? "@.service" : ".service",
				service);
}

int unit_starts(const char *socket, char *service)
{
	struct unit_files *files = unit_files_open(&the_system);
	struct unit unit;
	int rc = files ? unit_load(files, socket, &unit) : -ENOMEM;

	if (!rc && !starts(socket, &unit.keys, service))
		rc = -ENOENT;
	unit_files_close(files);
	return rc;
}

static bool has(const json_t *names, const char *name)
{
	for (size_t i = 0; i < json_array_size(names); i++)
		if (!strcmp(json_string_value(json_array_get(names, i)), name))
			return true;
	return false;
}

/* A socket that is neither enabled nor wanted by others starts nothing. */
static bool is_off(const char *enabled)
{
	return !strcmp(enabled, "disabled") || !strcmp(enabled, "masked") ||
	       !strcmp(enabled, "indirect");
}

static bool is_starter(struct unit_files *files, const char *socket,
		       const char *service)
{
	char started[UNIT_NAME], template[UNIT_NAME];
	struct unit unit;

	if (!text_ends(socket, ".socket") || strlen(socket) >= UNIT_NAME ||
	    unit_load(files, socket, &unit) ||
	    !starts(socket, &unit.keys, started))
		return false;
	if (strcmp(started, service) &&
	    (!unit_name_template(service, template) ||
	     strcmp(started, template)))
		return false;
	return !is_off(unit_enabled(files, socket, &unit));
}

/* The .socket units that start a service. */
static json_t *started_by(struct unit_files *files, const char *service,
			  const struct unit_keys *keys)
{
	json_t *names = json_array();

	for (size_t i = 0; keys->sockets[i][0]; i++)
		json_array_append_new(names, value_string(keys->sockets[i]));
	for (size_t i = 0; i < files->count; i++) {
		const char *socket = files->entries[i].name;

		if (!has(names, socket) && is_starter(files, socket, service))
			json_array_append_new(names, value_string(socket));
	}
	if (json_array_size(names))
		return names;
	json_decref(names);
	return json_null();
}

static const char *enabled(const struct unit_files *files, const char *name,
			   const struct unit *unit)
{
	const char *script = text_base(unit->keys.source);

	if (unit->state && !strcmp(unit->state, "generated") &&
	    text_starts(unit->keys.source, "/etc/init.d/"))
		return init_script_enabled(files->root, script) ? "enabled" :
								  "disabled";
	return unit_enabled(files, name, unit);
}

static json_t *string_or_null(const char *string)
{
	return string[0] ? value_string(string) : json_null();
}

static json_t *unit_value(struct unit_files *files, const char *name,
			  const char *type, const struct unit *unit)
{
	char service[UNIT_NAME];
	json_t *value = json_pack(
		"{s:s, s:o, s:s, s:o, s:o}", "manager",
		files->user ? "systemd-user" : "systemd", "file",
		value_string(unit->path), "enabled",
		enabled(files, name, unit), "description",
		string_or_null(unit->keys.description), "command",
		string_or_null(unit->keys.command));

	if (!strcmp(type, "socket") && starts(name, &unit->keys, service))
		json_object_set_new(value, "starts", value_string(service));
	if (!strcmp(type, "service"))
		json_object_set_new(value, "started_by",
				    started_by(files, name, &unit->keys));
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

/* Return: a new fact, or NULL where there is one already */
static const struct fact *collect_one(struct facts *facts,
				      struct unit_files *files,
				      const char *name)
{
	const char *type = strchr(name, '.') ? unit_name_type(name) :
					       "service", *source;
	enum fact_status status = FACT_SEEN;
	struct unit unit;
	json_t *value;

	if (is_known(facts, name) || strchr(name, '/') ||
	    strlen(name) >= UNIT_NAME)
		return NULL;
	value = unit_load(files, name, &unit) ?
			value_without_file(files, name) :
			unit_value(files, name, type, &unit);
	if (!value) {
		status = FACT_ABSENT;
		value = json_pack("{s:s}", "manager", "systemd");
	}
	json_object_set_new(value, "name", value_string(name));
	json_object_set_new(value, "type", value_string(type));
	source = json_string_value(json_object_get(value, "file"));
	return facts_add(facts, FACT_UNIT, status,
			 source ? source : "unit files", NULL, value,
			 "unit %s", name);
}

/* A unit, and those that its fact names. */
static void collect(struct facts *facts, struct unit_files *files,
		    const char *name)
{
	const struct fact *unit = collect_one(facts, files, name);
	const char *service = unit ? fact_string(unit, "starts") : NULL;
	const json_t *sockets = unit ? fact_array(unit, "started_by") : NULL;

	if (service)
		collect(facts, files, service);
	for (size_t i = 0; i < json_array_size(sockets); i++)
		collect(facts, files,
			json_string_value(json_array_get(sockets, i)));
}

void unit_collect(struct facts *facts, const struct unit_tree *tree,
		  const char *name)
{
	struct unit_files *files = unit_files_open(tree);

	if (files)
		collect(facts, files, name);
	else
		facts_add(facts, FACT_UNIT, FACT_FAILED, "unit files", NULL,
			  NULL, "unit %s", name);
	unit_files_close(files);
}
