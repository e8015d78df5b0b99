/* SPDX-License-Identifier: BSD-2-Clause */
/* What is known of a dialogue so far; for dialogue*.c alone. */
#ifndef WIRE_SMTP_DIALOGUE_STATE_H
#define WIRE_SMTP_DIALOGUE_STATE_H

#include "base/cursor.h"
#include "wire/smtp/dialogue.h"
#include "wire/smtp/dialogue_line.h"
#include "wire/smtp/dialogue_queue.h"

/*
 * What a side's next bytes are.  MODE_FIRST and MODE_AFTER_STARTTLS last for
 * the few bytes that tell TLS from lines.
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
 * @prefix:	The first bytes, until they tell what this is
 * @middle:	Its beginning was not seen
 * @resync:	Bytes before these are missing: only what is clear counts
 * @told_bare:	DIALOGUE_BARE_LF was told
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
 * struct proxy - How far a header of the PROXY protocol has come
 * @seen:	There was one; there is no second
 * @binary:	Version 2
 * @at:		How many of its bytes have come
 * @length:	Of what follows its first 16 bytes
 */
struct proxy {
	bool seen;
	bool binary;
	uint32_t at;
	uint16_t length;
};

/* How far the end of a message has come; see dialogue_body.c. */
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
 * struct message - A message on its way
 * @line:	Of the header
 * @header_lines: Looked at
 * @in_header:	Its end was not seen
 * @bare:	DATA was said with LF alone: LF.LF is the end then
 * @maybe_over:	The end may have been missed, or was LF.LF
 * @begun:	Some of it was seen
 * @lost:	Some of it was not
 * @chunk_left:	Of a BDAT, in bytes
 * @chunk:	Its number in the queue
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
 * struct held - A reply's lines so far, one after the other, each with a NUL
 */
struct held {
	uint16_t lengths[DIALOGUE_LINES_MAX];
	size_t used;
	size_t room;
	char text[];
};

/**
 * struct dialogue - See dialogue.h
 * @pool:	NULL where there is none
 * @greeted:	The first reply came
 * @secret:	The client's lines are credentials
 * @hide_line:	... this one, though AUTH is over
 * @chunks:	BDATs of one message go on
 * @answers:	Lines of the client that came during AUTH
 * @challenges:	334s
 * @held:	NULL outside a reply of several lines
 * @code, @lines, @kept, @reply_time: The reply's so far; @lines is 0 outside
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

/** dialogue_tell() - Tell the sink of an event */
void dialogue_tell(struct dialogue *d, enum dialogue_event event,
		   enum side side, int64_t time);

/** dialogue_wait() - A command waits for its reply; returns its number */
uint64_t dialogue_wait(struct dialogue *d, enum smtp_verb verb, int64_t time);

/** dialogue_bare() - A line ended without CR */
void dialogue_bare(struct dialogue *d, enum side side, int64_t time);

/** dialogue_drop_reply() - Forget a reply that is not whole */
void dialogue_drop_reply(struct dialogue *d);

#endif
