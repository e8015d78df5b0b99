/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/capture/capture_source.h"

#define ROOM_DEFAULT ((uint64_t)64 << 20)	/* bytes */
#define ROOM_MAX ((uint64_t)128 << 20)

struct capture {
	const struct capture_source *source;
	void *state;
};

struct capture *capture_new(const struct capture_source *source, void *state)
{
	struct capture *capture = memory_new(sizeof(*capture));

	if (capture)
		*capture = (struct capture){source, state};
	return capture;
}

int capture_next(struct capture *capture, struct packet *packet, int wait,
		 char *error)
{
	return capture->source->next(capture->state, packet, wait, error);
}

void capture_counts(struct capture *capture, struct capture_counts *counts)
{
	capture->source->counts(capture->state, counts);
}

int capture_socket(const struct capture *capture)
{
	return capture && capture->source->socket ?
		       capture->source->socket(capture->state) : -1;
}

void capture_close(struct capture *capture)
{
	if (!capture)
		return;
	capture->source->close(capture->state);
	free(capture);
}

/*
 * The buffer has room for a second of the interface's full rate: our pauses
 * (a full disk cache, a machine that swaps) are far shorter, and the filter
 * discards most packets.  At most an eighth of the memory, since its pages are
 * pinned.
 *
 * Linux zeroes the buffer when it is opened: 0.1 ms for a MiB, and 2 ms in a
 * virtual machine whose host must allocate the memory first.  So the default
 * for an unknown rate is half a second of a gigabit.
 */
size_t capture_room(uint64_t rate, uint64_t memory)
{
	uint64_t max = ROOM_MAX;

	if (!rate)
		rate = ROOM_DEFAULT;
	if (memory && memory / 8 < max)
		max = memory / 8;
	if (rate > max)
		rate = max;
	return rate > CAPTURE_ROOM_MIN ? (size_t)rate : CAPTURE_ROOM_MIN;
}

/* After `vlan` the rest applies to the packet in the VLAN (pcap-filter(7)). */
char *capture_tagged(const char *filter)
{
	size_t room = 3 * strlen(filter) + 64;
	char *text = memory_new(room);

	if (text)
		snprintf(text, room,
			 "(%s) or (vlan and ((%s) or (vlan and (%s))))",
			 filter, filter, filter);
	return text;
}
