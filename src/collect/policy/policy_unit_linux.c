/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SocketBindAllow= and SocketBindDeny= of a unit, from its files: they hold
 * for the server when it starts, and not for this process, whose probe met no
 * obstacle.  systemd.unit(5) says how files are found: of several main files
 * the first in the order of folders counts; of drop-ins with one name too;
 * drop-ins are read in the order of their names.
 *
 * Limits: RULES_MAX assignments, DROP_INS_MAX drop-ins; drop-ins for a type
 * or a prefix of units ("service.d") are not read.
 */
#include "collect/policy/policy.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "collect/policy/parse.h"
#include "port/file/file.h"

#define UNIT_FILE_MAX (1 << 20)
#define RULES_MAX 64
#define DROP_INS_MAX 64
#define RULE_TEXT 128
#define PATH_TEXT 1024

static const char *const folders[] = {
	"/etc/systemd/system",
	"/run/systemd/system",
	"/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system",
	"/lib/systemd/system",
};

#define FOLDERS (sizeof(folders) / sizeof(folders[0]))

struct rule {
	char text[RULE_TEXT];	/* "SocketBindDeny=any" */
	char file[PATH_TEXT];
};

struct rules {
	struct rule rules[RULES_MAX];
	size_t count;
};

struct drop_in {
	char name[256];
	size_t folder;
};

static bool is_key(const struct cursor *key)
{
	return cursor_is(key, "SocketBindAllow") ||
	       cursor_is(key, "SocketBindDeny");
}

/* An empty assignment takes back those before it. */
static void forget(struct rules *rules, const struct cursor *key)
{
	size_t kept = 0;

	for (size_t i = 0; i < rules->count; i++)
		if (strncmp(rules->rules[i].text, (const char *)key->bytes,
			    key->length))
			rules->rules[kept++] = rules->rules[i];
	rules->count = kept;
}

static int read_rules(struct rules *rules, const char *path)
{
	struct cursor key, value;
	struct unit_file file = {0};
	size_t length;
	char *bytes;
	int rc = file_read(path, UNIT_FILE_MAX, &bytes, &length);

	if (rc)
		return rc;
	file.rest = cursor_over(bytes, length);
	while (unit_file_next(&file, "Service", &key, &value)) {
		struct rule *rule = &rules->rules[rules->count];

		if (!is_key(&key))
			continue;
		if (!value.length) {
			forget(rules, &key);
			continue;
		}
		if (rules->count == RULES_MAX)
			break;
		snprintf(rule->text, sizeof(rule->text), "%.*s=%.*s",
			 (int)key.length, (const char *)key.bytes,
			 (int)value.length, (const char *)value.bytes);
		snprintf(rule->file, sizeof(rule->file), "%s", path);
		rules->count++;
	}
	free(bytes);
	return 0;
}

static void list_drop_ins(const char *unit, size_t folder,
			  struct drop_in *drop_ins, size_t *count)
{
	char path[PATH_TEXT];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s.d", folders[folder], unit);
	dir = opendir(path);
	if (!dir)
		return;
	while (*count < DROP_INS_MAX && (entry = readdir(dir))) {
		size_t i = 0;

		if (!text_ends(entry->d_name, ".conf"))
			continue;
		while (i < *count && strcmp(drop_ins[i].name, entry->d_name))
			i++;
		if (i < *count)
			continue;
		snprintf(drop_ins[i].name, sizeof(drop_ins[i].name), "%s",
			 entry->d_name);
		drop_ins[i].folder = folder;
		(*count)++;
	}
	closedir(dir);
}

static int compare_drop_ins(const void *a, const void *b)
{
	return strcmp(((const struct drop_in *)a)->name,
		      ((const struct drop_in *)b)->name);
}

static void collect_unit(struct facts *facts, const char *unit,
			 struct rules *rules)
{
	struct drop_in drop_ins[DROP_INS_MAX];
	char path[PATH_TEXT];
	size_t count = 0, folder = 0;

	rules->count = 0;
	do
		snprintf(path, sizeof(path), "%s/%s", folders[folder], unit);
	while (read_rules(rules, path) && ++folder < FOLDERS);
	for (folder = 0; folder < FOLDERS; folder++)
		list_drop_ins(unit, folder, drop_ins, &count);
	qsort(drop_ins, count, sizeof(drop_ins[0]), compare_drop_ins);
	for (size_t i = 0; i < count; i++) {
		const struct drop_in *d = &drop_ins[i];
		int n = snprintf(path, sizeof(path), "%s/%s.d/%s",
				 folders[d->folder], unit, d->name);

		if (n < (int)sizeof(path))
			read_rules(rules, path);
	}
	for (size_t i = 0; i < rules->count; i++)
		facts_add(facts, FACT_POLICY, FACT_SEEN, rules->rules[i].file,
			  NULL,
			  json_pack("{s:s, s:o, s:o, s:o}", "mechanism",
				    "unit-setting", "name",
				    value_string(rules->rules[i].text),
				    "where",
				    value_string(rules->rules[i].file), "unit",
				    value_string(unit)),
			  "%s", unit);
}

void policy_unit_collect(struct facts *facts, const char *server)
{
	bool suffixed = text_ends(server, ".service");
	size_t length = strlen(server) - (suffixed ? strlen(".service") : 0);
	struct rules *rules;
	char unit[256];

	if (!length || length > 200 || strchr(server, '/'))
		return;
	rules = malloc(sizeof(*rules));
	if (!rules)
		return;
	snprintf(unit, sizeof(unit), "%.*s.service", (int)length, server);
	collect_unit(facts, unit, rules);
	/* Debian's postfix.service starts postfix@-.service. */
	if (!memchr(server, '@', length)) {
		snprintf(unit, sizeof(unit), "%.*s@.service", (int)length,
			 server);
		collect_unit(facts, unit, rules);
	}
	free(rules);
}
