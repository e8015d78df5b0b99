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
 * @capture:	If not NULL, set to the start of what `{...}` matched
 * @length:	If not NULL, set to that run's length; 0 without a `{...}`
 *
 * Return: true if the whole string matches
 */
bool text_matches(const char *pattern, const char *string,
		  const char **capture, size_t *length);

/** text_lower() - An ASCII letter in lower case; other bytes unchanged */
static inline int text_lower(int byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

/** text_make_lower() - text_lower() for a whole string, in place */
void text_make_lower(char *string);

/** text_is_alnum() - Is a byte an ASCII letter or digit? */
static inline bool text_is_alnum(int byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z');
}

/** text_is_blank() - Is a byte a space or a tab? */
static inline bool text_is_blank(int byte)
{
	return byte == ' ' || byte == '\t';
}

/** text_equal() - Are two strings equal?  Ignores ASCII letter case */
bool text_equal(const char *a, const char *b);

/** text_starts() - Does a string start with a prefix?  Case-sensitive */
bool text_starts(const char *string, const char *prefix);

/** text_ends() - Does a string end with a suffix?  Case-sensitive */
bool text_ends(const char *string, const char *suffix);

/**
 * text_base() - The last component of a path
 * A backslash separates too, but not in a path that starts with a slash.
 */
const char *text_base(const char *path);

/**
 * text_printable() - Bytes as valid, printable UTF-8
 * @bytes:	Any bytes
 * @length:	Their number
 * @out:	Room for 4 * @length + 1 bytes
 *
 * Control characters and bytes that are not UTF-8 become `\xNN`, so that text
 * from a process or a peer cannot control the user's terminal.
 *
 * Return: the length of @out without its NUL
 */
size_t text_printable(const char *bytes, size_t length, char *out);

#endif
