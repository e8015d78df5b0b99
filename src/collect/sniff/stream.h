/*
 * One direction of a TCP connection, put into order.
 *
 * Bytes are handed on as soon as all before them came.  What came too early
 * waits, in a bounded buffer; when it is full, or the peer acknowledges what
 * never came (the capture lost it), the stream jumps over the gap and says
 * so.  Of bytes that come twice the first copy counts; whether a later copy
 * differs is told (somebody forges, or a middlebox rewrites).
 */
#ifndef COLLECT_SNIFF_STREAM_H
#define COLLECT_SNIFF_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct stream_sink - Who gets the bytes
 * @data:	In order; @bytes is borrowed for the call
 * @gap:	@missing bytes were never seen; may be 0 where nobody knows
 * @differs:	A copy of bytes that came before is not equal to them
 */
struct stream_sink {
	void (*data)(void *user, const uint8_t *bytes, size_t length);
	void (*gap)(void *user, size_t missing);
	void (*differs)(void *user);
	void *user;
};

struct stream;

/**
 * struct stream_pool - What all streams of a flow table share
 * @waiting:	Bytes that wait in all of them
 * @most:	... at most
 * @dropped:	Bytes that were given up for want of room
 */
struct stream_pool {
	size_t waiting;
	size_t most;
	uint64_t dropped;
};

/** stream_new() - A stream that has seen nothing; NULL when memory is out */
struct stream *stream_new(struct stream_pool *pool, size_t most);

/** stream_free() - NULL is allowed */
void stream_free(struct stream *stream);

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
 */
void stream_bytes(struct stream *stream, uint32_t sequence,
		  const uint8_t *bytes, size_t captured, size_t length,
		  const struct stream_sink *sink);

/** stream_acknowledged() - The peer has all before @sequence */
void stream_acknowledged(struct stream *stream, uint32_t sequence,
			 const struct stream_sink *sink);

/** stream_next() - The number of the next byte in order */
uint32_t stream_next(const struct stream *stream);

#endif
