/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines out of pieces of any length. */
#ifndef WIRE_SMTP_DIALOGUE_LINE_H
#define WIRE_SMTP_DIALOGUE_LINE_H

#include "base/cursor.h"
#include "wire/smtp/dialogue.h"

#define LINE_ENDLESS (64 << 10)	/* bytes */

/**
 * struct line - What came of a line that has not ended
 * @pool:	NULL where there is none; the rest starts as zeros
 * @bytes:	The first @kept of them, owned; NULL at a line's start
 * @length:	How many there were
 * @first_time:	Of the first
 * @cr:		The last was a CR
 * @lost:	There was no room
 */
struct line {
	struct dialogue_pool *pool;
	char *bytes;
	size_t kept;
	size_t room;
	size_t length;
	int64_t first_time;
	bool cr;
	bool lost;
};

/**
 * struct line_text - A whole line
 * @text:	In the caller's buffer, with a NUL added
 * @length:	Without the line end; at most DIALOGUE_LINE_MAX
 * @bare:	It ended with LF alone
 * @lost:	There was no room for it: @text is ""
 */
struct line_text {
	const char *text;
	size_t length;
	int64_t first_time;
	bool bare;
	bool lost;
};

enum line_state {
	LINE_MORE,	/* all was taken and no line ended */
	LINE_WHOLE,
	LINE_TOO_LONG,	/* more than LINE_ENDLESS */
};

/**
 * line_next() - Go on with a line
 * @c:		Passed over the line's end, or over all
 * @buffer:	DIALOGUE_LINE_MAX + 1 bytes
 * @text:	Written for LINE_WHOLE
 */
enum line_state line_next(struct line *line, struct cursor *c, int64_t time,
			  char *buffer, struct line_text *text);

/** line_skip() - line_next() that keeps nothing; @bare may be NULL */
enum line_state line_skip(struct line *line, struct cursor *c, int64_t time,
			  bool *bare);

/** line_rest() - What came of a line that will not end; false for nothing */
bool line_rest(struct line *line, char *buffer, struct line_text *text);

/** line_forget() - Wipe what is kept; the line goes on */
void line_forget(struct line *line);

/** line_reset() - Wipe and start again */
void line_reset(struct line *line);

/** line_wipe() - Zeros that the compiler leaves in */
void line_wipe(void *bytes, size_t length);

#endif
