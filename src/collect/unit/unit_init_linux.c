/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Init scripts: /etc/init.d/NAME.  OpenRC's are recognised by their first
 * line and enabled by a link in a directory of /etc/runlevels.  System V's are
 * enabled by a start link in /etc/rc2.d to rc5.d.
 */
#include "collect/unit/unit_init.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cursor.h"
#include "base/text.h"
#include "port/file/file.h"

#define SCRIPT_MAX (1 << 20)

/* Why a directory or its next name could not be read; none is no failure. */
static int failure(void)
{
	return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
}

int init_script_enabled(const char *root, const char *name)
{
	char path[PATH_MAX];
	int found = 0;

	for (int level = 2; level <= 5 && !found; level++) {
		const struct dirent *entry;
		DIR *dir;

		snprintf(path, sizeof(path), "%s/etc/rc%d.d", root, level);
		errno = 0;
		dir = opendir(path);
		while (!found && dir && (errno = 0, entry = readdir(dir))) {
			const char *n = entry->d_name;

			found = n[0] == 'S' && n[1] && n[2] &&
				!strcmp(n + 3, name);
		}
		if (!found)
			found = failure();
		if (dir)
			closedir(dir);
	}
	return found;
}

static int is_in_runlevel(const char *root, const char *name)
{
	const struct dirent *entry;
	char path[PATH_MAX];
	int found = 0;
	struct stat st;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/etc/runlevels", root);
	errno = 0;
	dir = opendir(path);
	while (!found && dir && (errno = 0, entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    snprintf(path, sizeof(path), "%s/etc/runlevels/%s/%s", root,
			     entry->d_name, name) >= (int)sizeof(path))
			continue;
		found = !lstat(path, &st) ? 1 : failure();
	}
	if (!found)
		found = failure();
	if (dir)
		closedir(dir);
	return found;
}

const char *init_script_state(int enabled)
{
	return enabled < 0 ? NULL : enabled ? "enabled" : "disabled";
}

/* The rest of the first line that starts so, quotes taken off. */
static json_t *after(const char *bytes, size_t length, const char *start)
{
	struct cursor c = cursor_over(bytes, length), line, word;

	while (cursor_line(&c, &line)) {
		if (!cursor_starts(&line, start))
			continue;
		cursor_skip_blanks(&line);
		if (cursor_peek(&line) == '"' && cursor_skip(&line, 1)) {
			if (!cursor_until(&line, '"', &word))
				return json_null();
			line = word;
		}
		return value_text((const char *)line.bytes + line.at,
				  cursor_left(&line));
	}
	return json_null();
}

static bool is_openrc(const char *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line, part;

	if (!cursor_line(&c, &line) || !cursor_starts(&line, "#!"))
		return false;
	while (cursor_until(&line, '/', &part))
		if (cursor_starts(&part, "openrc-run"))
			return true;
	return false;
}

json_t *init_script_parse(const char *bytes, size_t length, bool *openrc)
{
	*openrc = is_openrc(bytes, length);
	return after(bytes, length, *openrc ? "description=" :
					      "# Short-Description:");
}

json_t *init_script_value(const char *root, const char *name)
{
	char path[PATH_MAX], *bytes;
	json_t *description;
	bool openrc;
	int enabled;
	size_t length;

	if (strchr(name, '/') || !name[0] ||
	    snprintf(path, sizeof(path), "%s/etc/init.d/%s", root, name) >=
		    (int)sizeof(path) ||
	    file_read(path, SCRIPT_MAX, &bytes, &length))
		return NULL;
	description = init_script_parse(bytes, length, &openrc);
	free(bytes);
	enabled = openrc ? is_in_runlevel(root, name) :
			   init_script_enabled(root, name);
	return json_pack("{s:s, s:s, s:o, s:s*, s:o}", "type", "service",
			 "manager", openrc ? "openrc" : "sysv", "file",
			 value_string(path + strlen(root)), "enabled",
			 init_script_state(enabled), "description",
			 description);
}
