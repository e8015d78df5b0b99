/* SPDX-License-Identifier: BSD-2-Clause */
/* Lines, from pieces of any length. */
#ifndef WIRE_SMTP_DIALOGUE_LINE_H
#define WIRE_SMTP_DIALOGUE_LINE_H

#include "base/cursor.h"
#include "wire/smtp/dialogue.h"

#define LINE_ENDLESS (64 << 10)	/* bytes */

/**
 * struct line - An incomplete line
 * @pool:	May be NULL; the other members are zero at first
 * @bytes:	Its first @kept bytes, owned; NULL at the start of a line
 * @length:	Number of bytes so far
 * @first_time:	Of the first byte
 * @cr:		The last byte was a CR
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
 * @text:	In the buffer of the caller, with a NUL added
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
	LINE_MORE,	/* all bytes were used, and the line has not ended */
	LINE_WHOLE,
	LINE_TOO_LONG,	/* more than LINE_ENDLESS */
};

/**
 * line_next() - Add bytes to a line
 * @c:		Moved behind the end of the line, or to the end
 * @buffer:	DIALOGUE_LINE_MAX + 1 bytes
 * @text:	Written for LINE_WHOLE
 */
enum line_state line_next(struct line *line, struct cursor *c, int64_t time,
			  char *buffer, struct line_text *text);

/** line_skip() - line_next() that keeps nothing; @bare may be NULL */
enum line_state line_skip(struct line *line, struct cursor *c, int64_t time,
			  bool *bare);

/** line_rest() - The bytes of a line that will not end; false without any */
bool line_rest(struct line *line, char *buffer, struct line_text *text);

/** line_forget() - Wipe the bytes that are kept; the line continues */
void line_forget(struct line *line);

/** line_reset() - Wipe and start again */
void line_reset(struct line *line);

/** line_wipe() - Zero bytes; the compiler does not remove it */
void line_wipe(void *bytes, size_t length);

#endif
