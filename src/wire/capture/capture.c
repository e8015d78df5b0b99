/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/capture/capture_source.h"

#define ROOM_USUAL ((uint64_t)64 << 20)
#define ROOM_MOST ((uint64_t)128 << 20)

struct capture {
	const struct capture_source *source;
	void *state;
};

struct capture *capture_new(const struct capture_source *source, void *state)
{
	struct capture *capture = malloc(sizeof(*capture));

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

void capture_close(struct capture *capture)
{
	if (!capture)
		return;
	capture->source->close(capture->state);
	free(capture);
}

/*
 * What we do between two looks into the buffer takes far less than a second
 * (a full disk cache, a machine that swaps); so it is made for a second of
 * all that the interface can carry, of which the filter lets little pass.
 * No more than an eighth of the memory: it is pinned there.
 *
 * Linux zeroes all of it when we open: 0.1 ms for a MiB, and 2 ms in a
 * virtual machine whose host must find the memory first.  So where no line
 * says how much may come, it is half a second of a gigabit.
 */
size_t capture_room(uint64_t rate, uint64_t memory)
{
	uint64_t most = ROOM_MOST;

	if (!rate)
		rate = ROOM_USUAL;
	if (memory && memory / 8 < most)
		most = memory / 8;
	if (rate > most)
		rate = most;
	return rate > CAPTURE_ROOM_LEAST ? (size_t)rate : CAPTURE_ROOM_LEAST;
}

/* After `vlan` the rest is about what is behind the tag (pcap-filter(7)). */
char *capture_tagged(const char *filter)
{
	size_t room = 3 * strlen(filter) + 64;
	char *text = malloc(room);

	if (text)
		snprintf(text, room,
			 "(%s) or (vlan and ((%s) or (vlan and (%s))))",
			 filter, filter, filter);
	return text;
}
