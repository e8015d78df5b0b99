/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A unit's own file is found by its name.  A link to another unit is an
 * alias: what counts is the file that this other unit has in the end, which
 * need not be where the link leads.
 */
#include "collect/unit/unit_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ALIASES 8	/* of aliases, one behind the other */
#define NAMES_MAX 64	/* of a unit */

static void add_name(struct unit_files *files, struct strings *names,
		     const char *name)
{
	if (strings_has(names, name))
		return;
	if (names->count < NAMES_MAX)
		strings_add(names, files->arena,
			    arena_strdup(files->arena, name));
	else
		unit_files_failed(files, -E2BIG, name);
}

/* Return: 0, or -ENOENT for a directory or a link that leads nowhere */
static int take_file(struct unit_files *files, const struct unit_entry *entry,
		     struct unit_file *file)
{
	char end[PATH_MAX];
	struct stat st;
	int rc;

	file->path = unit_files_path(files, entry);
	if (!file->path || strlen(file->path) >= sizeof(end))
		return -ENOENT;
	strcpy(end, file->path);
	rc = unit_files_follow(files, end, &st);
	if (!strcmp(end, "/dev/null") || (!rc && S_ISREG(st.st_mode) &&
					  !st.st_size))
		file->state = "masked";
	else if (rc || !S_ISREG(st.st_mode))
		return -ENOENT;
	else
		file->state = entry->directory->state;
	return 0;
}

/**
 * look_up() - Look for a file with exactly this name
 * @alias:	Set where the name is that of another unit; @file is untouched
 *		then
 *
 * Return: 0, or -ENOENT
 */
static int look_up(struct unit_files *files, const char *name,
		   struct unit_file *file, const char **alias)
{
	size_t count;
	const struct unit_entry *entry = unit_files_find(files, name, &count);
	struct unit_file found;

	*alias = NULL;
	for (size_t i = 0; i < count; i++, entry++) {
		*alias = entry->alias;
		if (*alias && unit_name_may_alias(name, *alias))
			return 0;
		/* systemd rejects a link to a unit that it cannot be. */
		if (*alias)
			continue;
		found = *file;
		if (!take_file(files, entry, &found)) {
			*file = found;
			return 0;
		}
		/* A link that leads nowhere hides what comes behind it. */
		if (entry->target)
			break;
	}
	*alias = NULL;
	return -ENOENT;
}

/**
 * struct found - What a name leads to
 * @names:	It, and those of the aliases that were followed from it
 * @templated:	The file is a template's, and the unit an instance
 */
struct found {
	struct unit_file file;
	struct strings names;
	bool templated;
};

static int resolve(struct unit_files *files, const char *name, int depth,
		   struct found *found);

/*
 * @target is the unit that a link leads to.  Where it is a template, @name's
 * instance of it counts, but not a file that this instance has of its own.
 */
static int resolve_alias(struct unit_files *files, const char *name,
			 const char *target, int depth, struct found *found)
{
	size_t count = found->names.count;
	char instance[UNIT_NAME];
	int rc = strcmp(target, name) && depth < ALIASES ?
			 resolve(files, target, depth + 1, found) : -ENOENT;

	if (rc) {
		found->names.count = count;
	} else if (unit_name_instance(target, name, instance)) {
		add_name(files, &found->names, instance);
		found->templated = true;
	}
	return rc;
}

/* An instance without a file of its own has its template's. */
static int resolve(struct unit_files *files, const char *name, int depth,
		   struct found *found)
{
	char template[UNIT_NAME];
	const char *alias;
	int rc = look_up(files, name, &found->file, &alias);

	add_name(files, &found->names, name);
	if (!rc && alias)
		rc = resolve_alias(files, name, alias, depth, found);
	if (!rc || !unit_name_template(name, template))
		return rc;
	rc = look_up(files, template, &found->file, &alias);
	if (!rc && alias)
		return resolve_alias(files, name, alias, depth, found);
	found->templated = true;
	return rc;
}

/* Does a link lead to a unit that has one of these names? */
static const char *leads_to(const struct strings *names, bool templated,
			    const char *target, const char *link,
			    char *instance)
{
	char template[UNIT_NAME];

	for (size_t i = 0; templated && i < names->count; i++)
		if (unit_name_template(names->items[i], template) &&
		    !strcmp(template, target) &&
		    unit_name_instance(link, names->items[i], instance))
			return instance;
	return strings_has(names, target) ? link : NULL;
}

/* Does an entry of the same name come before this one, and count? */
static bool is_hidden(const struct unit_files *files, size_t i)
{
	const struct unit_entry *entry = &files->entries[i];

	for (; i && !strcmp(files->entries[i - 1].name, entry->name); i--) {
		const struct unit_entry *other = &files->entries[i - 1];

		if (!other->alias ||
		    unit_name_may_alias(other->name, other->alias))
			return true;
	}
	return false;
}

/* Return: has a name been added? */
static bool add_aliases(struct unit_files *files, struct strings *names,
			bool templated)
{
	size_t before = names->count;

	for (size_t i = 0; i < files->count; i++) {
		const struct unit_entry *entry = &files->entries[i];
		char instance[UNIT_NAME];
		const char *name;

		name = entry->alias &&
				       unit_name_may_alias(entry->name,
							   entry->alias) &&
				       !is_hidden(files, i) ?
			       leads_to(names, templated, entry->alias,
					entry->name, instance) : NULL;
		if (name)
			add_name(files, names, name);
	}
	return names->count > before;
}

int unit_file_find(struct unit_files *files, const char *name,
		   struct unit_file *file)
{
	struct found found = {0};
	int rc = resolve(files, name, 0, &found);

	if (rc)
		found.file = (struct unit_file){0};
	/* The name of the file comes first. */
	for (size_t i = found.names.count; i > 0; i--)
		add_name(files, &found.file.names, found.names.items[i - 1]);
	for (int i = 0; !rc && i < ALIASES; i++)
		if (!add_aliases(files, &found.file.names, found.templated))
			break;
	if (arena_failed(files->arena))
		return -ENOMEM;
	*file = found.file;
	return rc;
}

static void read_file(struct unit_files *files, const char *path,
		      void (*each)(void *context,
				   const struct unit_assignment *assignment,
				   const char *path),
		      void *context)
{
	struct unit_assignment assignment;
	struct unit_syntax syntax;
	size_t length;
	char *bytes;

	if (unit_files_read(files, path, &bytes, &length))
		return;
	syntax = unit_syntax_over(bytes, length);
	while (unit_syntax_next(&syntax, &assignment))
		each(context, &assignment, path);
	free(bytes);
}

void unit_each_assignment(struct unit_files *files,
			  const struct unit_file *file,
			  void (*each)(void *context,
				       const struct unit_assignment *assignment,
				       const char *path),
			  void *context)
{
	struct strings drop_ins = {0};

	if (file->path)
		read_file(files, file->path, each, context);
	unit_file_drop_ins(files, file, &drop_ins);
	for (size_t i = 0; i < drop_ins.count; i++)
		read_file(files, drop_ins.items[i], each, context);
}
