/* SPDX-License-Identifier: BSD-2-Clause */
/* Small helpers over strings. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * text_matches() - Does a string match a pattern?
 * @pattern:	`*` any run of bytes, `?` any byte, `{name}` a run of bytes
 *		other than blanks and brackets, at least one
 * @string:	The string; ASCII letter case does not count
 * @capture:	If not NULL, set to where the first `{...}` matched
 * @length:	If not NULL, set to that run's length; 0 without a `{...}`
 *
 * Return: true if the whole string matches
 */
bool text_matches(const char *pattern, const char *string,
		  const char **capture, size_t *length);

/** text_equal() - Equal, ASCII letter case aside */
bool text_equal(const char *a, const char *b);

/** text_starts() - Does a string start with a prefix, to the letter? */
bool text_starts(const char *string, const char *prefix);

/** text_ends() - Does a string end with a suffix, to the letter? */
bool text_ends(const char *string, const char *suffix);

/**
 * text_base() - What follows the last slash of a path
 * A backslash parts as well, but not in a path that starts with a slash.
 */
const char *text_base(const char *path);

/**
 * text_printable() - Bytes as valid, printable UTF-8
 * @bytes:	Any bytes
 * @length:	Their number
 * @out:	Room for 4 * @length + 1 bytes
 *
 * Control characters and what is not UTF-8 become `\xNN`, so that nothing
 * which a process or a peer says can steer the reader's terminal.
 *
 * Return: the length of @out without its NUL
 */
size_t text_printable(const char *bytes, size_t length, char *out);

#endif
