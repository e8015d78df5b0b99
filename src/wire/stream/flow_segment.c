/* SPDX-License-Identifier: BSD-2-Clause */
/* What a segment does to its connection. */
#include "wire/stream/flow.h"

#include <string.h>

#include "wire/stream/flow_gap.h"
#include "wire/stream/flow_life.h"
#include "wire/stream/reset.h"

#define FLAGS (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK)
#define SCALE_MOST 14		/* RFC 7323, 2.3 */
#define FAST_OPEN_MOST 65535	/* bytes with a SYN, RFC 7413 */

/* Two copies of a packet, on a bridge or lo, are as far apart; a SYN is
 * repeated after half a second at the earliest (Windows, after a RST). */
#define COPY_MOST UINT64_C(50000000)	/* ns */

/* struct arrival - A segment, where it belongs, and how it came */
struct arrival {
	const struct datagram *datagram;
	const struct segment *segment;
	struct flow_record *record;
	struct flow_half *half;		/* its sender's */
	struct flow_half *peer;
	enum side from;
	uint32_t start;		/* the number of its first byte */
	uint32_t end;		/* behind its last, SYN and FIN counted */
	int64_t time;
	bool own;		/* where the connection's first one was seen */
};

static bool is_syn(const struct segment *segment)
{
	return (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

static bool is_answer(const struct segment *segment)
{
	return (segment->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);
}

static bool makes_sense(const struct segment *segment)
{
	uint8_t flags = segment->flags & FLAGS;

	if (flags & TCP_SYN)
		return !(flags & (TCP_FIN | TCP_RST));
	return flags & (TCP_ACK | TCP_RST);
}

/*
 * Only a SYN and bytes make a connection: an acknowledgement or a RST alone,
 * and a keep-alive's single byte, are of one of which there is nothing to tell.
 */
static bool makes_flow(const struct segment *segment)
{
	return segment->flags & TCP_SYN ||
	       (segment->length > 1 && !(segment->flags & TCP_RST));
}

/* Is a number just behind a side's SYN, or behind the bytes that came along? */
static bool answers_syn(const struct flow_half *half, uint32_t number)
{
	int32_t behind = flow_after(number, half->first);

	return half->has_first && behind >= 1 && behind <= 1 + FAST_OPEN_MOST;
}

/* Does a SYN belong to another connection of the same ports? */
static bool is_new(const struct flow_record *record, enum side from,
		   const struct segment *segment)
{
	const struct flow_half *half = &record->halves[from];
	const struct flow_half *peer = &record->halves[!from];
	bool over = record->list >= FLOW_DONE;

	if (is_answer(segment))
		return over && !answers_syn(peer, segment->acknowledged);
	if (!is_syn(segment))
		return false;
	if (half->has_first)
		return segment->sequence != half->first;
	/* Both may send one: simultaneous open. */
	return record->list != FLOW_SYN;
}

/* What ends a connection of which another took the ports. */
static void supersede(struct flows *flows, struct flow_record *record)
{
	enum flow_end end = FLOW_CUT;

	if (record->list >= FLOW_DONE) {
		flow_table_remove(&flows->table, record);
		return;
	}
	if (record->list == FLOW_ENDING)
		end = (enum flow_end)record->pending;
	else if (record->list == FLOW_SYN)
		end = FLOW_UNANSWERED;
	flow_end(flows, record, end);
	if (end != FLOW_CUT)
		flow_table_remove(&flows->table, record);
}

static void learn_window(const struct arrival *a)
{
	uint8_t flags = a->segment->flags;
	uint32_t window = a->segment->window;
	int scale = a->half->scale;

	if (flags & TCP_SYN)
		scale = 0;
	else if (!a->half->has_first || !a->peer->has_first)
		scale = SCALE_MOST;	/* the most that it can mean */
	else if (scale < 0 || a->peer->scale < 0)
		scale = 0;
	a->half->window = window << scale;
}

static void start_half(const struct arrival *a)
{
	const struct segment *segment = a->segment;

	a->half->first = segment->sequence;
	a->half->has_first = true;
	a->half->scale = (int8_t)(segment->scale > SCALE_MOST
					  ? SCALE_MOST
					  : segment->scale);
	if (!a->half->stream.started)
		stream_start(&a->half->stream, a->start);
}

static void take_answer(struct flows *flows, const struct arrival *a)
{
	struct flow_record *record = a->record;
	struct flow *flow = &record->flow;
	const struct segment *segment = a->segment;

	if (a->from == record->opener || flow->answer_time != INT64_MIN)
		return;
	if (!a->peer->has_first) {
		a->peer->first = segment->acknowledged - 1;
		a->peer->has_first = true;
		/* It offered one if that is answered, but which? */
		a->peer->scale = segment->scale < 0 ? -1 : SCALE_MOST;
		if (!a->peer->stream.started)
			stream_start(&a->peer->stream, segment->acknowledged);
	} else if (!answers_syn(a->peer, segment->acknowledged)) {
		return;
	}
	if (!a->half->has_first)
		start_half(a);
	flow->answer_time = a->time;
	flow->answer = *segment;
	flow->answer.payload = cursor_over(NULL, 0);
	flow->answer.length = 0;
	flow->sides[a->from].ttl = a->datagram->ttl;
	flow_table_move(&flows->table, record, FLOW_OPEN);
	flows->sink.answered(flows->sink.user, flow);
}

static void take_syn(const struct arrival *a, uint64_t elapsed)
{
	struct flow_record *record = a->record;

	if (!a->half->has_first) {
		start_half(a);
		if (a->from == record->opener)
			record->flow.syns = 1;
		return;
	}
	if (a->segment->sequence != a->half->first || !a->own ||
	    elapsed <= COPY_MOST || a->from != record->opener)
		return;
	record->flow.syns++;
	if (record->list == FLOW_ENDING) {
		record->retried = true;
		record->since = a->time;
	}
}

/*
 * Was a SYN answered, though the answer was lost?  If not, the segment is of a
 * connection of before, of which one side does not know that it is over.
 */
static bool connected(struct flows *flows, const struct arrival *a)
{
	const struct segment *segment = a->segment;
	struct flow_record *record = a->record;

	if (!(segment->flags & TCP_ACK))
		return false;
	if (a->from != record->opener) {
		if (!answers_syn(a->peer, segment->acknowledged))
			return false;
	} else {
		if (!answers_syn(a->half, segment->sequence))
			return false;
		if (!a->peer->stream.started)
			stream_start(&a->peer->stream, segment->acknowledged);
	}
	flow_table_move(&flows->table, record, FLOW_OPEN);
	return true;
}

static void note_ack(struct flow_half *half, uint32_t acknowledged)
{
	size_t n = half->ack_count < FLOW_ACKS ? half->ack_count
					       : FLOW_ACKS - 1;

	for (; n; n--)
		half->acks[n] = half->acks[n - 1];
	half->acks[0] = acknowledged;
	if (half->ack_count < FLOW_ACKS)
		half->ack_count++;
}

/* No window is larger (RFC 7323). */
static bool is_near(const struct flow_half *half, uint32_t number)
{
	int32_t ahead = flow_after(number, stream_next(&half->stream));

	return ahead < 1 << 30 && ahead > -(1 << 30);
}

/*
 * What the peer must have, though we did not see it.
 *
 * It may have been captured just before what it acknowledges, so it counts only
 * when its sender acknowledges more; flow_defer() is for bytes that come along.
 */
static void take_ack(struct flows *flows, const struct arrival *a)
{
	const struct segment *segment = a->segment;
	struct flow_half *half = a->half;
	uint32_t acknowledged = segment->acknowledged;
	bool newer;

	if (!(segment->flags & TCP_ACK) ||
	    (a->peer->stream.started && !is_near(a->peer, acknowledged)))
		return;
	newer = !half->ack_count || flow_after(acknowledged, half->acks[0]) > 0;
	if (!newer)
		return;
	if (half->ack_count)
		flow_pass_gap(flows, a->record, !a->from, half->acks[0]);
	note_ack(half, acknowledged);
}

/* Not for a segment from nowhere: it neither follows nor is it in the window. */
static void move_edge(const struct arrival *a)
{
	struct flow_half *half = a->half;

	if (half->has_edge && (flow_after(a->end, half->edge) <= 0 ||
			       (flow_after(a->start, half->edge) > 0 &&
				!reset_in_window(half, a->peer, a->end))))
		return;
	half->edge = a->end;
	half->has_edge = true;
}

static void take_bytes(struct flows *flows, const struct arrival *a)
{
	const struct segment *segment = a->segment;
	const struct cursor *payload = &segment->payload;
	struct flow_side *side = &a->record->flow.sides[a->from];

	if (segment->length &&
	    !flow_defer(flows, a->record, a->from, segment)) {
		flows->record = a->record;
		flows->side = a->from;
		stream_bytes(&a->half->stream, a->start,
			     payload->bytes + payload->at,
			     cursor_left(payload), segment->length,
			     &flows->glue);
	}
	if (segment->flags & TCP_FIN && !side->sent_fin) {
		side->sent_fin = true;
		side->first_fin = !a->record->flow.sides[!a->from].sent_fin;
		a->half->fin = a->end - 1;
	}
	move_edge(a);
}

/* Who sent a RST: of several, the one that ends the connection or is odd. */
static void note_reset(const struct arrival *a)
{
	struct flow *flow = &a->record->flow;

	if (flow->reset_odd)
		return;
	flow->reset_from = a->from;
	flow->reset_ttl = a->datagram->ttl;
}

/* Holds the first RST against what its sender did before. */
static void judge_reset(const struct arrival *a)
{
	struct flow_record *record = a->record;
	unsigned int *odd = &record->flow.reset_odd;

	if (!a->own || record->reset_judged)
		return;
	record->reset_judged = true;
	note_reset(a);
	*odd |= reset_header(&a->half->habit, a->datagram, a->time);
	if (!reset_in_window(a->half, a->peer, a->start) ||
	    !reset_at_edge(a->half, a->peer, a->start))
		*odd |= RESET_SEQUENCE;
}

/* A RST after the one that ends the connection. */
static void take_another_reset(const struct arrival *a)
{
	struct flow_record *record = a->record;

	if (record->pending != FLOW_RESET || record->ender != a->from ||
	    !a->own)
		return;
	judge_reset(a);
	if (flow_after(a->start, record->reset_highest) <= 0)
		return;
	record->reset_highest = a->start;
	/* A closed socket answers with what its peer acknowledges, which
	 * grows too; an injector counts ahead of what was sent. */
	if (flow_after(a->start, a->half->edge) > 1 &&
	    !reset_at_edge(a->half, a->peer, a->start))
		record->flow.reset_odd |= RESET_SEVERAL;
}

static void end_soon(struct flows *flows, const struct arrival *a,
		     enum flow_end end)
{
	a->record->pending = (uint8_t)end;
	a->record->since = a->time;
	flow_table_move(&flows->table, a->record, FLOW_ENDING);
}

static void take_reset(struct flows *flows, const struct arrival *a)
{
	struct flow_record *record = a->record;

	if (record->list == FLOW_ENDING) {
		take_another_reset(a);
		return;
	}
	if (record->list == FLOW_SYN) {
		/* RFC 9293, 3.10.7.3: its receiver takes no other. */
		if (a->from == record->opener ||
		    !(a->segment->flags & TCP_ACK) ||
		    !answers_syn(a->peer, a->segment->acknowledged))
			return;
		note_reset(a);
		end_soon(flows, a, FLOW_REFUSED);
		return;
	}
	if (!reset_in_window(a->half, a->peer, a->start)) {
		judge_reset(a);
		return;
	}
	note_reset(a);
	judge_reset(a);
	record->ender = (uint8_t)a->from;
	record->reset_sequence = record->reset_highest = a->start;
	end_soon(flows, a, FLOW_RESET);
}

/*
 * After a RST: does its sender go on?  Bytes that it had sent before end where
 * the RST begins; if they go beyond, whoever sent the RST did not know of them.
 * Where its receiver acknowledges those, it did not believe the RST.
 */
static void watch_after_reset(struct flows *flows, const struct arrival *a)
{
	struct flow_record *record = a->record;
	const struct segment *segment = a->segment;

	if (record->pending == FLOW_REFUSED) {
		if (is_answer(segment) && a->own && !record->retried &&
		    a->from != record->opener &&
		    answers_syn(a->peer, segment->acknowledged))
			record->flow.reset_odd |= RESET_DATA_AFTER;
		return;
	}
	if (a->from != record->ender) {
		if (record->after_reset && segment->flags & TCP_ACK &&
		    flow_after(segment->acknowledged,
			       record->reset_sequence) > 0)
			flow_table_move(&flows->table, record, FLOW_OPEN);
		return;
	}
	if (!segment->length ||
	    flow_after(a->end, record->reset_sequence) <= 0 ||
	    flow_after(a->end, a->half->edge) <= 0)
		return;
	record->after_reset = true;
	if (a->own)
		record->flow.reset_odd |= RESET_DATA_AFTER;
}

static void close_both(struct flows *flows, const struct arrival *a)
{
	struct flow_record *record = a->record;
	const struct flow_side *sides = record->flow.sides;

	if (!sides[0].sent_fin || !sides[1].sent_fin)
		return;
	if (record->list == FLOW_ENDING && record->pending != FLOW_CLOSED)
		return;
	if (flow_is_complete(record))
		flow_end(flows, record, FLOW_CLOSED);
	else if (record->list == FLOW_OPEN)
		end_soon(flows, a, FLOW_CLOSED);
}

static void arrive(struct flows *flows, const struct arrival *a)
{
	struct flow_record *record = a->record;
	uint64_t elapsed = flow_elapsed(a->time, record->flow.last_time);

	record->flow.last_time = a->time;
	if (a->segment->flags & TCP_RST) {
		take_reset(flows, a);
		return;
	}
	if (record->list == FLOW_ENDING && record->pending != FLOW_CLOSED)
		watch_after_reset(flows, a);
	if (is_syn(a->segment))
		take_syn(a, elapsed);
	else if (is_answer(a->segment))
		take_answer(flows, a);
	else if (record->list == FLOW_SYN && !connected(flows, a))
		return;
	if (a->own)
		reset_learn(&a->half->habit, a->datagram, a->time);
	learn_window(a);
	if (a->half->late) {
		if (flow_repeats_late(a->half, a->segment))
			return;
		flow_release(flows, record, a->from);
	}
	if (a->peer->late && flow_goes_on(a->peer, a->segment))
		flow_release(flows, record, !a->from);
	take_ack(flows, a);
	take_bytes(flows, a);
	if (a->peer->late && flow_is_filled(record, !a->from))
		flow_release(flows, record, !a->from);
	if (record->list == FLOW_OPEN)
		flow_table_move(&flows->table, record, FLOW_OPEN);
	if (a->segment->flags & TCP_FIN || record->list == FLOW_ENDING)
		close_both(flows, a);
}

void flows_segment(struct flows *flows, const struct datagram *datagram,
		   const struct segment *segment, int64_t time,
		   unsigned int interface, unsigned int vlan)
{
	struct arrival a = {.datagram = datagram, .segment = segment,
			    .time = time};
	struct flow_side *side;

	if (!makes_sense(segment)) {
		flows->counts.damaged++;
		return;
	}
	flow_advance(flows, time);
	a.record = flow_table_find(&flows->table, &datagram->source,
				   segment->source, &datagram->target,
				   segment->target, &a.from);
	if (a.record && is_new(a.record, a.from, segment)) {
		supersede(flows, a.record);
		a.record = NULL;
	}
	if (!a.record) {
		if (!makes_flow(segment))
			return;
		a.record = flow_open(flows, datagram, segment, time, interface,
				     vlan, &a.from);
	}
	if (a.record->list >= FLOW_DONE)
		return;
	flows->time = time;
	a.half = &a.record->halves[a.from];
	a.peer = &a.record->halves[!a.from];
	a.own = interface == a.record->flow.interface &&
		vlan == a.record->flow.vlan;
	a.start = segment->sequence + (segment->flags & TCP_SYN ? 1 : 0);
	a.end = a.start + (uint32_t)segment->length +
		(segment->flags & TCP_FIN ? 1 : 0);
	side = &a.record->flow.sides[a.from];
	if (!a.half->seen) {
		a.half->seen = true;
		side->ttl = datagram->ttl;
	}
	arrive(flows, &a);
}
