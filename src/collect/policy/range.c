/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/policy/range.h"

static bool read_port(struct cursor *line, uint16_t *port)
{
	struct cursor word;
	uint64_t number;

	if (!cursor_word(line, &word) || !cursor_number(&word, &number) ||
	    cursor_left(&word) || number > UINT16_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

static bool read_row(struct cursor line, struct range *range)
{
	struct range found = {0};
	struct cursor word;

	if (!read_port(&line, &found.start) || !read_port(&line, &found.end) ||
	    found.end < found.start)
		return false;
	if (cursor_word(&line, &word)) {
		if (!cursor_is(&word, "*") || cursor_word(&line, &word))
			return false;
		found.administered = true;
	}
	*range = found;
	return true;
}

bool range_next(struct cursor *text, struct range *range)
{
	struct cursor line;

	while (cursor_line(text, &line))
		if (read_row(line, range))
			return true;
	return false;
}
