/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/greeting/reply.h"

#include <string.h>

#include "base/cursor.h"
#include "facts/facts.h"

#define CODE_DIGITS 3

/* The next line if its end has come. */
static bool whole_line(struct cursor *c, struct cursor *line)
{
	struct cursor ahead = *c, checked;

	if (!cursor_until(&ahead, '\n', line) ||
	    ahead.at - c->at == line->length)
		return false;
	checked = *c;
	cursor_line(&checked, line);
	*c = ahead;
	return true;
}

/*
 * Three digits, then a blank or the line's end (the last line of a reply) or
 * a hyphen.
 */
static bool has_code(struct cursor line, struct cursor *code, bool *last)
{
	struct cursor digits;
	uint64_t number;
	int next;

	if (!cursor_take(&line, CODE_DIGITS, code))
		return false;
	digits = *code;
	if (!cursor_number(&digits, &number) || cursor_left(&digits))
		return false;
	next = cursor_peek(&line);
	*last = next != '-';
	return next == -1 || next == ' ' || next == '-';
}

static bool same_code(const struct cursor *a, const struct cursor *b)
{
	return !memcmp(a->bytes, b->bytes, CODE_DIGITS);
}

struct reply reply_parse(const void *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line, first, code;
	struct reply reply = {.length = length};
	bool last = true;

	if (!whole_line(&c, &line))
		return reply;
	if (has_code(line, &first, &last))
		reply.knows_quit = true;
	else
		reply.knows_quit = cursor_starts(&line, "+OK");
	while (!last) {
		bool ends;

		if (!whole_line(&c, &line))
			return reply;
		if (has_code(line, &code, &ends) && same_code(&first, &code))
			last = ends;
	}
	reply.complete = true;
	reply.length = c.at;
	return reply;
}

json_t *reply_lines(const void *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;
	json_t *lines = json_array();

	while (lines && cursor_line(&c, &line)) {
		if (!json_array_append_new(
			    lines, value_text((const char *)line.bytes,
					      line.length)))
			continue;
		json_decref(lines);
		lines = NULL;
	}
	return lines;
}
