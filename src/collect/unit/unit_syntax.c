/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_syntax.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct unit_syntax unit_syntax_over(char *bytes, size_t length)
{
	struct unit_syntax syntax = {
		.bytes = (unsigned char *)bytes,
		.rest = cursor_over(bytes, length),
		.section = cursor_over("", 0),
	};

	cursor_starts(&syntax.rest, BYTE_ORDER_MARK);
	return syntax;
}

static bool is_comment(struct cursor line)
{
	line = cursor_trim(line);
	return cursor_peek(&line) == '#' || cursor_peek(&line) == ';';
}

/* An odd number of backslashes ends it: each pair is one that is escaped. */
static bool is_continued(const unsigned char *bytes, size_t length)
{
	size_t n = 0;

	while (n < length && bytes[length - 1 - n] == '\\')
		n++;
	return n % 2;
}

/*
 * The next line with those that continue it, joined where the first one is.
 * Comments between the parts do not count.
 */
static bool next_line(struct unit_syntax *s, struct cursor *joined)
{
	unsigned char *start = NULL;
	struct cursor line;
	size_t length = 0;

	while (cursor_line(&s->rest, &line)) {
		if (is_comment(line))
			continue;
		if (!start)
			start = s->bytes + (line.bytes - s->bytes);
		memmove(start + length, line.bytes, line.length);
		length += line.length;
		if (!is_continued(start, length))
			break;
		start[length - 1] = ' ';
	}
	if (!start)
		return false;
	*joined = cursor_trim(cursor_over(start, length));
	return true;
}

/* "[Service]" */
static bool read_section(struct cursor line, struct cursor *section)
{
	return cursor_starts(&line, "[") && cursor_left(&line) &&
	       line.bytes[line.length - 1] == ']' &&
	       cursor_take(&line, cursor_left(&line) - 1, section);
}

static bool read_assignment(struct cursor line, struct unit_assignment *a)
{
	struct cursor key;

	if (!memchr(line.bytes, '=', line.length) ||
	    !cursor_until(&line, '=', &key))
		return false;
	a->key = cursor_trim(key);
	a->value = cursor_trim(line);
	return a->key.length;
}

bool unit_syntax_next(struct unit_syntax *s,
		      struct unit_assignment *assignment)
{
	struct unit_assignment found;
	struct cursor line;

	while (next_line(s, &line)) {
		if (cursor_peek(&line) == '[') {
			if (!read_section(line, &s->section))
				s->rest = cursor_over("", 0);
			continue;
		}
		if (!s->section.length || !read_assignment(line, &found))
			continue;
		found.section = s->section;
		*assignment = found;
		return true;
	}
	return false;
}
