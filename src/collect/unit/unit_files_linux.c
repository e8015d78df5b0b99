/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

struct lookup {
	const char *path;
	const char *state;
	const char *enables;
};

static const struct lookup system_lookup[] = {
	{"/etc/systemd/system.control", NULL, NULL},
	{"/run/systemd/system.control", NULL, NULL},
	{"/run/systemd/transient", "transient", NULL},
	{"/run/systemd/generator.early", "generated", NULL},
	{"/etc/systemd/system", NULL, "enabled"},
	{"/etc/systemd/system.attached", NULL, NULL},
	{"/run/systemd/system", NULL, "enabled-runtime"},
	{"/run/systemd/system.attached", NULL, NULL},
	{"/run/systemd/generator", "generated", NULL},
	{"/usr/local/lib/systemd/system", NULL, NULL},
	{"/usr/lib/systemd/system", NULL, NULL},
	{"/lib/systemd/system", NULL, NULL},
	{"/run/systemd/generator.late", "generated", NULL},
};

/* `~` is the user's home directory, `%` the user's runtime directory. */
static const struct lookup user_lookup[] = {
	{"~/.config/systemd/user.control", NULL, NULL},
	{"%/systemd/user.control", NULL, NULL},
	{"%/systemd/transient", "transient", NULL},
	{"%/systemd/generator.early", "generated", NULL},
	{"~/.config/systemd/user", NULL, "enabled"},
	{"/etc/systemd/user", NULL, "enabled"},
	{"%/systemd/user", NULL, NULL},
	{"/run/systemd/user", NULL, "enabled-runtime"},
	{"%/systemd/generator", "generated", NULL},
	{"~/.local/share/systemd/user", NULL, NULL},
	{"/usr/local/lib/systemd/user", NULL, NULL},
	{"/usr/local/share/systemd/user", NULL, NULL},
	{"/usr/lib/systemd/user", NULL, NULL},
	{"/usr/share/systemd/user", NULL, NULL},
	{"%/systemd/generator.late", "generated", NULL},
};

#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/* Without the root; NULL for a directory of a home that is not known. */
static const char *lookup_path(struct arena *arena,
			       const struct unit_tree *tree, const char *path)
{
	if (path[0] == '~')
		return tree->home[0] ? arena_printf(arena, "%s%s", tree->home,
						    path + 1) : NULL;
	if (path[0] == '%')
		return arena_printf(arena, "/run/user/%llu%s",
				    (unsigned long long)tree->uid, path + 1);
	return path;
}

static bool add_entry(struct unit_files *files, size_t *size,
		      const struct unit_entry *entry)
{
	if (files->count == *size) {
		size_t more = *size ? 2 * *size : 256;
		struct unit_entry *entries =
			memory_resize(files->entries, more * sizeof(*entries));

		if (!entries)
			return false;
		files->entries = entries;
		*size = more;
	}
	files->entries[files->count++] = *entry;
	return true;
}

/* A link's target, or NULL. */
static const char *link_target(struct unit_files *files, int directory,
			       const char *path, const struct dirent *entry)
{
	char target[PATH_MAX];
	ssize_t n;

	if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
		return NULL;
	n = readlinkat(directory, entry->d_name, target, sizeof(target));
	/* That it is none. */
	if (n < 0 && errno != EINVAL)
		unit_files_failed(files, -errno, path);
	return n < 0 || n == sizeof(target) ?
		       NULL : arena_strndup(files->arena, target, (size_t)n);
}

const struct dirent *unit_files_next(struct unit_files *files, DIR *stream,
				     const char *path)
{
	const struct dirent *entry;

	errno = 0;
	entry = readdir(stream);
	if (!entry && errno)
		unit_files_failed(files, -errno, path);
	return entry;
}

static void list_directory(struct unit_files *files, DIR *stream,
			   const struct unit_directory *directory,
			   size_t *size)
{
	const struct dirent *entry;

	while ((entry = unit_files_next(files, stream, directory->path)) &&
	       !unit_files_late(files, directory->path)) {
		struct unit_entry found = {
			.directory = directory,
			.order = (size_t)(directory - files->directories),
		};

		if (entry->d_name[0] == '.')
			continue;
		if (files->count == UNIT_ENTRIES_MAX) {
			unit_files_failed(files, -E2BIG, directory->path);
			break;
		}
		found.name = arena_strdup(files->arena, entry->d_name);
		found.target = link_target(files, dirfd(stream),
					   directory->path, entry);
		if (!found.name || !add_entry(files, size, &found))
			unit_files_failed(files, -ENOMEM, directory->path);
	}
}

static void add_directory(struct unit_files *files, const char *path,
			  const struct lookup *lookup, size_t *size)
{
	struct unit_directory *directory;
	char full[PATH_MAX];
	struct stat st;
	DIR *stream;

	if (!unit_files_full(files, path, full))
		return;
	stream = opendir(full);
	if (!stream) {
		unit_files_failed(files, -errno, path);
		return;
	}
	/* /lib may be a link to /usr/lib. */
	if (!fstat(dirfd(stream), &st) && !unit_files_directory(files, &st)) {
		directory = &files->directories[files->directory_count++];
		*directory = (struct unit_directory){
			path, lookup->state, lookup->enables, st.st_dev,
			st.st_ino,
		};
		list_directory(files, stream, directory, size);
	}
	closedir(stream);
}

static int compare_entries(const void *a, const void *b)
{
	const struct unit_entry *x = a, *y = b;
	int by_name = strcmp(x->name, y->name);

	return by_name ? by_name : (x->order > y->order) -
					   (x->order < y->order);
}

static void list_tree(struct unit_files *files, const struct unit_tree *tree)
{
	const struct lookup *lookup = tree->home ? user_lookup : system_lookup;
	size_t count = tree->home ? LENGTH(user_lookup) : LENGTH(system_lookup);
	size_t size = 0;

	files->directories = arena_alloc(files->arena,
					 count * sizeof(*files->directories));
	for (size_t i = 0; files->directories && i < count; i++) {
		const char *path = lookup_path(files->arena, tree,
					       lookup[i].path);

		if (path)
			add_directory(files, path, &lookup[i], &size);
	}
	if (files->count)
		qsort(files->entries, files->count, sizeof(*files->entries),
		      compare_entries);
	for (size_t i = 0; i < files->count; i++) {
		struct unit_entry *entry = &files->entries[i];

		if (entry->target &&
		    !unit_files_late(files, entry->directory->path))
			entry->alias = unit_files_alias(files, entry);
	}
}

struct unit_files *unit_files_open(const struct unit_tree *tree)
{
	struct unit_files *files = memory_zeroed(1, sizeof(*files));

	if (!files)
		return NULL;
	files->root = tree->root;
	files->user = tree->home != NULL;
	files->deadline = tree->deadline;
	files->arena = arena_new();
	if (files->arena)
		list_tree(files, tree);
	if (!arena_failed(files->arena))
		return files;
	unit_files_close(files);
	return NULL;
}

void unit_files_close(struct unit_files *files)
{
	if (!files)
		return;
	arena_free(files->arena);
	free(files->entries);
	free(files);
}

const struct unit_entry *unit_files_find(const struct unit_files *files,
					 const char *name, size_t *count)
{
	size_t low = 0, high = files->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(files->entries[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < files->count; end++)
		if (strcmp(files->entries[end].name, name))
			break;
	*count = end - low;
	return *count ? &files->entries[low] : NULL;
}

const char *unit_files_path(struct unit_files *files,
			    const struct unit_entry *entry)
{
	return arena_printf(files->arena, "%s/%s", entry->directory->path,
			    entry->name);
}
