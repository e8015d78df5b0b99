/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/reset.h"

#include <stdlib.h>

/* Routes change, and a TTL with them, by a hop or two. */
#define TTL_TOLERANCE 2

/* Ids that count up: a step is up to what one large segment is cut into
 * (64 KiB, with a small MSS).  That random ones do so ID_STEPS times in a row
 * happens once in 260,000 times. */
#define ID_STEP 128
#define ID_STEPS 2

/* Other connections take ids too: a burst, and so many each millisecond, which
 * leaves nothing to tell after 7 s. */
#define ID_FAR 4096
#define ID_RATE 4

/* How many routers a packet came through.  Systems start at 32, 64, 128 or
 * 255, and a few with another number for a RST than for a socket's segments. */
static int hops(int ttl)
{
	return (ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - ttl;
}

static uint32_t milliseconds(int64_t time)
{
	return (uint32_t)(time / 1000000);
}

void reset_learn(struct flow_habit *habit, const struct datagram *datagram,
		 int64_t time)
{
	uint16_t step = (uint16_t)(datagram->id - habit->id);

	if (!habit->seen) {
		habit->seen = true;
		habit->ttl_low = habit->ttl_high = datagram->ttl;
	} else if (datagram->ttl < habit->ttl_low) {
		habit->ttl_low = datagram->ttl;
	} else if (datagram->ttl > habit->ttl_high) {
		habit->ttl_high = datagram->ttl;
	}
	/* The same id is the same packet, seen twice. */
	if (!datagram->id || step > ID_STEP)
		habit->steps = 0;
	else if (step && habit->id && habit->steps < UINT8_MAX)
		habit->steps++;
	habit->id = datagram->id;
	habit->time = milliseconds(time);
}

static bool far_id(const struct flow_habit *habit, uint16_t id, int64_t time)
{
	uint32_t elapsed = milliseconds(time) - habit->time;
	int step = (int16_t)(uint16_t)(id - habit->id);

	/* Linux sends a RST that belongs to no socket with the id 0. */
	if (!id || habit->steps < ID_STEPS || elapsed > INT16_MAX / ID_RATE)
		return false;
	return abs(step) > ID_FAR + (int)elapsed * ID_RATE;
}

static bool far_hops(int ttl, int usual)
{
	int more = hops(ttl) - hops(usual);

	return more > TTL_TOLERANCE || more < -TTL_TOLERANCE;
}

unsigned int reset_header(const struct flow_habit *habit,
			  const struct datagram *datagram, int64_t time)
{
	unsigned int odd = 0;

	if (!habit->seen)
		return 0;
	if ((datagram->ttl > habit->ttl_high + TTL_TOLERANCE ||
	     datagram->ttl < habit->ttl_low - TTL_TOLERANCE) &&
	    far_hops(datagram->ttl, habit->ttl_low) &&
	    far_hops(datagram->ttl, habit->ttl_high))
		odd |= RESET_TTL;
	if (far_id(habit, datagram->id, time))
		odd |= RESET_ID;
	return odd;
}

/* Has the receiver of a RST acknowledged just that number, not long ago? */
static bool was_acknowledged(const struct flow_half *receiver,
			     uint32_t sequence)
{
	for (size_t i = 0; i < receiver->ack_count; i++) {
		if (receiver->acks[i] == sequence)
			return true;
	}
	return false;
}

bool reset_in_window(const struct flow_half *sender,
		     const struct flow_half *receiver, uint32_t sequence)
{
	uint32_t window = receiver->window;
	int32_t ahead;

	if (!receiver->ack_count || was_acknowledged(receiver, sequence))
		return true;
	if (sender->has_edge && sequence == sender->edge)
		return true;
	ahead = flow_after(sequence, receiver->acks[0]);
	/* One that is being made smaller lets in what was sent before. */
	if (window < UINT16_MAX)
		window = UINT16_MAX;
	return ahead >= 0 && (uint32_t)ahead <= window;
}

bool reset_at_edge(const struct flow_half *sender,
		   const struct flow_half *receiver, uint32_t sequence)
{
	int32_t beyond = flow_after(sequence, sender->edge);

	if (!sender->has_edge || was_acknowledged(receiver, sequence))
		return true;
	/* With its FIN or without it. */
	if (beyond >= -1 && beyond <= 1)
		return true;
	/* What the capture lost was in front of it. */
	return beyond > 0 && (sender->lost || sender->stream.first);
}
