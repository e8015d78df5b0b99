/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines of an initialisation file, and of the address table; no I/O. */
#ifndef COLLECT_WSP_INI_H
#define COLLECT_WSP_INI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/cursor.h"

#define INI_LINE_MAX 4096	/* bytes; a longer line is INI_OTHER */

enum ini_type {
	INI_SECTION,		/* [NAME] */
	INI_KEY,		/* KEY=VALUE; also before the first section */
	INI_COMMENT,		/* starts with a semicolon */
	INI_BLANK,
	INI_OTHER,		/* none of these */
};

/**
 * struct ini_line - One line
 * @number:	From 1
 * @type:	What it is
 * @section:	The section that it is in, or opens; without its brackets
 * @key:	INI_KEY: without blanks around it; never empty
 * @value:	INI_KEY: without blanks, and without one pair of quotes
 *		around it, as Windows' own functions give it
 *
 * All of it borrows the text.
 */
struct ini_line {
	size_t number;
	enum ini_type type;
	struct cursor section;
	struct cursor key;
	struct cursor value;
};

/** struct ini - Where the reading is */
struct ini {
	struct cursor text;
	struct cursor section;
	size_t number;
};

/** ini_over() - Start to read a text, which is borrowed */
struct ini ini_over(const char *text, size_t length);

/**
 * ini_next() - The next line
 * @ini:	Passed over it; lines end with LF, CR LF or CR
 * @line:	Written on success only
 *
 * Return: false at the end
 */
bool ini_next(struct ini *ini, struct ini_line *line);

/**
 * lat_line() - A pair of addresses, as in Locallat.txt
 * @line:	A line of it
 * @first:	Written on success only
 * @last:	Of the same family, and not before @first
 *
 * Return: 1 for a pair, 0 for an empty line or a comment, -EINVAL for
 * anything else
 */
int lat_line(const struct cursor *line, struct address *first,
	     struct address *last);

/**
 * lat_next() - The next line of an address table
 * @text:	Passed over it
 * @line:	Its text, without the line's end
 *
 * Return: false at the end
 */
bool lat_next(struct cursor *text, struct cursor *line);

#endif
