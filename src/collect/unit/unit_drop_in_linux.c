/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a unit's drop-ins are, in the order of systemd's
 * unit_file_find_dropin_paths(): for each of its names, directory after
 * directory; those of its type come last.
 */
#include "collect/unit/unit_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define DROP_INS_MAX 256	/* of a unit */

/**
 * struct search - A search for drop-ins
 * @paths:	Appended to
 * @first:	Where those of this search start in @paths
 */
struct search {
	struct unit_files *files;
	struct strings *paths;
	size_t first;
};

static bool is_hidden(const struct search *search, const char *name)
{
	for (size_t i = search->first; i < search->paths->count; i++)
		if (!strcmp(text_base(search->paths->items[i]), name))
			return true;
	return false;
}

static void list(struct search *search, const struct unit_entry *folder)
{
	struct unit_files *files = search->files;
	const char *path = unit_files_path(files, folder);
	const struct dirent *entry;
	char full[PATH_MAX];
	DIR *stream;

	if (!path || !unit_files_full(files, path, full))
		return;
	stream = opendir(full);
	if (!stream)
		unit_files_failed(files, -errno, path);
	while (stream && (entry = unit_files_next(files, stream, path)) &&
	       !unit_files_late(files, path)) {
		if (entry->d_name[0] == '.' ||
		    !text_ends(entry->d_name, ".conf") ||
		    is_hidden(search, entry->d_name))
			continue;
		if (search->paths->count - search->first == DROP_INS_MAX) {
			unit_files_failed(files, -E2BIG, path);
			break;
		}
		strings_add(search->paths, files->arena,
			    arena_printf(files->arena, "%s/%s", path,
					 entry->d_name));
	}
	if (stream)
		closedir(stream);
}

/* NAME.d of one directory. */
static void list_name(struct search *search, const char *name, size_t order)
{
	char folder[UNIT_NAME + 2];
	const struct unit_entry *entry;
	size_t count;

	snprintf(folder, sizeof(folder), "%s.d", name);
	if (unit_files_late(search->files, folder))
		return;
	entry = unit_files_find(search->files, folder, &count);
	for (size_t i = 0; i < count; i++)
		if (entry[i].order == order)
			list(search, &entry[i]);
}

/* The name's, its template's, and those of the prefixes of both. */
static void list_names(struct search *search, const char *name, size_t order)
{
	char other[UNIT_NAME];

	list_name(search, name, order);
	if (unit_name_template(name, other))
		list_names(search, other, order);
	if (unit_name_shorten(name, other))
		list_names(search, other, order);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(text_base(*(const char *const *)a),
		      text_base(*(const char *const *)b));
}

bool unit_file_has_drop_ins(struct unit_files *files, const char *name)
{
	struct strings paths = {0};
	struct search search = {files, &paths, 0};

	for (size_t order = 0; order < files->directory_count; order++)
		list_name(&search, name, order);
	return paths.count;
}

void unit_file_drop_ins(struct unit_files *files, const struct unit_file *file,
			struct strings *paths)
{
	struct search search = {files, paths, paths->count};
	size_t directories = files->directory_count;

	for (size_t i = 0; i < file->names.count; i++)
		for (size_t order = 0; order < directories; order++)
			list_names(&search, file->names.items[i], order);
	for (size_t order = 0; file->names.count && order < directories;
	     order++)
		list_name(&search, unit_name_type(file->names.items[0]),
			  order);
	if (paths->count > search.first)
		qsort(paths->items + search.first, paths->count - search.first,
		      sizeof(*paths->items), compare_names);
}
