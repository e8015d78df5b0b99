/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/reset.h"

#include <stdlib.h>

/* Hops: a route may change. */
#define TTL_TOLERANCE 2

/* Ids that count up: a step is at most the number of packets of one large
 * segment (64 KiB, with a small MSS).  Random ids do so ID_STEPS times in a
 * row in one of 260,000 cases. */
#define ID_STEP 128
#define ID_STEPS 2

/* Other connections use ids too: a burst, and a number each millisecond, so
 * that after 7 s nothing can be concluded. */
#define ID_FAR 4096
#define ID_RATE 4

/* Number of routers on the way.  Systems start at 32, 64, 128 or 255, a few
 * with another value for a RST than for other segments. */
static int hops(int ttl)
{
	return (ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - ttl;
}

static uint32_t milliseconds(int64_t time)
{
	return (uint32_t)(time / 1000000);
}

void reset_learn(struct ip_profile *profile, const struct datagram *datagram,
		 int64_t time)
{
	uint16_t step = (uint16_t)(datagram->id - profile->id);

	if (!profile->seen) {
		profile->seen = true;
		profile->ttl_low = profile->ttl_high = datagram->ttl;
	} else if (datagram->ttl < profile->ttl_low) {
		profile->ttl_low = datagram->ttl;
	} else if (datagram->ttl > profile->ttl_high) {
		profile->ttl_high = datagram->ttl;
	}
	/* The same id: a copy of the packet. */
	if (!datagram->id || step > ID_STEP)
		profile->steps = 0;
	else if (step && profile->id && profile->steps < UINT8_MAX)
		profile->steps++;
	profile->id = datagram->id;
	profile->time = milliseconds(time);
}

static bool far_id(const struct ip_profile *profile, uint16_t id, int64_t time)
{
	uint32_t elapsed = milliseconds(time) - profile->time;
	int step = (int16_t)(uint16_t)(id - profile->id);

	/* Linux sends a RST without a socket with id 0. */
	if (!id || profile->steps < ID_STEPS || elapsed > INT16_MAX / ID_RATE)
		return false;
	return abs(step) > ID_FAR + (int)elapsed * ID_RATE;
}

static bool far_hops(int ttl, int usual)
{
	int more = hops(ttl) - hops(usual);

	return more > TTL_TOLERANCE || more < -TTL_TOLERANCE;
}

unsigned int reset_header(const struct ip_profile *profile,
			  const struct datagram *datagram, int64_t time)
{
	unsigned int odd = 0;

	if (!profile->seen)
		return 0;
	if ((datagram->ttl > profile->ttl_high + TTL_TOLERANCE ||
	     datagram->ttl < profile->ttl_low - TTL_TOLERANCE) &&
	    far_hops(datagram->ttl, profile->ttl_low) &&
	    far_hops(datagram->ttl, profile->ttl_high))
		odd |= RESET_TTL;
	if (far_id(profile, datagram->id, time))
		odd |= RESET_ID;
	return odd;
}

/* Has the receiver of a RST recently acknowledged exactly that number? */
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
	if (sender->has_snd_nxt && sequence == sender->snd_nxt)
		return true;
	ahead = flow_after(sequence, receiver->acks[0]);
	/* A window that shrinks accepts what was sent before. */
	if (window < UINT16_MAX)
		window = UINT16_MAX;
	return ahead >= 0 && (uint32_t)ahead <= window;
}

bool reset_at_snd_nxt(const struct flow_half *sender,
		   const struct flow_half *receiver, uint32_t sequence)
{
	int32_t beyond = flow_after(sequence, sender->snd_nxt);

	if (!sender->has_snd_nxt || was_acknowledged(receiver, sequence))
		return true;
	/* With or without its FIN. */
	if (beyond >= -1 && beyond <= 1)
		return true;
	/* The capture may have lost the bytes before it. */
	return beyond > 0 && (sender->lost || sender->stream.first);
}
