/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dpkg's database: /var/lib/dpkg/status has a paragraph for each package,
 * /var/lib/dpkg/info/PACKAGE.list or PACKAGE:ARCHITECTURE.list a line for
 * each of its files.  No I/O.
 */
#ifndef COLLECT_PACKAGE_DPKG_H
#define COLLECT_PACKAGE_DPKG_H

#include <limits.h>
#include <stdbool.h>

#include "base/cursor.h"
#include "collect/package/package.h"

#define DPKG_WORDS 6
#define DPKG_WORD 64
#define DPKG_LIST (2 * PACKAGE_TEXT + 8)	/* room for a list's name */

/**
 * struct dpkg_wanted - A file, and the words that its package's name may have
 * @file:	Its path
 * @alias:	Its other path, see package_aliases()
 * @words:	Of the path's components, the letters that each starts with:
 *		"exim" of exim4, "postfix" of /usr/lib/postfix/sbin/master
 * @count:	How many words; the last is the file's own
 */
struct dpkg_wanted {
	const char *file;
	char alias[PATH_MAX];
	char words[DPKG_WORDS][DPKG_WORD];
	size_t count;
};

/** dpkg_want() - A file that is looked for; @file is kept */
void dpkg_want(const char *file, struct dpkg_wanted *wanted);

/** dpkg_may_have() - May a package have put a file at this path? */
bool dpkg_may_have(const char *file);

/** dpkg_has() - Does a package's list of files have the file? */
bool dpkg_has(struct cursor list, const struct dpkg_wanted *wanted);

/**
 * dpkg_next() - The next paragraph of the status file
 * @status:	Passed over it
 * @end:	The file ends where @status does
 * @paragraph:	Without the empty line behind it
 *
 * Return: false where there is none, or its end is not in @status yet
 */
bool dpkg_next(struct cursor *status, bool end, struct cursor *paragraph);

/**
 * struct dpkg_entry - A package, by its paragraph
 * @name:	Empty where the paragraph is of no package
 * @many:	It may be there for several architectures at once
 *
 * All of it borrows the paragraph.
 */
struct dpkg_entry {
	struct cursor name, architecture, version;
	bool many;
};

/** dpkg_parse() - Read a paragraph */
void dpkg_parse(struct cursor paragraph, struct dpkg_entry *entry);

/** dpkg_resembles() - Does a package's name resemble the file's? */
bool dpkg_resembles(const struct dpkg_entry *entry,
		    const struct dpkg_wanted *wanted);

/**
 * dpkg_list() - The name of a package's list of files
 * @list:	DPKG_LIST bytes
 *
 * Return: false for a name that no package can have
 */
bool dpkg_list(const struct dpkg_entry *entry, char *list);

#endif
