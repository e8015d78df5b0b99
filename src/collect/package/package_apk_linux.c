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

/* Is it the file that is looked for, in the folder named before it? */
static bool is_file(struct cursor folder, const struct cursor *name,
		    const char *file)
{
	struct cursor path = cursor_over(file, strlen(file)), above;
	size_t n = cursor_left(&folder);

	return cursor_starts(&path, "/") &&
	       cursor_is(name, text_base(file)) &&
	       cursor_take(&path, n, &above) && cursor_starts(&path, "/") &&
	       cursor_is(&path, text_base(file)) &&
	       !memcmp(above.bytes, folder.bytes + folder.at, n);
}

int package_apk_parse(const char *bytes, size_t length, const char *file,
		      struct package *package)
{
	struct cursor c = cursor_over(bytes, length), line;
	struct cursor folder = cursor_over("", 0);
	struct package current = {.manager = "apk"};
	char alias[PATH_MAX];

	package_aliases(file, alias);
	while (cursor_line(&c, &line)) {
		if (cursor_starts(&line, "P:")) {
			package_text(&line, current.name);
			current.version[0] = '\0';
		} else if (cursor_starts(&line, "V:")) {
			package_text(&line, current.version);
		} else if (cursor_starts(&line, "F:")) {
			folder = line;
		} else if (cursor_starts(&line, "R:") &&
			   (is_file(folder, &line, file) ||
			    is_file(folder, &line, alias))) {
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
	char path[PATH_MAX], *bytes;
	size_t length;
	int rc = -ENOENT;

	for (size_t i = 0; rc == -ENOENT && i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", root, databases[i]);
		rc = file_read(path, DATABASE_MAX, &bytes, &length);
	}
	if (rc)
		return rc == -ENOENT ? -ENOSYS : rc;
	rc = package_apk_parse(bytes, length, file, package);
	free(bytes);
	return rc;
}
