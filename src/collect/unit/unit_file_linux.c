/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unit files: where systemd looks for them, in its order; see
 * systemd.unit(5).
 *
 * The first directory that has a file of the name wins.  Links are followed
 * below the tree's root, so that a tree of files elsewhere reads as a system
 * does.
 */
#include "collect/unit/unit_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "port/file/file.h"

#define FILE_BYTES (1 << 20)
#define LINKS 8
#define DROP_INS 32

/* `~` is the user's home directory, `%` his runtime directory. */
static const char *const system_dirs[] = {
	"/etc/systemd/system.control",
	"/run/systemd/system.control",
	"/run/systemd/transient",
	"/run/systemd/generator.early",
	"/etc/systemd/system",
	"/etc/systemd/system.attached",
	"/run/systemd/system",
	"/run/systemd/system.attached",
	"/run/systemd/generator",
	"/usr/local/lib/systemd/system",
	"/usr/lib/systemd/system",
	"/lib/systemd/system",
	"/run/systemd/generator.late",
	NULL,
};

static const char *const user_dirs[] = {
	"~/.config/systemd/user.control",
	"%/systemd/user.control",
	"%/systemd/transient",
	"%/systemd/generator.early",
	"~/.config/systemd/user",
	"/etc/systemd/user",
	"%/systemd/user",
	"/run/systemd/user",
	"%/systemd/generator",
	"~/.local/share/systemd/user",
	"/usr/local/lib/systemd/user",
	"/usr/local/share/systemd/user",
	"/usr/lib/systemd/user",
	"/usr/share/systemd/user",
	"%/systemd/generator.late",
	NULL,
};

/* Where a unit is enabled. */
static const struct {
	const char *dir;
	bool user;
	const char *enabled;
} link_dirs[] = {
	{"/etc/systemd/system", false, "enabled"},
	{"/run/systemd/system", false, "enabled-runtime"},
	{"~/.config/systemd/user", true, "enabled"},
	{"/etc/systemd/user", true, "enabled"},
	{"/run/systemd/user", true, "enabled-runtime"},
};

static const char *const *dirs_of(const struct unit_tree *tree)
{
	return tree->home ? user_dirs : system_dirs;
}

/* A directory of the tables, without the root; false where it can't be. */
static bool dir_path(const struct unit_tree *tree, const char *dir, char *out)
{
	int n;

	if (dir[0] == '~')
		n = snprintf(out, PATH_MAX, "%s%s", tree->home, dir + 1);
	else if (dir[0] == '%')
		n = snprintf(out, PATH_MAX, "/run/user/%llu%s",
			     (unsigned long long)tree->uid, dir + 1);
	else
		n = snprintf(out, PATH_MAX, "%s", dir);
	return n < PATH_MAX && (dir[0] != '~' || tree->home[0]);
}

/* @path and a name below it, with the root before; false if too long. */
static bool below(const struct unit_tree *tree, const char *path,
		  const char *name, char *out)
{
	return snprintf(out, PATH_MAX, "%s%s%s%s", tree->root, path,
			name[0] ? "/" : "", name) < PATH_MAX;
}

/* The directory part of a path, without its last slash. */
static int parent_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (int)(slash - path) : 0;
}

/**
 * follow() - What a path leads to
 * @tree:	For its root, below which links lead
 * @path:	Without the root; replaced by where its links lead
 * @st:		Of that
 *
 * Return: 0, or -errno
 */
static int follow(const struct unit_tree *tree, char *path, struct stat *st)
{
	char full[PATH_MAX], target[PATH_MAX], next[PATH_MAX];

	for (int i = 0; i < LINKS; i++) {
		ssize_t n;
		int length;

		if (!strcmp(path, "/dev/null") || !below(tree, path, "", full))
			return -ENOENT;
		if (lstat(full, st))
			return -errno;
		if (!S_ISLNK(st->st_mode))
			return 0;
		n = readlink(full, target, sizeof(target) - 1);
		if (n < 0)
			return -errno;
		target[n] = '\0';
		length = target[0] == '/' ? 0 : parent_length(path);
		if (snprintf(next, sizeof(next), "%.*s%s%s", length, path,
			     length ? "/" : "", target) >= (int)sizeof(next))
			return -ENAMETOOLONG;
		strcpy(path, next);
	}
	return -ELOOP;
}

/* Look for one name in every directory. */
static int find(const struct unit_tree *tree, const char *name,
		struct unit *file)
{
	char dir[PATH_MAX], end[PATH_MAX], full[PATH_MAX];
	struct stat st;

	for (const char *const *d = dirs_of(tree); *d; d++) {
		if (!dir_path(tree, *d, dir) ||
		    snprintf(end, sizeof(end), "%s/%s", dir, name) >=
			    (int)sizeof(end) ||
		    !below(tree, end, "", full) || lstat(full, &st))
			continue;
		strcpy(file->path, end);
		if (follow(tree, end, &st)) {
			if (strcmp(end, "/dev/null"))
				continue;
			file->state = "masked";
		} else if (S_ISREG(st.st_mode) && !st.st_size) {
			file->state = "masked";
		} else if (strstr(*d, "/transient")) {
			file->state = "transient";
		} else if (strstr(*d, "/generator")) {
			file->state = "generated";
		}
		return 0;
	}
	return -ENOENT;
}

static void parse_file(const struct unit_tree *tree, const char *path,
		       struct unit_keys *keys)
{
	char end[PATH_MAX], full[PATH_MAX], *bytes;
	struct stat st;
	size_t length;

