/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Units of systemd and init scripts, as facts.
 *
 * All is read from files, so that it is the same in a container or a rescue
 * system, and takes no word with a manager that may be stuck.  A unit that
 * systemd made for an init script starts at boot if the script does.
 */
#include "collect/unit/unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "collect/holder/holder.h"
#include "collect/unit/unit_file.h"
#include "collect/unit/unit_init.h"

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

/* NAME.SUFFIX with another suffix; false where it does not fit. */
static bool with_suffix(const char *name, const char *suffix, char *out)
{
	const char *dot = strrchr(name, '.');
	int n = dot ? (int)(dot - name) : (int)strlen(name);

	return snprintf(out, CGROUP_NAME, "%.*s%s", n, name, suffix) <
	       CGROUP_NAME;
}

static bool starts(const char *socket, const struct unit_keys *keys,
		   char *service)
{
	if (keys->service[0]) {
		strcpy(service, keys->service);
		return true;
	}
	return with_suffix(socket, keys->accept ? "@.service" : ".service",
			   service);
}

int unit_starts(const char *socket, char *service)
{
	struct unit file;
	int rc = unit_load(&the_system, socket, &file);

	if (rc)
		return rc;
	return starts(socket, &file.keys, service) ? 0 : -ENOENT;
}

/* The .socket units that start a service. */
struct starters {
	const struct unit_tree *tree;
	const char *service;
	char template[CGROUP_NAME];
	json_t *names;
};

static bool has(const json_t *names, const char *name)
{
	for (size_t i = 0; i < json_array_size(names); i++)
		if (!strcmp(json_string_value(json_array_get(names, i)), name))
			return true;
	return false;
}

/* One that is there, and neither enabled nor wanted by others, starts none. */
static bool is_off(const char *enabled)
{
	return !strcmp(enabled, "disabled") || !strcmp(enabled, "masked") ||
	       !strcmp(enabled, "indirect");
}

static void add_starter(const char *socket, void *context)
{
	struct starters *s = context;
	char service[CGROUP_NAME];
	struct unit file;

	if (strlen(socket) >= CGROUP_NAME || has(s->names, socket) ||
	    unit_load(s->tree, socket, &file) ||
	    !starts(socket, &file.keys, service) ||
	    (strcmp(service, s->service) && strcmp(service, s->template)) ||
	    is_off(unit_enabled(s->tree, socket, &file)))
		return;
	json_array_append_new(s->names, value_string(socket));
}

static json_t *started_by(const struct unit_tree *tree, const char *service,
			  const struct unit_keys *keys)
{
	struct starters s = {tree, service, "", json_array()};

	unit_template(service, s.template);
	for (size_t i = 0; keys->sockets[i][0]; i++)
		json_array_append_new(s.names,
				      value_string(keys->sockets[i]));
	unit_each(tree, ".socket", add_starter, &s);
	if (json_array_size(s.names))
		return s.names;
	json_decref(s.names);
	return json_null();
}

static const char *enabled(const struct unit_tree *tree, const char *name,
			   const struct unit *file)
{
	const char *script = text_base(file->keys.source);

	if (file->state && !strcmp(file->state, "generated") &&
	    text_starts(file->keys.source, "/etc/init.d/"))
		return init_script_enabled(tree->root, script) ? "enabled" :
								 "disabled";
	return unit_enabled(tree, name, file);
}

static json_t *string_or_null(const char *string)
{
	return string[0] ? value_string(string) : json_null();
}

static json_t *unit_value(const struct unit_tree *tree, const char *name,
			  const char *type, const struct unit *file)
{
	char service[CGROUP_NAME];
	json_t *value = json_pack(
		"{s:s, s:o, s:s, s:o, s:o}", "manager",
		tree->home ? "systemd-user" : "systemd", "file",
		value_string(file->path), "enabled", enabled(tree, name, file),
		"description", string_or_null(file->keys.description),
		"command", string_or_null(file->keys.command));

	if (!strcmp(type, "socket") && starts(name, &file->keys, service))
		json_object_set_new(value, "starts", value_string(service));
	if (!strcmp(type, "service"))
		json_object_set_new(value, "started_by",
				    started_by(tree, name, &file->keys));
	return value;
}

/* Add the facts of the units that a unit's fact names. */
static void collect_others(struct facts *facts, const struct unit_tree *tree,
			   const struct fact *unit)
{
	const char *service = fact_string(unit, "starts");
	const json_t *sockets = fact_array(unit, "started_by");

	if (service)
		unit_collect(facts, tree, service);
	for (size_t i = 0; i < json_array_size(sockets); i++)
		unit_collect(facts, tree,
			     json_string_value(json_array_get(sockets, i)));
}

/* Without a unit file: an init script, or nothing that files tell of. */
static json_t *value_without_file(const struct unit_tree *tree,
				  const char *name)
{
	char script[CGROUP_NAME];

	if (tree->home || (strchr(name, '.') && !text_ends(name, ".service")) ||
	    !with_suffix(name, "", script))
		return NULL;
	return init_script_value(tree->root, script);
}

void unit_collect(struct facts *facts, const struct unit_tree *tree,
		  const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *type = dot ? dot + 1 : "service", *source;
	enum fact_status status = FACT_SEEN;
	const struct fact *fact;
	struct unit file;
	json_t *value;

	if (is_known(facts, name) || strchr(name, '/') ||
	    strlen(name) >= CGROUP_NAME)
		return;
	value = unit_load(tree, name, &file) ? value_without_file(tree, name) :
					       unit_value(tree, name, type,
							  &file);
	if (!value) {
		status = FACT_ABSENT;
		value = json_pack("{s:s}", "manager", "systemd");
	}
	json_object_set_new(value, "name", value_string(name));
	json_object_set_new(value, "type", value_string(type));
	source = json_string_value(json_object_get(value, "file"));
	fact = facts_add(facts, FACT_UNIT, status,
			 source ? source : "unit files", NULL, value,
			 "unit %s", name);
	if (fact)
		collect_others(facts, tree, fact);
}

void owner_unit_collect(struct facts *facts, const char *unit)
{
	unit_collect(facts, &the_system, unit);
}
