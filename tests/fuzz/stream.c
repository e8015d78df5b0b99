/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A series of segments of one direction.  What is handed on and the gaps are
 * all that the stream moves by; where no copy lies, the bytes are the right
 * ones; what waits is bounded, and nothing waits in the end.
 */
#include "wire/stream/stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"

#define MOST 4096
#define POOL_MOST 3000
#define LARGEST 1024

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct check {
	struct stream stream;
	uint32_t at;
	bool lies;	/* some copies differ */
};

static void must(bool condition)
{
	if (!condition)
		abort();
}

static uint8_t byte_at(uint32_t n)
{
	return (uint8_t)(n * 2654435761u >> 24);
}

static void take_data(void *user, const uint8_t *bytes, size_t length)
{
	struct check *check = user;

	must(length);
	for (size_t i = 0; i < length && !check->lies; i++)
		must(bytes[i] == byte_at(check->at + (uint32_t)i));
	check->at += (uint32_t)length;
}

static void take_gap(void *user, size_t missing)
{
	struct check *check = user;

	if (missing)
		check->at += (uint32_t)missing;
	else
		check->at = stream_next(&check->stream);
	must(check->at == stream_next(&check->stream));
}

static void take_differs(void *user)
{
	must(((struct check *)user)->lies);
}

/* From 4 bytes: what happens, where, how much of it was captured. */
static bool step(struct check *check, struct cursor *c,
		 const struct stream_sink *sink)
{
	uint8_t action, size, captured;
	uint8_t bytes[LARGEST];
	uint16_t offset;
	uint32_t sequence;
	size_t n, have;

	if (!cursor_u8(c, &action) || !cursor_be16(c, &offset) ||
	    !cursor_u8(c, &size) || !cursor_u8(c, &captured))
		return false;
	sequence = (check->stream.started ? stream_next(&check->stream)
					  : UINT32_MAX - 300) +
		   (uint32_t)(int16_t)offset;
	if (action & 1)
		sequence += (uint32_t)action << 24;
	if (action & 2) {
		stream_acknowledged(&check->stream, sequence, sink);
		return true;
	}
	n = action & 4 ? (size_t)size * 4 : size;
	have = captured < 200 ? n : n * (255 - captured) / 64;
	for (size_t i = 0; i < n; i++)
		bytes[i] = byte_at(sequence + (uint32_t)i);
	if (action & 8 && n) {
		bytes[captured % n] ^= 1;
		check->lies = true;
	}
	if (!check->stream.started && n)
		check->at = sequence;
	stream_bytes(&check->stream, sequence, bytes, have, n, sink);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct stream_pool pool = {.limit = POOL_MOST};
	struct cursor c = cursor_over(bytes, length);
	struct check check = {0};
	const struct stream_sink sink = {take_data, take_gap, take_differs,
					 &check};
	uint8_t tail[STREAM_TAIL];
	uint8_t options = 0;

	cursor_u8(&c, &options);
	stream_init(&check.stream, &pool, MOST >> (options & 3),
		    options & 4 ? NULL : tail);
	while (step(&check, &c, &sink)) {
		must(pool.waiting <= POOL_MOST);
		must(pool.waiting == check.stream.waiting);
		must(check.stream.waiting <= check.stream.limit);
		must(!check.stream.first == !pool.waiting);
		must(!check.stream.started ||
		     check.at == stream_next(&check.stream));
	}
	stream_finish(&check.stream, &sink);
	must(!pool.waiting);
	return 0;
}
