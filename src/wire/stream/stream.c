/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How it works: bytes that are next go to the sink directly from the packet,
 * and the last ones are copied to the tail.  Bytes that came too early are
 * copied to a piece.  The pieces are a list in order, do not overlap, and the
 * first begins after the next byte.  Without room or memory no captured bytes
 * are lost: the stream skips the gap before them instead.
 *
 * Limits: STREAM_PIECES_MAX bounds the walk along the list.  A copy of bytes
 * that were delivered more than STREAM_TAIL bytes ago, or before a gap, is not
 * compared.
 */
#include "wire/stream/stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/memory.h"

#define WINDOW_MAX (INT32_C(1) << 30)	/* the largest window, RFC 7323 */

/*
 * struct stream_piece - Bytes that wait
 * @sequence:	Of the first
 * @length:	On the wire
 * @captured:	Number of @bytes; the rest is a gap
 */
struct stream_piece {
	struct stream_piece *next;
	uint32_t sequence;
	uint32_t length;
	uint32_t captured;
	uint8_t bytes[];
};

/* A segment, or the rest of it. */
struct part {
	uint32_t sequence;
	uint32_t length;
	const uint8_t *bytes;
	uint32_t captured;
};

/* How far sequence number @a is after @b, modulo 2^32. */
static int32_t distance(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static uint32_t min(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static void skip(struct part *part, uint32_t n)
{
	uint32_t captured = min(n, part->captured);

	part->sequence += n;
	part->length -= n;
	part->bytes += captured;
	part->captured -= captured;
}

void stream_init(struct stream *stream, struct stream_pool *pool, size_t limit,
		 uint8_t *tail)
{
	*stream = (struct stream){
		.pool = pool,
		.limit = limit > UINT32_MAX ? UINT32_MAX : (uint32_t)limit,
		.tail = tail,
	};
}

static uint32_t cost_of(uint32_t captured)
{
	return (uint32_t)heap_cost(sizeof(struct stream_piece) + captured);
}

/* Remove the first piece and its share of the pool; the caller frees it. */
static struct stream_piece *pop(struct stream *stream)
{
	struct stream_piece *piece = stream->first;
	uint32_t cost = cost_of(piece->captured);

	stream->first = piece->next;
	if (!stream->first)
		stream->last = NULL;
	stream->pieces--;
	stream->waiting -= cost;
	stream->pool->waiting -= cost;
	return piece;
}

void stream_start(struct stream *stream, uint32_t sequence)
{
	stream->next = sequence;
	stream->kept = 0;
	stream->started = true;
}

uint32_t stream_next(const struct stream *stream)
{
	return stream->next;
}

/* Keep the last bytes before stream->next in the tail. */
static void keep(struct stream *stream, const uint8_t *bytes, uint32_t length)
{
	uint32_t n = min(length, STREAM_TAIL), at, first;

	if (!stream->tail)
		return;
	bytes += length - n;
	at = (stream->next - n) % STREAM_TAIL;
	first = min(n, STREAM_TAIL - at);
	memcpy(stream->tail + at, bytes, first);
	memcpy(stream->tail, bytes + first, n - first);
	stream->kept = (uint16_t)min(stream->kept + n, STREAM_TAIL);
}

static void tell_gap(struct stream *stream, uint32_t missing,
		     const struct stream_sink *sink)
{
	stream->next += missing;
	stream->kept = 0;
	sink->gap(sink->user, missing);
}

/* Deliver bytes that begin at stream->next. */
static void deliver(struct stream *stream, const uint8_t *bytes,
		    uint32_t captured, uint32_t length,
		    const struct stream_sink *sink)
{
	stream->next += captured;
	if (captured) {
		keep(stream, bytes, captured);
		sink->data(sink->user, bytes, captured);
	}
	if (captured < length)
		tell_gap(stream, length - captured, sink);
}

static void deliver_first(struct stream *stream,
			  const struct stream_sink *sink)
{
	struct stream_piece *piece = pop(stream);

	deliver(stream, piece->bytes, piece->captured, piece->length, sink);
	free(piece);
}

static void deliver_ready(struct stream *stream,
			  const struct stream_sink *sink)
{
	while (stream->first && stream->first->sequence == stream->next)
		deliver_first(stream, sink);
}

/* Skip to @sequence; the bytes before it were never seen. */
static void jump(struct stream *stream, uint32_t sequence,
		 const struct stream_sink *sink)
{
	tell_gap(stream, sequence - stream->next, sink);
	deliver_ready(stream, sink);
}

/* Do the first @n bytes differ from those delivered @behind bytes ago? */
static bool differs_from_tail(const struct stream *stream,
			      const struct part *part, uint32_t behind,
			      uint32_t n)
{
	uint32_t from = behind > stream->kept ? behind - stream->kept : 0;
	uint32_t to = min(n, part->captured);

	for (uint32_t i = from; i < to; i++) {
		if (part->bytes[i] !=
		    stream->tail[(part->sequence + i) % STREAM_TAIL])
			return true;
	}
	return false;
}

/* Skip the first @behind bytes, which were delivered before. */
static bool skip_old(const struct stream *stream, struct part *part,
		     uint32_t behind)
{
	uint32_t n = min(part->length, behind);
	bool differs = false;

	if (part->length != 1 || behind != 1)
		differs = differs_from_tail(stream, part, behind, n);
	skip(part, n);
	return differs;
}

/* Skip the bytes that a piece has already. */
static bool skip_held(const struct stream_piece *piece, struct part *part)
{
	uint32_t offset = part->sequence - piece->sequence;
	uint32_t n = min(part->length, piece->length - offset);
	bool differs = false;

	if (offset < piece->captured) {
		uint32_t both = min(min(n, part->captured),
				      piece->captured - offset);

		differs = memcmp(part->bytes, piece->bytes + offset, both);
	}
	skip(part, n);
	return differs;
}

/* Copy the first @n bytes to a piece; false without room. */
static bool hold(struct stream *stream, struct stream_piece *before,
		 const struct part *part, uint32_t n)
{
	uint32_t captured = min(n, part->captured);
	uint32_t cost = cost_of(captured);
	struct stream_pool *pool = stream->pool;
	struct stream_piece *piece, **link;

	if (stream->pieces == STREAM_PIECES_MAX ||
	    cost > stream->limit - stream->waiting || cost > pool->limit ||
	    pool->waiting > pool->limit - cost)
		return false;
	piece = memory_new(sizeof(*piece) + captured);
	if (!piece)
		return false;
	piece->sequence = part->sequence;
	piece->length = n;
	piece->captured = captured;
	memcpy(piece->bytes, part->bytes, captured);
	link = before ? &before->next : &stream->first;
	piece->next = *link;
	*link = piece;
	if (!piece->next)
		stream->last = piece;
	stream->pieces++;
	stream->waiting += cost;
	pool->waiting += cost;
	return true;
}

/* No room: skip the gap, so that captured bytes can be delivered. */
static void drop_gap(struct stream *stream, uint32_t sequence,
		    const struct stream_sink *sink)
{
	if (stream->first &&
	    distance(stream->first->sequence, sequence) < 0)
		sequence = stream->first->sequence;
	stream->pool->dropped += sequence - stream->next;
	jump(stream, sequence, sink);
}

static bool ends_before(const struct stream_piece *piece, uint32_t sequence)
{
	return distance(piece->sequence + piece->length, sequence) <= 0;
}

/*
 * place() - Deliver or store the rest of a segment
 *
 * It begins at stream->next or after it.  @before is the last piece that ends
 * before it; the search starts again only after a skipped gap, so that a
 * segment walks along the list only once.
 */
static bool place(struct stream *stream, struct part *part,
		  const struct stream_sink *sink)
{
	struct stream_piece *before = NULL, *piece;
	bool differs = false;
	uint32_t n;

	if (stream->last && ends_before(stream->last, part->sequence))
		before = stream->last;
	while (part->length) {
		piece = before ? before->next : stream->first;
		if (piece && ends_before(piece, part->sequence)) {
			before = piece;
			continue;
		}
		n = part->length;
		if (piece && distance(piece->sequence, part->sequence) <= 0) {
			differs |= skip_held(piece, part);
			if (piece->sequence == stream->next)
				deliver_first(stream, sink);
			continue;
		}
		if (piece)
			n = min(n, piece->sequence - part->sequence);
		if (part->sequence == stream->next) {
			deliver(stream, part->bytes, min(n, part->captured),
				n, sink);
		} else if (!hold(stream, before, part, n)) {
			drop_gap(stream, part->sequence, sink);
			before = NULL;
			continue;
		}
		skip(part, n);
	}
	deliver_ready(stream, sink);
	return differs;
}

/* A segment out of range: does it follow the last such one? */
static bool resume(struct stream *stream, const struct part *part,
		   const struct stream_sink *sink)
{
	bool follows = stream->has_far && stream->far == part->sequence;

	stream->far = part->sequence + part->length;
	stream->has_far = !follows;
	if (!follows)
		return false;
	stream_finish(stream, sink);
	stream_start(stream, part->sequence);
	sink->gap(sink->user, 0);
	return true;
}

void stream_bytes(struct stream *stream, uint32_t sequence,
		  const uint8_t *bytes, size_t captured, size_t length,
		  const struct stream_sink *sink)
{
	struct part part = {sequence, (uint32_t)length, bytes, 0};
	bool differs = false;
	int32_t ahead;

	if (!length || length >= WINDOW_MAX)
		return;
	part.captured = (uint32_t)(captured < length ? captured : length);
	if (!stream->started)
		stream_start(stream, sequence);
	ahead = distance(sequence, stream->next);
	if (!ahead && !stream->first) {
		deliver(stream, bytes, part.captured, part.length, sink);
		return;
	}
	if (ahead >= WINDOW_MAX || ahead <= -WINDOW_MAX) {
		if (!resume(stream, &part, sink))
			return;
		ahead = 0;
	}
	if (ahead < 0)
		differs = skip_old(stream, &part, (uint32_t)-ahead);
	/* More data of a range that is too far ahead to wait for. */
	if (ahead > 0 && (uint32_t)ahead > stream->limit && stream->last &&
	    stream->last->sequence + stream->last->length == sequence)
		stream_finish(stream, sink);
	if (place(stream, &part, sink) || differs)
		sink->inconsistent(sink->user);
}

void stream_acknowledged(struct stream *stream, uint32_t sequence,
			 const struct stream_sink *sink)
{
	int32_t ahead = distance(sequence, stream->next);

	if (!stream->started || ahead >= WINDOW_MAX)
		return;
	while (distance(sequence, stream->next) > 0) {
		if (stream->first &&
		    distance(stream->first->sequence, sequence) < 0)
			jump(stream, stream->first->sequence, sink);
		else
			jump(stream, sequence, sink);
	}
}

void stream_finish(struct stream *stream, const struct stream_sink *sink)
{
	while (stream->first)
		jump(stream, stream->first->sequence, sink);
}
