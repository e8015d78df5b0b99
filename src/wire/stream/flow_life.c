/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/flow_life.h"

#include "wire/stream/flow_gap.h"

#define SECOND INT64_C(1000000000)	/* ns */
#define LINGER (2 * SECOND)		/* for packets after a RST or FIN */

static bool is_complete(const struct flow_half *half)
{
	return !half->stream.started ||
	       (!half->stream.first &&
		stream_next(&half->stream) == half->fin);
}

bool flow_is_complete(const struct flow_record *record)
{
	return is_complete(&record->halves[0]) &&
	       is_complete(&record->halves[1]);
}

static void finish_half(struct flows *flows, struct flow_record *record,
			enum side side)
{
	const struct flow_half *peer = &record->halves[!side];

	if (peer->ack_count)
		flow_pass_gap(flows, record, side, peer->acks[0]);
	flows->record = record;
	flows->side = side;
	stream_finish(&record->halves[side].stream, &flows->glue);
}

void flow_end(struct flows *flows, struct flow_record *record,
	      enum flow_end end)
{
	flows->time = record->flow.last_time;
	flow_release(flows, record, SIDE_SERVER);
	flow_release(flows, record, SIDE_CLIENT);
	finish_half(flows, record, SIDE_SERVER);
	finish_half(flows, record, SIDE_CLIENT);
	if (end == FLOW_EVICTED)
		flows->counts.evicted++;
	flows->sink.ended(flows->sink.user, &record->flow, end);
	record->since = record->flow.last_time;
	switch (end) {
	case FLOW_EVICTED:
	case FLOW_CUT:
		flow_table_remove(&flows->table, record);
		break;
	case FLOW_CLOSED:
	case FLOW_RESET:
	case FLOW_SILENT:
		flow_table_move(&flows->table, record, FLOW_DONE);
		break;
	default:
		flow_table_move(&flows->table, record, FLOW_DONE_LONG);
	}
}

/* Make room: remove one that has ended, else the longest silent one. */
static void evict(struct flows *flows)
{
	struct flow_record *record, *oldest = NULL;

	for (size_t list = FLOW_DONE; list < FLOW_LISTS; list++) {
		record = flow_table_oldest(&flows->table, list);
		if (record) {
			flow_table_remove(&flows->table, record);
			return;
		}
	}
	for (size_t list = 0; list < FLOW_DONE; list++) {
		record = flow_table_oldest(&flows->table, list);
		if (record && (!oldest || record->flow.last_time <
						  oldest->flow.last_time))
			oldest = record;
	}
	flow_end(flows, oldest, FLOW_EVICTED);
}

/*
 * Is the source of a connection's first segment its server?
 *
 * The server is the side with a watched port.  If both have one: the side that
 * did not send the SYN, or sent the SYN-ACK; without either, the side with the
 * lower port (clients commonly use ports above 1023); of equal ports, the
 * target.
 */
static bool source_serves(const struct flows *flows,
			  const struct segment *segment)
{
	if (!flow_is_watched(flows, segment->source) || !flow_is_watched(flows, segment->target))
		return flow_is_watched(flows, segment->source);
	if (segment->flags & TCP_SYN)
		return segment->flags & TCP_ACK;
	return segment->source < segment->target;
}

struct flow_record *flow_open(struct flows *flows,
			      const struct datagram *datagram,
			      const struct segment *segment, int64_t time,
			      unsigned int interface, unsigned int vlan,
			      enum side *from)
{
	bool syn = (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
	bool serves = source_serves(flows, segment);
	const struct address *source = &datagram->source;
	const struct address *target = &datagram->target;
	enum flow_list list = syn ? FLOW_SYN : FLOW_OPEN;
	struct flow_record *record;

	do {
		record = serves
				 ? flow_table_add(flows, target,
						  segment->target, source,
						  segment->source, list)
				 : flow_table_add(flows, source,
						  segment->source, target,
						  segment->target, list);
		if (!record)
			evict(flows);
	} while (!record);
	*from = serves ? SIDE_SERVER : SIDE_CLIENT;
	record->opener = (uint8_t)(syn ? *from : !*from);
	record->flow.syn_time = syn ? time : INT64_MIN;
	record->flow.answer_time = INT64_MIN;
	record->flow.last_time = time;
	record->flow.sides[*from].ttl = datagram->ttl;
	record->flow.interface = interface;
	record->flow.vlan = vlan;
	flows->sink.opened(flows->sink.user, &record->flow);
	return record;
}

static struct flow_record *timed_out(const struct flows *flows,
				   enum flow_list list, int64_t time,
				   int64_t max_age)
{
	struct flow_record *record = flow_table_oldest(&flows->table, list);
	int64_t since;

	if (!record)
		return NULL;
	since = list == FLOW_OPEN  ? record->flow.last_time
		: list == FLOW_SYN ? record->flow.syn_time
				   : record->since;
	return flow_elapsed(time, since) >= (uint64_t)max_age ? record : NULL;
}

void flows_tick(struct flows *flows, int64_t time)
{
	struct flow_record *record;

	flows->now = flows->ticked = time;
	while ((record = timed_out(flows, FLOW_OPEN, time, FLOW_SILENCE)))
		flow_end(flows, record, FLOW_SILENT);
	while ((record = timed_out(flows, FLOW_SYN, time, FLOW_ANSWER_WAIT)))
		flow_end(flows, record, FLOW_UNANSWERED);
	while ((record = timed_out(flows, FLOW_ENDING, time, LINGER)))
		flow_end(flows, record, (enum flow_end)record->pending);
	while ((record = timed_out(flows, FLOW_DONE, time, LINGER)))
		flow_table_remove(&flows->table, record);
	while ((record = timed_out(flows, FLOW_DONE_LONG, time,
				 FLOW_ANSWER_WAIT)))
		flow_table_remove(&flows->table, record);
}

void flow_advance(struct flows *flows, int64_t time)
{
	flows->now = time;
	if (time < flows->ticked)
		flows->ticked = time;
	else if (flow_elapsed(time, flows->ticked) >= (uint64_t)SECOND)
		flows_tick(flows, time);
}
