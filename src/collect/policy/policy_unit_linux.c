/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SocketBindAllow= and SocketBindDeny= of a unit, from its files: systemd
 * enforces them on the server when it starts, and not on this process, whose
 * probe met no obstacle.
 *
 * Limits: those of a slice that the unit is in are seen only while it is
 * there, as a BPF program (policy_bpf_linux.c).
 */
#include "collect/policy/policy_unit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "collect/unit/unit_file.h"
#include "facts/code.h"
#include "facts/facts.h"

#define MECHANISM "unit-setting"

/* The assignments in force, "SocketBindDeny=any", each with its file. */
struct rules {
	struct arena *arena;
	struct strings texts;
	struct strings files;
};

static bool is_rule(const struct unit_assignment *a)
{
	return cursor_is(&a->section, "Service") &&
	       (cursor_is(&a->key, "SocketBindAllow") ||
		cursor_is(&a->key, "SocketBindDeny"));
}

/* An empty assignment takes back those before it. */
static void forget(struct rules *rules, const struct cursor *key)
{
	size_t kept = 0;

	for (size_t i = 0; i < rules->texts.count; i++) {
		if (!strncmp(rules->texts.items[i], (const char *)key->bytes,
			     key->length))
			continue;
		rules->texts.items[kept] = rules->texts.items[i];
		rules->files.items[kept++] = rules->files.items[i];
	}
	rules->texts.count = rules->files.count = kept;
}

static void take(void *context, const struct unit_assignment *a,
		 const char *path)
{
	struct rules *rules = context;
	const char *text;

	if (!is_rule(a))
		return;
	if (!a->value.length) {
		forget(rules, &a->key);
		return;
	}
	text = arena_printf(rules->arena, "%.*s=%.*s", (int)a->key.length,
			    (const char *)a->key.bytes, (int)a->value.length,
			    (const char *)a->value.bytes);
	strings_add(&rules->texts, rules->arena, text);
	if (rules->files.count < rules->texts.count)
		strings_add(&rules->files, rules->arena, path);
}

static bool is_known(const struct facts *facts, const char *unit)
{
	facts_each(facts, FACT_POLICY, policy) {
		const char *mechanism = fact_string(policy, "mechanism");
		const char *of = fact_string(policy, "unit");

		if (mechanism && !strcmp(mechanism, MECHANISM) && of &&
		    !strcmp(of, unit))
			return true;
	}
	return false;
}

static void add_rules(struct facts *facts, const struct rules *rules,
		      const char *unit)
{
	for (size_t i = 0; i < rules->texts.count; i++) {
		const char *file = rules->files.items[i];

		facts_add(facts, FACT_POLICY, FACT_SEEN, file, NULL,
			  json_pack("{s:s, s:o, s:o, s:o}", "mechanism",
				    MECHANISM, "name",
				    value_string(rules->texts.items[i]),
				    "where", value_string(file), "unit",
				    value_string(unit)),
			  "%s", unit);
	}
}

static void collect_unit(struct facts *facts, struct unit_files *files,
			 const char *name)
{
	struct rules rules = {.arena = files->arena};
	struct unit_file file;
	int rc = unit_file_find(files, name, &file);

	/*
	 * One without a file of its own may be made of an init script, at the
	 * next boot.
	 */
	if (rc == -ENOMEM || (rc && !unit_file_has_drop_ins(files, name)) ||
	    (file.state && !strcmp(file.state, "masked")) ||
	    is_known(facts, file.names.items[0]))
		return;
	unit_each_assignment(files, &file, take, &rules);
	add_rules(facts, &rules, file.names.items[0]);
}

/* Debian's postfix.service does nothing but start postfix@-.service. */
static void collect_instance(struct facts *facts, struct unit_files *files,
			     const char *server, int length)
{
	struct unit_file file;
	char unit[UNIT_NAME];

	snprintf(unit, sizeof(unit), "%.*s@-.service", length, server);
	if (!unit_file_find(files, unit, &file))
		collect_unit(facts, files, unit);
}

static void add_unread(struct facts *facts, const struct unit_files *files)
{
	struct fact_code code = code_errno(-files->error);

	facts_add(facts, FACT_POLICY, code_errno_status(files->error),
		  "unit files", &code,
		  json_pack("{s:s, s:o}", "mechanism", MECHANISM, "where",
			    value_string(files->unread)),
		  "unit settings in %s", files->unread);
}

static void collect_server(struct facts *facts, struct unit_files *files,
			   const char *server)
{
	bool suffixed = text_ends(server, ".service");
	size_t length = strlen(server) - (suffixed ? strlen(".service") : 0);
	char unit[UNIT_NAME];

	if (!length || length > UNIT_NAME - sizeof("@-.service") ||
	    strchr(server, '/'))
		return;
	snprintf(unit, sizeof(unit), "%.*s.service", (int)length, server);
	collect_unit(facts, files, unit);
	if (!memchr(server, '@', length))
		collect_instance(facts, files, server, (int)length);
}

void policy_unit_collect(struct facts *facts, const struct unit_tree *tree,
			 const char *const *servers, size_t count)
{
	struct unit_files *files;

	if (!count)
		return;
	files = unit_files_open(tree);
	for (size_t i = 0; files && i < count; i++)
		collect_server(facts, files, servers[i]);
	if (!files || arena_failed(files->arena))
		facts_add(facts, FACT_POLICY, FACT_FAILED, "unit files", NULL,
			  NULL, "unit %s", servers[0]);
	else if (files->error)
		add_unread(facts, files);
	unit_files_close(files);
}
