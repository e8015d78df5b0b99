/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One direction of a TCP connection, in order.
 *
 * Bytes are delivered in order as soon as no gap precedes them.  Bytes that
 * come too early wait in a bounded buffer.  If it is full, or the peer
 * acknowledges bytes that the capture lost, the stream skips the gap and
 * reports it.  Of retransmitted bytes the first copy counts; a copy that
 * differs (forged, or rewritten by a middlebox) is reported.  Copies are
 * compared with the bytes that wait and with the last STREAM_TAIL delivered.
 */
#ifndef WIRE_STREAM_STREAM_H
#define WIRE_STREAM_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct stream_sink - Callbacks
 * @data:	Bytes in order; borrowed for the call
 * @gap:	@missing bytes were never seen; 0 if their number is unknown
 * @inconsistent: Inconsistent retransmission; once for a segment
 */
struct stream_sink {
	void (*data)(void *user, const uint8_t *bytes, size_t length);
	void (*gap)(void *user, size_t missing);
	void (*inconsistent)(void *user);
	void *user;
};

/**
 * struct stream_pool - Memory that all streams of a flow table share
 * @waiting:	Bytes of heap that waiting bytes occupy in all of them
 * @limit:	Maximum of @waiting
 * @dropped:	Bytes that were skipped unseen because there was no room
 */
struct stream_pool {
	size_t waiting;
	size_t limit;
	uint64_t dropped;
};

#define STREAM_TAIL 512		/* bytes; a power of 2; RFC 5321, 4.5.3.1.5 */
#define STREAM_PIECES_MAX 1024	/* that wait in a stream */

struct stream_piece;

/**
 * struct stream - One direction; only stream.c uses its members
 *
 * Declared here so that it can be embedded.  It must not be copied.
 */
struct stream {
	struct stream_pool *pool;
	struct stream_piece *first;	/* of those that wait, in order */
	struct stream_piece *last;
	uint8_t *tail;		/* byte n of the stream at n % STREAM_TAIL */
	uint32_t next;
	uint32_t waiting;	/* its share of the pool's @waiting */
	uint32_t limit;
	uint32_t far;		/* end of the last segment out of range */
	uint16_t kept;		/* bytes before @next that are in @tail */
	uint16_t pieces;
	bool started;
	bool has_far;
};

/**
 * stream_init() - An empty stream
 * @stream:	Written; needs stream_finish() in the end
 * @pool:	Outlives it
 * @limit:	Maximum of bytes that wait in it
 * @tail:	STREAM_TAIL bytes that outlive it, for the bytes delivered last,
 *		with which copies are compared; NULL: copies are compared only
 *		with bytes that wait
 */
void stream_init(struct stream *stream, struct stream_pool *pool, size_t limit,
		 uint8_t *tail);

/** stream_start() - Set the number of its first byte: that of the SYN plus 1 */
void stream_start(struct stream *stream, uint32_t sequence);

/**
 * stream_bytes() - Bytes of a segment
 * @stream:	If it is not started, it starts here
 * @sequence:	Of the first byte
 * @bytes:	As many as were captured
 * @captured:	Number of @bytes
 * @length:	Number of bytes on the wire; the rest is a gap
 * @sink:	Its callbacks are called
 *
 * A single byte just before the next one is a keep-alive (RFC 9293, 3.8.4),
 * whose value is meaningless.  A segment further than 2^30 from the next byte
 * is ignored, unless another one follows it directly: then the stream continues
 * there, after a gap of 0.
 */
void stream_bytes(struct stream *stream, uint32_t sequence,
		  const uint8_t *bytes, size_t captured, size_t length,
		  const struct stream_sink *sink);

/** stream_acknowledged() - The peer has received all before @sequence */
void stream_acknowledged(struct stream *stream, uint32_t sequence,
			 const struct stream_sink *sink);

/** stream_finish() - Deliver the bytes that wait, with gaps, and free them */
void stream_finish(struct stream *stream, const struct stream_sink *sink);

/** stream_next() - The number of the next byte in order */
uint32_t stream_next(const struct stream *stream);

#endif
