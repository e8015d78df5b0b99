/* SPDX-License-Identifier: BSD-2-Clause */
/* The hosts file. */
#ifndef COLLECT_NAMES_HOSTS_H
#define COLLECT_NAMES_HOSTS_H

#include "base/cursor.h"
#include "collect/names/answer.h"

/**
 * struct hosts_line - A line that is not empty
 * @number:	From 1
 * @field:	The line's first word
 * @address:	That word as an address
 * @valid:	It is one; glibc and c-ares do not accept one with a zone
 * @names:	The words after it, without the comment
 */
struct hosts_line {
	unsigned int number;
	struct cursor field;
	struct address address;
	bool valid;
	struct cursor names;
};

/**
 * hosts_next() - The next line of a hosts file that is not empty
 * @file:	Passed over it and the empty lines before it
 * @number:	0 at the start; the lines read so far
 * @line:	Written; borrows the same bytes
 *
 * Return: false at the end
 */
bool hosts_next(struct cursor *file, unsigned int *number,
		struct hosts_line *line);

/**
 * hosts_line_has() - Is a name among a line's names?
 * Letter case does not count; a dot at the end does, as for libc.
 */
bool hosts_line_has(const struct hosts_line *line, const char *name);

/**
 * hosts_find() - The addresses that a hosts file has for a name
 * @bytes:	The file
 * @length:	Its length
 * @name:	The name
 * @addresses:	Written, each once
 * @room:	In @addresses
 *
 * Return: how many, up to @room
 */
size_t hosts_find(const char *bytes, size_t length, const char *name,
		  struct address *addresses, size_t room);

/**
 * hosts_answer() - What a hosts file says about a name
 * @list:	An answer is appended for each line that has its name or,
 *		without it, one of @found; one that is ABSENT where no line
 *		has the name
 * @bytes:	The file
 * @length:	Its length
 * @path:	Its path; kept
 * @found:	Addresses that other sources gave; may be NULL
 * @count:	How many
 *
 * Where the list's name is an address itself it counts as found, and there
 * is no ABSENT answer.
 *
 * Return: the first answer that was appended, or NULL
 */
struct answer *hosts_answer(struct answers *list, const char *bytes,
			    size_t length, const char *path,
			    const struct address *found, size_t count);

#endif
