/* SPDX-License-Identifier: BSD-2-Clause */
/* Processing a segment. */
#include "wire/stream/flow.h"

#include <string.h>

#include "wire/stream/flow_gap.h"
#include "wire/stream/flow_life.h"
#include "wire/stream/reset.h"

#define FLAGS (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK)
#define SCALE_MAX 14		/* RFC 7323, 2.3 */
#define FAST_OPEN_MAX 65535	/* bytes with a SYN, RFC 7413 */

/* Maximum time between two copies of a packet, on a bridge or lo; a SYN is
 * repeated after at least half a second (Windows, after a RST). */
#define COPY_MAX UINT64_C(50000000)	/* ns */

/* struct arrival - A segment with its connection */
struct arrival {
	const struct datagram *datagram;
	const struct segment *segment;
	struct flow_record *record;
	struct flow_half *half;		/* of its sender */
	struct flow_half *peer;
	enum side from;
	uint32_t start;		/* the number of its first byte */
	uint32_t end;		/* after its last; SYN and FIN count */
	int64_t time;
	bool own;		/* interface and VLAN of the first packet */
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
 * Only a SYN or data start a connection: of one with acknowledgments, a RST or
 * the single byte of a keep-alive there is nothing to report.
 */
static bool makes_flow(const struct segment *segment)
{
	return segment->flags & TCP_SYN ||
	       (segment->length > 1 && !(segment->flags & TCP_RST));
}

/* Is a number just after a side's SYN, or after the data sent with it? */
static bool answers_syn(const struct flow_half *half, uint32_t number)
{
	int32_t behind = flow_after(number, half->first);

	return half->has_first && behind >= 1 && behind <= 1 + FAST_OPEN_MAX;
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

/* End a connection whose ports a new one uses. */
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
		scale = SCALE_MAX;	/* unknown: the maximum */
	else if (scale < 0 || a->peer->scale < 0)
		scale = 0;
	a->half->window = window << scale;
}

static void start_half(const struct arrival *a)
{
	const struct segment *segment = a->segment;

	a->half->first = segment->sequence;
	a->half->has_first = true;
	a->half->scale = (int8_t)(segment->scale > SCALE_MAX
					  ? SCALE_MAX
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
		/* It offered a scale if one is answered; which is unknown. */
		a->peer->scale = segment->scale < 0 ? -1 : SCALE_MAX;
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
	    elapsed <= COPY_MAX || a->from != record->opener)
		return;
	record->flow.syns++;
	if (record->list == FLOW_ENDING) {
		record->retried = true;
		record->since = a->time;
	}
}

/*
 * Was the SYN answered, though the capture lost the answer?  If not, the
 * segment belongs to an older connection, which one side believes to be open.
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
 * Acknowledged bytes were sent, though we may not have seen them.
 *
 * An acknowledgment may have been captured just before the segment that it
 * acknowledges, so it counts only when its sender acknowledges more.  If it
 * carries data, flow_defer() handles it.
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

/* A segment that neither follows nor is in the window does not count. */
static void advance_snd_nxt(const struct arrival *a)
{
	struct flow_half *half = a->half;

	if (half->has_snd_nxt && (flow_after(a->end, half->snd_nxt) <= 0 ||
			       (flow_after(a->start, half->snd_nxt) > 0 &&
				!reset_in_window(half, a->peer, a->end))))
		return;
	half->snd_nxt = a->end;
	half->has_snd_nxt = true;
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
	advance_snd_nxt(a);
}

/* Of several RSTs, the one that ends the connection or is suspicious. */
static void note_reset(const struct arrival *a)
{
	struct flow *flow = &a->record->flow;

	if (flow->reset_odd)
		return;
	flow->reset_from = a->from;
	flow->reset_ttl = a->datagram->ttl;
}

/* Compare the first RST with what its sender sent before. */
static void judge_reset(const struct arrival *a)
{
	struct flow_record *record = a->record;
	unsigned int *odd = &record->flow.reset_odd;

	if (!a->own || record->reset_judged)
		return;
	record->reset_judged = true;
	note_reset(a);
	*odd |= reset_header(&a->half->profile, a->datagram, a->time);
	if (!reset_in_window(a->half, a->peer, a->start) ||
	    !reset_at_snd_nxt(a->half, a->peer, a->start))
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
	/* A closed socket answers with the number that its peer acknowledges,
	 * which grows, too; an injector guesses numbers above SND.NXT. */
	if (flow_after(a->start, a->half->snd_nxt) > 1 &&
	    !reset_at_snd_nxt(a->half, a->peer, a->start))
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
		/* RFC 9293, 3.10.7.3: the receiver ignores all others. */
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
 * After a RST: does its sender continue?  Bytes sent before the RST end at its
 * number; bytes beyond it show that another host forged the RST.  If the
 * receiver acknowledges them, it has ignored the RST.
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
	    flow_after(a->end, a->half->snd_nxt) <= 0)
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
		reset_learn(&a->half->profile, a->datagram, a->time);
	learn_window(a);
	if (a->half->deferred) {
		if (flow_repeats_deferred(a->half, a->segment))
			return;
		flow_release(flows, record, a->from);
	}
	if (a->peer->deferred && flow_continues(a->peer, a->segment))
		flow_release(flows, record, !a->from);
	take_ack(flows, a);
	take_bytes(flows, a);
	if (a->peer->deferred && flow_is_filled(record, !a->from))
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
