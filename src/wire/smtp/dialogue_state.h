/* SPDX-License-Identifier: BSD-2-Clause */
/* The state of a dialogue; for dialogue*.c only. */
#ifndef WIRE_SMTP_DIALOGUE_STATE_H
#define WIRE_SMTP_DIALOGUE_STATE_H

#include "base/cursor.h"
#include "wire/smtp/dialogue.h"
#include "wire/smtp/dialogue_line.h"
#include "wire/smtp/dialogue_queue.h"

/*
 * The kind of the next bytes of a side.  MODE_FIRST and MODE_AFTER_STARTTLS
 * last for the few bytes that distinguish TLS from lines.
 */
enum mode {
	MODE_FIRST,
	MODE_PROXY,		/* a load balancer's header; then MODE_FIRST */
	MODE_AFTER_STARTTLS,
	MODE_LINES,
	MODE_MESSAGE,		/* after DATA */
	MODE_CHUNK,		/* after BDAT */
	MODE_TLS,
	MODE_DEAD,
};

/**
 * struct party - One side
 * @prefix:	The first bytes, until their kind is identified
 * @middle:	Its beginning was not seen
 * @resync:	Bytes are missing: only lines that are clearly commands or
 *		replies count
 * @told_bare:	DIALOGUE_BARE_LF was reported
 */
struct party {
	enum mode mode;
	bool middle;
	bool resync;
	bool told_bare;
	uint8_t prefix[5];
	uint8_t prefixed;
	int64_t prefix_time;
	struct line line;
};

/**
 * struct proxy - State of a PROXY protocol header
 * @seen:	There was one; there cannot be a second
 * @binary:	Version 2
 * @at:		Number of its bytes so far
 * @length:	Length of the part after its first 16 bytes
 */
struct proxy {
	bool seen;
	bool binary;
	uint32_t at;
	uint16_t length;
};

/* State of the search for the end of a message; see dialogue_body.c. */
enum body_state {
	BODY_WITHIN,
	BODY_CR,
	BODY_LINE,		/* at the start of a line, after CR LF */
	BODY_LINE_BARE,		/* ... after LF */
	BODY_DOT,
	BODY_DOT_BARE,
	BODY_DOT_CR,
	BODY_DOT_BARE_CR,
};

/**
 * struct message - A message that is being sent
 * @line:	Of the header
 * @header_lines: Number of header lines so far
 * @in_header:	The end of the header was not seen yet
 * @bare:	DATA ended with LF alone: LF.LF ends the message
 * @maybe_over:	The end may have been missed, or was LF.LF
 * @begun:	Some of it was seen
 * @lost:	Some of it is missing
 * @chunk_left:	Bytes left of a BDAT
 * @chunk:	Number of the BDAT in the queue
 */
struct message {
	struct line line;
	enum body_state state;
	unsigned int header_lines;
	bool in_header;
	bool bare;
	bool maybe_over;
	bool begun;
	bool lost;
	uint64_t chunk_left;
	uint64_t chunk;
};

/**
 * struct held - The lines of a reply so far, each with a NUL
 */
struct held {
	uint16_t lengths[DIALOGUE_LINES_MAX];
	size_t used;
	size_t room;
	char text[];
};

/**
 * struct dialogue - See dialogue.h
 * @pool:	May be NULL
 * @greeted:	The first reply came
 * @secret:	AUTH: the client's lines are credentials
 * @hide_line:	The current line is one, though AUTH is over
 * @chunks:	More BDATs of the message follow
 * @answers:	Number of the client's lines during AUTH
 * @challenges:	Number of 334 replies
 * @held:	NULL outside a reply of several lines
 * @code, @lines, @kept, @reply_time: Of the current reply; @lines is 0 outside
 */
struct dialogue {
	struct dialogue_sink sink;
	struct dialogue_pool *pool;
	struct party parties[2];
	struct proxy proxy;
	struct queue queue;
	struct message message;
	bool greeted;
	bool secret;
	bool hide_line;
	bool chunks;
	unsigned int answers;
	unsigned int challenges;
	struct held *held;
	unsigned int code;
	size_t lines;
	size_t kept;
	int64_t reply_time;
};

/** dialogue_tell() - Report an event */
void dialogue_tell(struct dialogue *d, enum dialogue_event event,
		   enum side side, int64_t time);

/** dialogue_wait() - A command waits for its reply.  Return: its number */
uint64_t dialogue_wait(struct dialogue *d, enum smtp_verb verb, int64_t time);

/** dialogue_bare() - A line ended without CR */
void dialogue_bare(struct dialogue *d, enum side side, int64_t time);

/** dialogue_drop_reply() - Forget an incomplete reply */
void dialogue_drop_reply(struct dialogue *d);

#endif
