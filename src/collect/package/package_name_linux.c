/* SPDX-License-Identifier: BSD-2-Clause */
/* How the databases of packages write names. */
#include "collect/package/package.h"

#include <limits.h>
#include <stdio.h>

#include "base/text.h"

void package_text(const struct cursor *c, char *out)
{
	snprintf(out, PACKAGE_TEXT, "%.*s", (int)cursor_left(c),
		 (const char *)c->bytes + c->at);
}

void package_aliases(const char *file, char *alias)
{
	static const char *const merged[] = {"/bin/", "/sbin/", "/lib/",
					     "/lib64/", "/lib32/"};

	alias[0] = '\0';
	for (size_t i = 0; i < sizeof(merged) / sizeof(*merged); i++) {
		if (text_starts(file, "/usr") &&
		    text_starts(file + 4, merged[i]))
			snprintf(alias, PATH_MAX, "%s", file + 4);
		else if (text_starts(file, merged[i]))
			snprintf(alias, PATH_MAX, "/usr%.*s", PATH_MAX - 5,
				 file);
	}
}
