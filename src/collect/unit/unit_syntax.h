/* SPDX-License-Identifier: BSD-2-Clause */
/* The syntax of unit files, systemd.syntax(7); no I/O. */
#ifndef COLLECT_UNIT_UNIT_SYNTAX_H
#define COLLECT_UNIT_UNIT_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/cursor.h"

/**
 * struct unit_syntax - A walk through the assignments of a unit file
 *
 * To be set by unit_syntax_over().
 */
struct unit_syntax {
	unsigned char *bytes;
	struct cursor rest;
	struct cursor section;
};

/**
 * struct unit_assignment - One assignment: KEY=VALUE
 * @section:	"Service"; borrows from the file, as @key and @value
 * @key:	Without blanks around it
 * @value:	Likewise.  A line that ends with a backslash is joined with
 *		the next one by a blank
 */
struct unit_assignment {
	struct cursor section;
	struct cursor key;
	struct cursor value;
};

/**
 * unit_syntax_over() - Start a walk
 * @bytes:	The file's content; borrowed, and changed where lines are
 *		joined
 * @length:	In bytes
 */
struct unit_syntax unit_syntax_over(char *bytes, size_t length);

/**
 * unit_syntax_next() - The next assignment in any section
 * @syntax:	The walk
 * @assignment:	Written on success only
 *
 * Lines that are not an assignment are passed over.  A section header that
 * cannot be read ends the file, as it does for systemd.
 *
 * Return: false at the end
 */
bool unit_syntax_next(struct unit_syntax *syntax,
		      struct unit_assignment *assignment);

#endif
