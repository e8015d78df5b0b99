/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_keys.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* The bytes of a cursor as a string, cut where it does not fit. */
static void copy(const struct cursor *c, char *out, size_t size)
{
	snprintf(out, size, "%.*s", (int)cursor_left(c),
		 (const char *)c->bytes + c->at);
}

static bool is_yes(const struct cursor *value)
{
	static const char *const words[] = {"yes", "y", "true", "t", "on", "1"};
	char text[8];

	copy(value, text, sizeof(text));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_equal(text, words[i]))
			return true;
	return false;
}

/* An empty ExecStart= takes back those before; of several the first counts. */
static void set_command(struct cursor value, struct unit_keys *keys)
{
	if (!cursor_left(&value)) {
		keys->command[0] = '\0';
		return;
	}
	while (cursor_left(&value) && strchr("@-:+!|", cursor_peek(&value)))
		cursor_skip(&value, 1);
	if (!keys->command[0])
		copy(&value, keys->command, sizeof(keys->command));
}

static void add_sockets(struct cursor value, struct unit_keys *keys)
{
	struct cursor word;
	size_t n = 0;

	while (keys->sockets[n][0])
		n++;
	while (n < UNIT_SOCKETS && cursor_word(&value, &word))
		copy(&word, keys->sockets[n++], UNIT_NAME);
}

static void set_unit_key(const struct cursor *key, const struct cursor *value,
			 struct unit_keys *keys)
{
	if (cursor_is(key, "Description"))
		copy(value, keys->description, sizeof(keys->description));
	else if (cursor_is(key, "SourcePath"))
		copy(value, keys->source, sizeof(keys->source));
}

static void set_install_key(const struct cursor *key,
			    const struct cursor *value, struct unit_keys *keys)
{
	static const char *const enabling[] = {"WantedBy", "RequiredBy",
					       "UpheldBy", "Alias"};

	if (!cursor_left(value))
		return;
	if (cursor_is(key, "Also"))
		keys->also = true;
	for (size_t i = 0; i < sizeof(enabling) / sizeof(*enabling); i++)
		if (cursor_is(key, enabling[i]))
			keys->install = true;
}

void unit_keys_set(struct unit_keys *keys, const struct unit_assignment *a)
{
	const struct cursor *key = &a->key, *value = &a->value;

	if (cursor_is(&a->section, "Unit")) {
		set_unit_key(key, value, keys);
	} else if (cursor_is(&a->section, "Install")) {
		set_install_key(key, value, keys);
	} else if (cursor_is(&a->section, "Service")) {
		if (cursor_is(key, "ExecStart"))
			set_command(*value, keys);
		else if (cursor_is(key, "Sockets"))
			add_sockets(*value, keys);
	} else if (cursor_is(&a->section, "Socket")) {
		if (cursor_is(key, "Service"))
			copy(value, keys->service, sizeof(keys->service));
		else if (cursor_is(key, "Accept"))
			keys->accept = is_yes(value);
	}
}

static void set_key(void *context, const struct unit_assignment *assignment,
		    const char *path)
{
	(void)path;
	unit_keys_set(context, assignment);
}

int unit_load(struct unit_files *files, const char *name, struct unit *unit)
{
	struct unit_file file;
	int rc = unit_file_find(files, name, &file);

	if (rc)
		return rc;
	*unit = (struct unit){.path = file.path, .state = file.state};
	unit_each_assignment(files, &file, set_key, &unit->keys);
	return 0;
}

/* Does an entry of a directory start a unit at boot? */
static bool enables(const struct unit_files *files,
		    const struct unit_entry *entry, const char *name)
{
	static const char *const kinds[] = {".wants", ".requires", ".upholds"};
	char path[PATH_MAX];
	struct stat st;

	if (entry->target && strcmp(entry->name, name))
		return !strcmp(text_base(entry->target), name);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (text_ends(entry->name, kinds[i]))
			return snprintf(path, sizeof(path), "%s%s/%s/%s",
					files->root, entry->directory->path,
					entry->name, name) <
				       (int)sizeof(path) && !lstat(path, &st);
	return false;
}

const char *unit_enabled(struct unit_files *files, const char *name,
			 const struct unit *unit)
{
	const struct unit_entry *best = NULL;

	if (unit->state)
		return unit->state;
	for (size_t i = 0; i < files->count; i++) {
		const struct unit_entry *entry = &files->entries[i];

		if (unit_files_late(files, entry->directory->path))
			break;
		if (entry->directory->enables &&
		    (!best || entry->order < best->order) &&
		    enables(files, entry, name))
			best = entry;
	}
	if (best)
		return best->directory->enables;
	if (unit->keys.install)
		return "disabled";
	return unit->keys.also ? "indirect" : "static";
}
