/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * apk's database is one file: a paragraph for each package, with P: its
 * name, V: its version, F: a folder, and R: a file in the folder before.
 */
#include "collect/package/package.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/text.h"
#include "port/file/file.h"

#define DATABASE_MAX (64 << 20)

/* Is a file, in the folder that stands before, the one that is sought? */
static bool is_file(const struct cursor *folder, const struct cursor *name,
		    const char *file)
{
	size_t n = cursor_left(folder);
	struct cursor above = cursor_over(file + 1, strlen(file + 1)), part;

	return file[0] == '/' && cursor_is(name, text_base(file)) &&
	       cursor_take(&above, n, &part) && cursor_starts(&above, "/") &&
	       cursor_is(&above, text_base(file)) &&
	       !memcmp(part.bytes, folder->bytes + folder->at, n);
}

static void copy(const struct cursor *c, char *out)
{
	snprintf(out, PACKAGE_TEXT, "%.*s", (int)cursor_left(c),
		 (const char *)c->bytes + c->at);
}

static int search(struct cursor c, const char *file, const char *alias,
		  struct package *package)
{
	struct package current = {.manager = "apk"};
	struct cursor line, folder = cursor_over("", 0);

	while (cursor_line(&c, &line)) {
		if (cursor_starts(&line, "P:")) {
			copy(&line, current.name);
			current.version[0] = '\0';
		} else if (cursor_starts(&line, "V:")) {
			copy(&line, current.version);
		} else if (cursor_starts(&line, "F:")) {
			folder = line;
		} else if (cursor_starts(&line, "R:") &&
			   (is_file(&folder, &line, file) ||
			    is_file(&folder, &line, alias))) {
			*package = current;
			return 0;
		}
	}
	return -ENOENT;
}

int package_apk(const char *root, const char *file, struct package *package)
{
	static const char *const databases[] = {"/lib/apk/db/installed",
						"/usr/lib/apk/db/installed"};
	char path[PATH_MAX], alias[PATH_MAX], *bytes;
	size_t length;
	int rc = -ENOENT;

	for (size_t i = 0; rc == -ENOENT && i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", root, databases[i]);
		rc = file_read(path, DATABASE_MAX, &bytes, &length);
	}
	if (rc)
		return rc == -ENOENT ? -ENOSYS : rc;
	package_aliases(file, alias);
	rc = search(cursor_over(bytes, length), file, alias, package);
	free(bytes);
	return rc;
}
