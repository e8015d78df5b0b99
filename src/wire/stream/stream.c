/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How it works: what is next goes to the sink from the packet itself, and its
 * end is copied to the tail.  What came too early is copied to a piece; the
 * pieces are a list by sequence, do not overlap, and the first begins behind
 * the next byte.  Where room or memory is missing, nothing that is at hand is
 * thrown away: the stream jumps to it instead, and gives up what lies before.
 *
 * Limits: STREAM_PIECES_MAX pieces bound the walk along the list.  A copy of
 * bytes that were handed on more than STREAM_TAIL bytes ago, or before a gap,
 * is compared with nothing.
 */
#include "wire/stream/stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"

#define SENSIBLE (INT32_C(1) << 30)	/* the largest window, RFC 7323 */

/*
 * struct stream_piece - Bytes that wait
 * @sequence:	Of the first
 * @length:	On the wire
 * @captured:	How many of those @bytes has; the rest is a gap
 */
struct stream_piece {
	struct stream_piece *next;
	uint32_t sequence;
	uint32_t length;
	uint32_t captured;
	uint8_t bytes[];
};

/* A segment, or what is left of it. */
struct part {
	uint32_t sequence;
	uint32_t length;
	const uint8_t *bytes;
	uint32_t captured;
};

/* How far @a is behind @b, on the circle of 2^32 numbers. */
static int32_t distance(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static void skip(struct part *part, uint32_t n)
{
	uint32_t captured = least(n, part->captured);

	part->sequence += n;
	part->length -= n;
	part->bytes += captured;
	part->captured -= captured;
}

void stream_init(struct stream *stream, struct stream_pool *pool, size_t most,
		 uint8_t *tail)
{
	*stream = (struct stream){
		.pool = pool,
		.most = most > UINT32_MAX ? UINT32_MAX : (uint32_t)most,
		.tail = tail,
	};
}

static uint32_t cost_of(uint32_t captured)
{
	return (uint32_t)heap_cost(sizeof(struct stream_piece) + captured);
}

/* Takes the first piece out of the list and the books; the caller frees it. */
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

/* Keeps the last of the bytes that end before stream->next. */
static void keep(struct stream *stream, const uint8_t *bytes, uint32_t length)
{
	uint32_t n = least(length, STREAM_TAIL), at, first;

	if (!stream->tail)
		return;
	bytes += length - n;
	at = (stream->next - n) % STREAM_TAIL;
	first = least(n, STREAM_TAIL - at);
	memcpy(stream->tail + at, bytes, first);
	memcpy(stream->tail, bytes + first, n - first);
	stream->kept = (uint16_t)least(stream->kept + n, STREAM_TAIL);
}

static void tell_gap(struct stream *stream, uint32_t missing,
		     const struct stream_sink *sink)
{
	stream->next += missing;
	stream->kept = 0;
	sink->gap(sink->user, missing);
}

/* What begins at stream->next. */
static void hand_on(struct stream *stream, const uint8_t *bytes,
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

static void hand_on_first(struct stream *stream,
			  const struct stream_sink *sink)
{
	struct stream_piece *piece = pop(stream);

	hand_on(stream, piece->bytes, piece->captured, piece->length, sink);
	free(piece);
}

static void hand_on_ready(struct stream *stream,
			  const struct stream_sink *sink)
{
	while (stream->first && stream->first->sequence == stream->next)
		hand_on_first(stream, sink);
}

/* Jumps to @sequence, over nothing but what was never seen. */
static void jump(struct stream *stream, uint32_t sequence,
		 const struct stream_sink *sink)
{
	tell_gap(stream, sequence - stream->next, sink);
	hand_on_ready(stream, sink);
}

/* Do the first @n bytes of a part differ from those at stream->next - behind? */
static bool differs_from_tail(const struct stream *stream,
			      const struct part *part, uint32_t behind,
			      uint32_t n)
{
	uint32_t from = behind > stream->kept ? behind - stream->kept : 0;
	uint32_t to = least(n, part->captured);

	for (uint32_t i = from; i < to; i++) {
		if (part->bytes[i] !=
		    stream->tail[(part->sequence + i) % STREAM_TAIL])
			return true;
	}
	return false;
}

/* Passes over the @behind bytes that were handed on before. */
static bool skip_old(const struct stream *stream, struct part *part,
		     uint32_t behind)
{
	uint32_t n = least(part->length, behind);
	bool differs = false;

	if (part->length != 1 || behind != 1)
		differs = differs_from_tail(stream, part, behind, n);
	skip(part, n);
	return differs;
}

/* Passes over what a piece has of the part. */
static bool skip_held(const struct stream_piece *piece, struct part *part)
{
	uint32_t offset = part->sequence - piece->sequence;
	uint32_t n = least(part->length, piece->length - offset);
	bool differs = false;

	if (offset < piece->captured) {
		uint32_t both = least(least(n, part->captured),
				      piece->captured - offset);

		differs = memcmp(part->bytes, piece->bytes + offset, both);
	}
	skip(part, n);
	return differs;
}

/* Copies the first @n bytes of a part to a piece; false without room. */
static bool hold(struct stream *stream, struct stream_piece *before,
		 const struct part *part, uint32_t n)
{
	uint32_t captured = least(n, part->captured);
	uint32_t cost = cost_of(captured);
	struct stream_pool *pool = stream->pool;
	struct stream_piece *piece, **link;

	if (stream->pieces == STREAM_PIECES_MAX ||
	    cost > stream->most - stream->waiting || cost > pool->most ||
	    pool->waiting > pool->most - cost)
		return false;
	piece = malloc(sizeof(*piece) + captured);
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

/* No room for a part: what is at hand goes on, what is missing is given up. */
static void give_up(struct stream *stream, uint32_t sequence,
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
 * place() - Put what is left of a segment where it belongs
 *
 * The part begins at stream->next or behind it.  @before is the last piece
 * that ends before the part; it is looked for again from the start only after
 * a jump, so that a segment walks along the list but once.
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
				hand_on_first(stream, sink);
			continue;
		}
		if (piece)
			n = least(n, piece->sequence - part->sequence);
		if (part->sequence == stream->next) {
			hand_on(stream, part->bytes, least(n, part->captured),
				n, sink);
		} else if (!hold(stream, before, part, n)) {
			give_up(stream, part->sequence, sink);
			before = NULL;
			continue;
		}
		skip(part, n);
	}
	hand_on_ready(stream, sink);
	return differs;
}

/* A segment from nowhere: does it follow on the last such one? */
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

	if (!length || length >= SENSIBLE)
		return;
	part.captured = (uint32_t)(captured < length ? captured : length);
	if (!stream->started)
		stream_start(stream, sequence);
	ahead = distance(sequence, stream->next);
	if (!ahead && !stream->first) {
		hand_on(stream, bytes, part.captured, part.length, sink);
		return;
	}
	if (ahead >= SENSIBLE || ahead <= -SENSIBLE) {
		if (!resume(stream, &part, sink))
			return;
		ahead = 0;
	}
	if (ahead < 0)
		differs = skip_old(stream, &part, (uint32_t)-ahead);
	/* More of what is too far ahead to be waited for. */
	if (ahead > 0 && (uint32_t)ahead > stream->most && stream->last &&
	    stream->last->sequence + stream->last->length == sequence)
		stream_finish(stream, sink);
	if (place(stream, &part, sink) || differs)
		sink->differs(sink->user);
}

void stream_acknowledged(struct stream *stream, uint32_t sequence,
			 const struct stream_sink *sink)
{
	int32_t ahead = distance(sequence, stream->next);

	if (!stream->started || ahead >= SENSIBLE)
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
