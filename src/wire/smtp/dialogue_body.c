/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Messages: their end, and the header lines that name programs.
 *
 * After DATA a message ends with CR LF . CR LF (RFC 5321, 4.1.1.4).  Some
 * servers accept a bare LF, too.  If DATA itself ended with LF alone, so do we;
 * otherwise the server's reply decides (maybe_over), since the bytes that
 * follow could be private text of the message.
 */
#include "wire/smtp/dialogue_body.h"

#include <string.h>

#define HEADER_LINES 32
#define HEADER_VALUE 256

static const char *const header_names[] = {
	"X-Antivirus", "X-Antivirus-Status", "X-Mailer", "X-Virus-Scanned",
	"User-Agent",
};

void message_begin(struct dialogue *d, bool bare)
{
	struct message *m = &d->message;

	line_reset(&m->line);
	m->state = BODY_LINE;
	m->header_lines = 0;
	m->in_header = true;
	m->bare = bare;
	m->maybe_over = false;
	m->begun = false;
	m->lost = false;
}

static void over(struct dialogue *d, int64_t time)
{
	line_reset(&d->message.line);
	d->parties[SIDE_CLIENT].mode = MODE_LINES;
	dialogue_wait(d, SMTP_MESSAGE, time);
}

static void header_line(const struct dialogue *d, char *line, size_t length)
{
	size_t count = sizeof(header_names) / sizeof(header_names[0]);

	for (size_t i = 0; i < count; i++) {
		struct cursor c = cursor_over(line, length);

		if (!cursor_starts_nocase(&c, header_names[i]) ||
		    !cursor_starts(&c, ":"))
			continue;
		cursor_skip_blanks(&c);
		if (cursor_left(&c) > HEADER_VALUE)
			line[c.at + HEADER_VALUE] = '\0';
		if (d->sink.header)
			d->sink.header(d->sink.user, header_names[i],
				       line + c.at);
		return;
	}
}

/*
 * A line of the header.  Return: is it the last one?  A line that is too long
 * belongs to the body.
 */
static bool header(struct dialogue *d, struct cursor *c, int64_t time)
{
	struct message *m = &d->message;
	char buffer[DIALOGUE_LINE_MAX + 1];
	struct line_text text;
	struct cursor before = *c;
	bool cr = m->line.cr;

	switch (line_next(&m->line, c, time, buffer, &text)) {
	case LINE_MORE:
		return false;
	case LINE_TOO_LONG:
		*c = before;
		m->state = cr ? BODY_CR : BODY_WITHIN;
		return true;
	case LINE_WHOLE:
		break;
	}
	m->state = text.bare ? BODY_LINE_BARE : BODY_LINE;
	if (text.lost) {
		dialogue_tell(d, DIALOGUE_LOST, SIDE_CLIENT, time);
		return true;
	}
	header_line(d, buffer, text.length);
	return !text.length || ++m->header_lines >= HEADER_LINES;
}

/*
 * One more byte.  Return: does it certainly end the message?  Text after LF.LF
 * may belong to the message.
 */
static bool step(struct message *m, uint8_t byte)
{
	enum body_state was = m->state;

	m->state = byte == '\r' ? BODY_CR : BODY_WITHIN;
	switch (was) {
	case BODY_WITHIN:
		if (byte == '\n')
			m->state = BODY_LINE_BARE;
		return false;
	case BODY_CR:
		if (byte == '\n')
			m->state = BODY_LINE;
		return false;
	case BODY_LINE:
	case BODY_LINE_BARE:
		if (byte == '\n')
			m->state = BODY_LINE_BARE;
		else if (byte == '.')
			m->state = was == BODY_LINE ? BODY_DOT : BODY_DOT_BARE;
		return false;
	case BODY_DOT:
	case BODY_DOT_BARE:
		if (byte == '\r')
			m->state = was == BODY_DOT ? BODY_DOT_CR
						   : BODY_DOT_BARE_CR;
		if (byte != '\n')
			return false;
		m->state = BODY_LINE_BARE;
		m->maybe_over = true;
		return m->bare && was == BODY_DOT_BARE;
	case BODY_DOT_CR:
	case BODY_DOT_BARE_CR:
		if (byte != '\n')
			return false;
		m->state = BODY_LINE;
		m->maybe_over = true;
		return was == BODY_DOT_CR;
	}
	return false;
}

/* The state after bytes that no dot follows. */
static enum body_state after(const unsigned char *bytes, size_t n)
{
	if (bytes[n - 1] == '\r')
		return BODY_CR;
	if (bytes[n - 1] != '\n')
		return BODY_WITHIN;
	return n > 1 && bytes[n - 2] == '\r' ? BODY_LINE : BODY_LINE_BARE;
}

/* Skip to the next line that begins with a dot; by memchr(), since most bytes
 * are in messages. */
static void skip(struct message *m, struct cursor *c)
{
	const unsigned char *from = c->bytes + c->at, *lf;
	size_t left = cursor_left(c), n = 0;

	do {
		lf = n < left ? memchr(from + n, '\n', left - n) : NULL;
		n = lf ? (size_t)(lf - from) + 1 : left;
		while (lf && n < left && from[n] == '\n')
			n++;
	} while (lf && (n == left || from[n] != '.'));
	m->state = after(from, n);
	cursor_skip(c, n);
}

static bool body_end(struct message *m, struct cursor *c)
{
	uint8_t byte;

	while (cursor_left(c)) {
		if (m->state == BODY_WITHIN)
			skip(m, c);
		if (cursor_u8(c, &byte) && step(m, byte))
			return true;
	}
	return false;
}

/* A line that begins with a dot is not part of the header. */
static bool at_dot(const struct message *m, const struct cursor *c)
{
	return !m->line.length && cursor_peek(c) == '.';
}

void message_bytes(struct dialogue *d, struct cursor *c, int64_t time)
{
	struct message *m = &d->message;

	m->begun = true;
	while (m->in_header && cursor_left(c))
		if (at_dot(m, c) || header(d, c, time))
			m->in_header = false;
	if (!m->in_header && body_end(m, c))
		over(d, time);
}

static void chunk_over(struct dialogue *d, int64_t time)
{
	struct waiting *waiting = queue_by_number(&d->queue, d->message.chunk);

	if (waiting)
		waiting->time = time;
	d->parties[SIDE_CLIENT].mode = MODE_LINES;
}

void message_chunk(struct dialogue *d, struct cursor *c, int64_t time)
{
	struct message *m = &d->message;
	struct cursor part;
	size_t n = cursor_left(c);

	if (n > m->chunk_left)
		n = (size_t)m->chunk_left;
	cursor_take(c, n, &part);
	m->begun = true;
	while (m->in_header && cursor_left(&part))
		if (header(d, &part, time))
			m->in_header = false;
	m->chunk_left -= n;
	if (!m->chunk_left)
		chunk_over(d, time);
}

void message_gap(struct dialogue *d, size_t missing, int64_t time)
{
	struct message *m = &d->message;

	m->in_header = false;
	m->begun = true;
	m->lost = true;
	line_reset(&m->line);
	m->state = BODY_WITHIN;
	m->maybe_over = true;
	if (d->parties[SIDE_CLIENT].mode != MODE_CHUNK)
		return;
	if (missing && missing <= m->chunk_left) {
		m->chunk_left -= missing;
		if (!m->chunk_left)
			chunk_over(d, time);
		return;
	}
	d->parties[SIDE_CLIENT].mode = MODE_LINES;
	d->parties[SIDE_CLIENT].resync = true;
}
