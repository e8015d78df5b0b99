/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/dialogue_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void line_wipe(void *bytes, size_t length)
{
	volatile unsigned char *byte = bytes;

	while (length--)
		*byte++ = 0;
}

void line_forget(struct line *line)
{
	if (!line->bytes)
		return;
	line_wipe(line->bytes, line->kept);
	free(line->bytes);
	dialogue_pool_give(line->pool, line->room);
	line->bytes = NULL;
	line->kept = line->room = 0;
}

static void start(struct line *line)
{
	line_forget(line);
	*line = (struct line){.pool = line->pool};
}

void line_reset(struct line *line)
{
	if (line->length)
		start(line);
}

/* Not by realloc(), which would leave the old bytes in the heap. */
static bool grow(struct line *line, size_t wanted)
{
	size_t room = line->room ? line->room : 64;
	char *bytes;

	while (room < wanted)
		room *= 2;
	if (!dialogue_pool_take(line->pool, room))
		return false;
	bytes = memory_new(room);
	if (!bytes) {
		dialogue_pool_give(line->pool, room);
		return false;
	}
	if (line->bytes) {
		memcpy(bytes, line->bytes, line->kept);
		line_wipe(line->bytes, line->kept);
		free(line->bytes);
		dialogue_pool_give(line->pool, line->room);
	}
	line->bytes = bytes;
	line->room = room;
	return true;
}

static void keep(struct line *line, const struct cursor *part)
{
	size_t n = DIALOGUE_LINE_MAX - line->kept;

	if (n > cursor_left(part))
		n = cursor_left(part);
	if (!n || line->lost)
		return;
	if (line->kept + n > line->room && !grow(line, line->kept + n)) {
		line->lost = true;
		line_forget(line);
		return;
	}
	memcpy(line->bytes + line->kept, part->bytes + part->at, n);
	line->kept += n;
}

/* Take a piece of a line.  Return: does the line end with it? */
static bool take(struct line *line, struct cursor *c, int64_t time,
		 struct cursor *part)
{
	size_t before = c->at;

	if (!cursor_until(c, '\n', part))
		*part = cursor_over("", 0);
	if (!line->length)
		line->first_time = time;
	if (cursor_left(part))
		line->cr = part->bytes[part->length - 1] == '\r';
	line->length += cursor_left(part);
	return c->at - before > cursor_left(part);
}

static void finish(struct line *line, const struct cursor *part, char *buffer,
		   struct line_text *text)
{
	size_t length = line->length - line->cr, n;

	if (length > DIALOGUE_LINE_MAX)
		length = DIALOGUE_LINE_MAX;
	if (line->lost)
		length = 0;
	n = line->kept < length ? line->kept : length;
	if (n)
		memcpy(buffer, line->bytes, n);
	if (length > n)
		memcpy(buffer + n, part->bytes + part->at, length - n);
	buffer[length] = '\0';
	*text = (struct line_text){buffer, length, line->first_time,
				   !line->cr, line->lost};
	start(line);
}

enum line_state line_next(struct line *line, struct cursor *c, int64_t time,
			  char *buffer, struct line_text *text)
{
	struct cursor part;
	bool whole = take(line, c, time, &part);

	if (line->length > LINE_ENDLESS) {
		line_reset(line);
		return LINE_TOO_LONG;
	}
	if (whole) {
		finish(line, &part, buffer, text);
		return LINE_WHOLE;
	}
	keep(line, &part);
	return LINE_MORE;
}

enum line_state line_skip(struct line *line, struct cursor *c, int64_t time,
			  bool *bare)
{
	struct cursor part;
	bool whole = take(line, c, time, &part);

	if (line->length > LINE_ENDLESS) {
		line_reset(line);
		return LINE_TOO_LONG;
	}
	if (!whole)
		return LINE_MORE;
	if (bare)
		*bare = !line->cr;
	start(line);
	return LINE_WHOLE;
}

bool line_rest(struct line *line, char *buffer, struct line_text *text)
{
	struct cursor nothing = cursor_over("", 0);

	if (!line->length || line->lost)
		return false;
	finish(line, &nothing, buffer, text);
	return true;
}