	strcpy(end, path);
	if (follow(tree, end, &st) || !S_ISREG(st.st_mode) ||
	    !below(tree, end, "", full) ||
	    file_read(full, FILE_BYTES, &bytes, &length))
		return;
	unit_parse(bytes, length, keys);
	free(bytes);
}

struct drop_ins {
	size_t count;
	char paths[DROP_INS][PATH_MAX];
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(text_base(a), text_base(b));
}

/* A drop-in of a directory that comes first hides its namesakes. */
static void add_drop_in(struct drop_ins *list, const char *dir,
			const char *name)
{
	if (!text_ends(name, ".conf") || list->count == DROP_INS)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(text_base(list->paths[i]), name))
			return;
	if (snprintf(list->paths[list->count], PATH_MAX, "%s/%s", dir, name) <
	    PATH_MAX)
		list->count++;
}

static void find_drop_ins(const struct unit_tree *tree, const char *name,
			  struct drop_ins *list)
{
	char dir[PATH_MAX], drop[PATH_MAX], full[PATH_MAX];
	const struct dirent *entry;

	for (const char *const *d = dirs_of(tree); *d; d++) {
		DIR *stream;

		if (!dir_path(tree, *d, dir) ||
		    snprintf(drop, sizeof(drop), "%s/%s.d", dir, name) >=
			    (int)sizeof(drop) ||
		    !below(tree, drop, "", full))
			continue;
		stream = opendir(full);
		while (stream && (entry = readdir(stream)))
			add_drop_in(list, drop, entry->d_name);
		if (stream)
			closedir(stream);
	}
}

static void parse_drop_ins(const struct unit_tree *tree, const char *name,
			   struct unit_keys *keys)
{
	struct drop_ins *list = calloc(1, sizeof(*list));
	char template[CGROUP_NAME];
	const char *type = strrchr(name, '.');

	if (!list)
		return;
	find_drop_ins(tree, name, list);
	if (unit_template(name, template))
		find_drop_ins(tree, template, list);
	if (type)
		find_drop_ins(tree, type + 1, list);
	qsort(list->paths, list->count, sizeof(list->paths[0]), compare_names);
	for (size_t i = 0; i < list->count; i++)
		parse_file(tree, list->paths[i], keys);
	free(list);
}

bool unit_template(const char *name, char *template)
{
	const char *at = strchr(name, '@'), *dot = strrchr(name, '.');

	if (!at || !dot || dot <= at + 1)
		return false;
	return snprintf(template, CGROUP_NAME, "%.*s%s", (int)(at + 1 - name),
			name, dot) < CGROUP_NAME;
}

int unit_load(const struct unit_tree *tree, const char *name,
	      struct unit *file)
{
	struct unit found = {0};
	char template[CGROUP_NAME];
	int rc = find(tree, name, &found);

	if (rc && unit_template(name, template))
		rc = find(tree, template, &found);
	if (rc)
		return rc;
	parse_file(tree, found.path, &found.keys);
	parse_drop_ins(tree, name, &found.keys);
	*file = found;
	return 0;
}

void unit_each(const struct unit_tree *tree, const char *suffix,
	       void (*each)(const char *name, void *context), void *context)
{
	char dir[PATH_MAX], full[PATH_MAX];
	const struct dirent *entry;

	for (const char *const *d = dirs_of(tree); *d; d++) {
		DIR *stream;

		if (!dir_path(tree, *d, dir) || !below(tree, dir, "", full))
			continue;
		stream = opendir(full);
		while (stream && (entry = readdir(stream)))
			if (text_ends(entry->d_name, suffix))
				each(entry->d_name, context);
		if (stream)
			closedir(stream);
	}
}

/* Does a directory of units have a link that starts this one? */
static bool links_to(const char *dir, const char *name)
{
	static const char *const kinds[] = {".wants", ".requires", ".upholds"};
	char path[PATH_MAX], target[PATH_MAX];
	DIR *stream = opendir(dir);
	const struct dirent *entry;
	bool found = false;
	struct stat st;

	while (!found && stream && (entry = readdir(stream))) {
		if (snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name) >=
		    (int)sizeof(path))
			continue;
		if (entry->d_type == DT_LNK && strcmp(entry->d_name, name)) {
			ssize_t n = readlink(path, target, sizeof(target) - 1);

			target[n < 0 ? 0 : n] = '\0';
			found = !strcmp(text_base(target), name);
			continue;
		}
		for (size_t i = 0; !found && i < 3; i++) {
			size_t n = strlen(path);

			if (!text_ends(path, kinds[i]))
				continue;
			found = snprintf(path + n, sizeof(path) - n, "/%s",
					 name) < (int)(sizeof(path) - n) &&
				!lstat(path, &st);
			path[n] = '\0';
		}
	}
	if (stream)
		closedir(stream);
	return found;
}

const char *unit_enabled(const struct unit_tree *tree, const char *name,
			 const struct unit *file)
{
	char dir[PATH_MAX], full[PATH_MAX];

	if (file->state)
		return file->state;
	for (size_t i = 0; i < sizeof(link_dirs) / sizeof(*link_dirs); i++)
		if (link_dirs[i].user == (tree->home != NULL) &&
		    dir_path(tree, link_dirs[i].dir, dir) &&
		    below(tree, dir, "", full) && links_to(full, name))
			return link_dirs[i].enabled;
	if (file->keys.install)
		return "disabled";
	return file->keys.also ? "indirect" : "static";
}
