/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Paths in a tree of unit files.  Links are followed below the tree's root,
 * so that a tree of files elsewhere reads as a system does.
 */
#include "collect/unit/unit_files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "port/clock.h"
#include "port/file/regular.h"

#define FILE_BYTES (1 << 20)	/* systemd's own limit for one line */
#define LINKS 8

void unit_files_failed(struct unit_files *files, int error, const char *path)
{
	if (files->error || error == -ENOENT || error == -ENOTDIR)
		return;
	files->error = error;
	files->unread = arena_strdup(files->arena, path);
}

bool unit_files_late(struct unit_files *files, const char *path)
{
	if (!files->deadline || clock_now() < files->deadline)
		return false;
	unit_files_failed(files, -ETIMEDOUT, path);
	return true;
}

bool unit_files_full(const struct unit_files *files, const char *path,
		     char *full)
{
	return snprintf(full, PATH_MAX, "%s%s", files->root, path) < PATH_MAX;
}

const struct unit_directory *
unit_files_directory(const struct unit_files *files, const struct stat *st)
{
	for (size_t i = 0; i < files->directory_count; i++)
		if (files->directories[i].device == st->st_dev &&
		    files->directories[i].inode == st->st_ino)
			return &files->directories[i];
	return NULL;
}

/* Where a link leads, from the path of the link; false if it is too long. */
static bool link_path(const char *link, const char *target, char *path)
{
	const char *slash = strrchr(link, '/');
	int parent = target[0] == '/' || !slash ? 0 : (int)(slash - link);

	return snprintf(path, PATH_MAX, "%.*s%s%s", parent, link,
			parent ? "/" : "", target) < PATH_MAX;
}

int unit_files_follow(const struct unit_files *files, char *path,
		      struct stat *st)
{
	char full[PATH_MAX], target[PATH_MAX], next[PATH_MAX];

	for (int i = 0; i < LINKS; i++) {
		ssize_t n;

		if (!strcmp(path, "/dev/null") || !unit_files_full(files, path, full))
			return -ENOENT;
		if (lstat(full, st))
			return -errno;
		if (!S_ISLNK(st->st_mode))
			return 0;
		n = readlink(full, target, sizeof(target) - 1);
		if (n < 0)
			return -errno;
		target[n] = '\0';
		if (!link_path(path, target, next))
			return -ENAMETOOLONG;
		strcpy(path, next);
	}
	return -ELOOP;
}

int unit_files_read(struct unit_files *files, const char *path, char **bytes,
		    size_t *length)
{
	char end[PATH_MAX], full[PATH_MAX];
	struct stat st;
	int rc;

	if (snprintf(end, sizeof(end), "%s", path) >= (int)sizeof(end))
		return -ENAMETOOLONG;
	rc = unit_files_late(files, path) ? -ETIMEDOUT :
					    unit_files_follow(files, end, &st);
	if (!rc && !S_ISREG(st.st_mode))
		rc = -ENOENT;
	if (!rc && !unit_files_full(files, end, full))
		rc = -ENAMETOOLONG;
	if (!rc)
		rc = regular_load(full, FILE_BYTES, bytes, length);
	if (rc)
		unit_files_failed(files, rc, path);
	return rc;
}

const char *unit_files_alias(const struct unit_files *files,
			     const struct unit_entry *entry)
{
	char link[PATH_MAX], path[PATH_MAX], full[PATH_MAX], *slash;
	const char *name = entry->target ? text_base(entry->target) : NULL;
	struct stat st;

	if (!name ||
	    snprintf(link, sizeof(link), "%s/%s", entry->directory->path,
		     entry->name) >= (int)sizeof(link) ||
	    !link_path(link, entry->target, path))
		return NULL;
	slash = strrchr(path, '/');
	if (!slash || slash == path)
		return NULL;
	*slash = '\0';
	if (!unit_files_full(files, path, full) || stat(full, &st))
		return NULL;
	return unit_files_directory(files, &st) ? name : NULL;
}
