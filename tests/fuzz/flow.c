/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A series of segments and ICMP errors with their times.  Each connection
 * opens once and ends once, tells nothing outside of that, and its bytes and
 * counts agree.
 */
#include "wire/stream/flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct tally {
	uint64_t opened;
	uint64_t ended;
	uint64_t evicted;
};

/* What hangs on a flow while it is open. */
struct mark {
	uint64_t bytes[2];
	bool answered;
};

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void take_opened(void *user, struct flow *flow)
{
	((struct tally *)user)->opened++;
	must(!flow->user);
	flow->user = calloc(1, sizeof(struct mark));
	must(flow->user);
}

static void take_answered(void *user, struct flow *flow)
{
	struct mark *mark = flow->user;

	(void)user;
	must(mark && !mark->answered && flow->answer_time != INT64_MIN);
	must(!cursor_left(&flow->answer.payload));
	must(memchr(flow->answer.options, 0, TCP_STACK_TEXT));
	mark->answered = true;
}

static void take_data(void *user, struct flow *flow, enum side side,
		      int64_t time, const uint8_t *bytes, size_t length)
{
	struct mark *mark = flow->user;
	static volatile uint8_t sum;

	(void)user;
	(void)time;
	must(mark && length);
	for (size_t i = 0; i < length; i++)
		sum = (uint8_t)(sum + bytes[i]);
	mark->bytes[side] += length;
	must(mark->bytes[side] == flow->sides[side].bytes);
}

static void take_gap(void *user, struct flow *flow, enum side side,
		     int64_t time, size_t missing)
{
	(void)user;
	(void)time;
	must(flow->user && side <= SIDE_SERVER && missing < UINT32_MAX);
}

static void take_differs(void *user, struct flow *flow, enum side side)
{
	(void)user;
	must(flow->user && side <= SIDE_SERVER);
}

static void take_ended(void *user, struct flow *flow, enum flow_end end)
{
	struct tally *tally = user;
	struct mark *mark = flow->user;

	must(mark && end <= FLOW_SILENT);
	must(mark->answered == (flow->answer_time != INT64_MIN));
	must(end != FLOW_UNANSWERED || (!mark->answered && flow->syns));
	must(end != FLOW_CLOSED ||
	     (flow->sides[0].sent_fin && flow->sides[1].sent_fin));
	tally->ended++;
	tally->evicted += end == FLOW_EVICTED;
	free(mark);
	flow->user = NULL;
}

/* Both ends from 4 bits, so that connections meet again. */
static void set_ends(struct datagram *d, struct segment *s, uint8_t which)
{
	static const uint16_t ports[] = {40000, 25, 587, 1025};
	struct address a = {.family = which & 8 ? 6 : 4}, b = a;
	bool back = which & 1;

	a.bytes[0] = 10;
	b.bytes[0] = which & 4 ? 10 : 11;
	d->source = back ? b : a;
	d->target = back ? a : b;
	s->source = back ? 25 : ports[which >> 1 & 3];
	s->target = back ? ports[which >> 1 & 3] : 25;
}

/* Raw: what tcp_parse() makes of it; else a few bytes near a fixed number. */
static bool read_segment(struct cursor *c, uint8_t action,
			 struct datagram *d, struct segment *s)
{
	uint8_t size, window;
	uint16_t sequence, acknowledged;
	struct cursor part;

	if (action & 0x40) {
		if (!cursor_u8(c, &size) || !cursor_take(c, size, &part))
			return false;
		d->payload = part;
		d->length = size + (action & 0x20 ? 100u : 0u);
		return true;
	}
	if (!cursor_u8(c, &s->flags) || !cursor_be16(c, &sequence) ||
	    !cursor_be16(c, &acknowledged) || !cursor_u8(c, &size) ||
	    !cursor_u8(c, &window) ||
	    !cursor_take(c, size % 64 < cursor_left(c) ? size % 64
							: cursor_left(c),
			 &part))
		return false;
	s->sequence = UINT32_MAX - 4096 + sequence;
	s->acknowledged = UINT32_MAX - 4096 + acknowledged;
	s->window = (uint16_t)(window << 8);
	s->scale = (int8_t)(size & 0x40 ? window : -1);
	s->payload = part;
	s->length = cursor_left(&part) + (size & 0x80 ? 7 : 0);
	return true;
}

/* From 3 bytes and a segment's. */
static bool step(struct flows *flows, struct cursor *c, int64_t *time)
{
	struct datagram d = {.protocol = IP_PROTOCOL_TCP};
	struct segment s = {.scale = -1}, parsed;
	uint8_t action, which, delay;
	uint16_t id;

	if (!cursor_u8(c, &action) || !cursor_u8(c, &which) ||
	    !cursor_u8(c, &delay) || !cursor_be16(c, &id) ||
	    !read_segment(c, action, &d, &s))
		return false;
	*time = (int64_t)((uint64_t)*time +
			  ((uint64_t)delay << (action % 8 * 6)) * 1000);
	set_ends(&d, &s, which & 15);
	d.ttl = (uint8_t)(id >> 6);
	d.id = id;
	if ((action & 0x60) == 0x60 && which & 0x80) {
		d.protocol = which & 8 ? IP_PROTOCOL_ICMP6 : IP_PROTOCOL_ICMP;
		flows_icmp(flows, &d, *time);
	} else if (action & 0x40) {
		if (!tcp_parse(&d, &parsed) && flows_wants(flows, &parsed))
			flows_segment(flows, &d, &parsed, *time, 0, 0);
	} else {
		flows_segment(flows, &d, &s, *time, which >> 4 & 1,
			      which >> 5 & 1);
	}
	if (which & 0x40)
		flows_tick(flows, *time);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const uint16_t ports[] = {25, 587};
	struct tally tally = {0};
	const struct flow_sink sink = {take_opened, take_answered, take_data,
				       take_gap, take_differs, take_ended,
				       &tally};
	struct flows *flows = flows_new(ports, 2, &sink);
	struct cursor c = cursor_over(bytes, length);
	struct flow_counts counts;
	int64_t time = 0;

	must(flows);
	while (step(flows, &c, &time)) {
		must(tally.ended <= tally.opened);
		must(tally.opened - tally.ended <= FLOW_MAX);
	}
	counts = flows_counts(flows);
	must(counts.evicted == tally.evicted);
	flows_free(flows);
	must(tally.ended == tally.opened);
	return 0;
}
