/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One direction of a TCP connection, put into order.
 *
 * Bytes are handed on as soon as all before them came.  What came too early
 * waits, in a bounded buffer; when it is full, or the peer acknowledges what
 * never came (the capture lost it), the stream jumps over the gap and says
 * so.  Of bytes that come twice the first copy counts; whether a later copy
 * differs is told (somebody forges, or a middlebox rewrites): compared is with
 * bytes that wait and with the last STREAM_TAIL that were handed on.
 */
#ifndef WIRE_STREAM_STREAM_H
#define WIRE_STREAM_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct stream_sink - Who gets the bytes
 * @data:	In order; @bytes is borrowed for the call
 * @gap:	@missing bytes were never seen; may be 0 where nobody knows
 * @differs:	A copy of bytes that came before is not equal to them; once
 *		for a segment
 */
struct stream_sink {
	void (*data)(void *user, const uint8_t *bytes, size_t length);
	void (*gap)(void *user, size_t missing);
	void (*differs)(void *user);
	void *user;
};

/**
 * struct stream_pool - What all streams of a flow table share
 * @waiting:	Bytes that wait in all of them, with what it takes to keep them
 * @most:	... at most
 * @dropped:	Bytes that were given up, unseen, for want of room
 */
struct stream_pool {
	size_t waiting;
	size_t most;
	uint64_t dropped;
};

#define STREAM_TAIL 512		/* bytes; a power of 2; RFC 5321, 4.5.3.1.5 */
#define STREAM_PIECES_MAX 1024	/* that wait in a stream */

struct stream_piece;

/**
 * struct stream - One direction; its members are stream.c's
 *
 * Here so that it can be a part of something else.  It must not be copied.
 */
struct stream {
	struct stream_pool *pool;
	struct stream_piece *first;	/* that wait, by sequence */
	struct stream_piece *last;
	uint8_t *tail;		/* byte n of the stream at n % STREAM_TAIL */
	uint32_t next;
	uint32_t waiting;	/* its part of the pool's */
	uint32_t most;
	uint32_t far;		/* behind the last that made no sense */
	uint16_t kept;		/* bytes before @next that are in @tail */
	uint16_t pieces;
	bool started;
	bool has_far;
};

/**
 * stream_init() - A stream that has seen nothing
 * @stream:	Written; needs stream_finish() in the end
 * @pool:	Outlives it
 * @most:	Bytes that may wait in it
 * @tail:	STREAM_TAIL bytes that outlive it: what was handed on last is
 *		kept there and held against later copies; NULL: those are
 *		compared only with bytes that wait
 */
void stream_init(struct stream *stream, struct stream_pool *pool, size_t most,
		 uint8_t *tail);

/** stream_start() - The number of its first byte is known: a SYN's plus 1 */
void stream_start(struct stream *stream, uint32_t sequence);

/**
 * stream_bytes() - Bytes of one segment
 * @stream:	Not started: it starts here
 * @sequence:	Of the first byte
 * @bytes:	As far as they were captured
 * @captured:	How many those are
 * @length:	How many there were on the wire; the rest is a gap
 * @sink:	Told
 *
 * A single byte just before the next is a keep-alive (RFC 9293, 3.8.4), whose
 * value means nothing.  A segment further than 2^30 from the next byte makes
 * no sense, until another follows on it: then the stream goes on there, after
 * a gap of 0.
 */
void stream_bytes(struct stream *stream, uint32_t sequence,
		  const uint8_t *bytes, size_t captured, size_t length,
		  const struct stream_sink *sink);

/** stream_acknowledged() - The peer has all before @sequence */
void stream_acknowledged(struct stream *stream, uint32_t sequence,
			 const struct stream_sink *sink);

/** stream_finish() - What waits is handed on, with gaps; no more will come */
void stream_finish(struct stream *stream, const struct stream_sink *sink);

/** stream_next() - The number of the next byte in order */
uint32_t stream_next(const struct stream *stream);

#endif
