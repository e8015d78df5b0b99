/* SPDX-License-Identifier: BSD-2-Clause */
/* Capture files: the reader's promises hold whatever the bytes are. */
#include "wire/capture/capture_file.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

struct memory {
	const uint8_t *data;
	size_t left;
	size_t piece;
	unsigned int reads;
	int end;	/* what comes behind the last byte */
};

/* In pieces, and with a pause after each. */
static ptrdiff_t read_memory(void *state, void *bytes, size_t size, int wait)
{
	struct memory *m = state;
	size_t n = m->left < m->piece ? m->left : m->piece;

	(void)wait;
	if (m->piece != SIZE_MAX && m->reads++ % 2 && m->reads > 100)
		return -EAGAIN;
	if (n > size)
		n = size;
	if (n)
		memcpy(bytes, m->data, n);
	m->data += n;
	m->left -= n;
	return n ? (ptrdiff_t)n : m->end;
}

/* What one reading gives: to be the same however the bytes come. */
struct outcome {
	int opened;
	int ended;
	uint64_t packets;
	uint64_t sum;
	char error[CAPTURE_ERROR_TEXT];
};

static void run(const uint8_t *data, size_t size, size_t piece, int end,
		struct outcome *o)
{
	struct memory m = {data, size, piece, 0, end};
	struct capture_counts counts;
	struct capture_input input = {read_memory, &m};
	struct capture *capture;
	struct packet packet;
	int rc;

	memset(o, 0, sizeof(*o));
	o->opened = capture_open_input(&input, &capture, o->error);
	check(!o->opened == !o->error[0]);
	if (o->opened)
		return;
	while ((rc = capture_next(capture, &packet, 0, o->error)) >= 0) {
		if (!rc)
			continue;
		check(packet.captured <= CAPTURE_PACKET_MAX);
		check(packet.link >= 0 && packet.link <= 0xffff);
		for (size_t i = 0; i < packet.captured; i++)
			o->sum = o->sum * 31 + packet.bytes[i];
		o->sum = o->sum * 31 + (uint64_t)packet.time +
			 packet.interface + packet.length;
		o->packets++;
	}
	o->ended = rc;
	check(rc == (end ? end : -ENODATA) || (rc == -EINVAL && o->error[0]));
	capture_counts(capture, &counts);
	check(counts.received == o->packets);
	/* Nothing moves after the end. */
	check(capture_next(capture, &packet, 0, o->error) == rc);
	capture_close(capture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, split, broken;

	run(data, size, SIZE_MAX, 0, &whole);
	run(data, size, 61, 0, &split);
	/* A disk that fails: the same packets, and never a good end. */
	run(data, size, SIZE_MAX, -EIO, &broken);
	check(broken.opened || broken.packets == whole.packets);
	check(whole.opened == split.opened);
	/* What is no capture is told by what came at first. */
	if (whole.opened)
		return 0;
	check(whole.ended == split.ended && whole.packets == split.packets &&
	      whole.sum == split.sum && !strcmp(whole.error, split.error));
	return 0;
}
