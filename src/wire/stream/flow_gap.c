/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A segment with data that acknowledges an unseen segment ("ACKed unseen
 * segment").
 *
 * Either the capture lost the unseen segment, or it has the two in the wrong
 * order, which happens with several network queues.  The segment waits until
 * the unseen one comes, or until either side continues without it.
 */
#include "wire/stream/flow_gap.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"
#include "base/memory.h"

/* struct flow_deferred - A segment that waits */
struct flow_deferred {
	uint32_t sequence;
	uint32_t acknowledged;
	size_t length;
	size_t captured;
	uint8_t bytes[];
};

/* Are bytes of @side before @acknowledged missing? */
static bool lacks(const struct flow_record *record, enum side side,
		  uint32_t acknowledged)
{
	const struct stream *stream = &record->halves[side].stream;
	int32_t beyond;

	if (!stream->started)
		return false;
	if (record->flow.sides[side].sent_fin &&
	    flow_after(acknowledged, record->halves[side].fin) > 0)
		acknowledged = record->halves[side].fin;
	beyond = flow_after(acknowledged, stream_next(stream));
	return beyond > 1 || (beyond == 1 && stream->first);
}

bool flow_defer(struct flows *flows, struct flow_record *record,
		enum side from, const struct segment *segment)
{
	struct flow_half *half = &record->halves[from];
	size_t captured = cursor_left(&segment->payload);
	size_t size = sizeof(*half->deferred) + captured;
	size_t cost = heap_cost(size);
	struct flow_deferred *deferred;

	if (!(segment->flags & TCP_ACK) || segment->flags & TCP_SYN ||
	    record->halves[!from].deferred ||
	    !lacks(record, !from, segment->acknowledged) ||
	    flows->pool.waiting + cost > flows->pool.limit)
		return false;
	deferred = memory_new(size);
	if (!deferred)
		return false;
	deferred->sequence = segment->sequence;
	deferred->acknowledged = segment->acknowledged;
	deferred->length = segment->length;
	deferred->captured = captured;
	memcpy(deferred->bytes, segment->payload.bytes + segment->payload.at,
	       captured);
	half->deferred = deferred;
	flows->pool.waiting += cost;
	return true;
}

void flow_pass_gap(struct flows *flows, struct flow_record *record,
		   enum side side, uint32_t acknowledged)
{
	struct flow_half *half = &record->halves[side];
	int32_t beyond;

	if (record->flow.sides[side].sent_fin &&
	    flow_after(acknowledged, half->fin) > 0)
		acknowledged = half->fin;
	beyond = flow_after(acknowledged, stream_next(&half->stream));
	if (beyond > 0 && half->deferred) {
		flow_release(flows, record, side);
		beyond = flow_after(acknowledged, stream_next(&half->stream));
	}
	/* A single number may be that of a lost FIN. */
	if (beyond <= 0 || (beyond == 1 && !half->stream.first))
		return;
	flows->record = record;
	flows->side = side;
	stream_acknowledged(&half->stream, acknowledged, &flows->glue);
}

void flow_release(struct flows *flows, struct flow_record *record,
		  enum side side)
{
	struct flow_deferred *deferred = record->halves[side].deferred;

	if (!deferred)
		return;
	record->halves[side].deferred = NULL;
	flows->pool.waiting -=
		heap_cost(sizeof(*deferred) + deferred->captured);
	flow_pass_gap(flows, record, !side, deferred->acknowledged);
	flows->record = record;
	flows->side = side;
	stream_bytes(&record->halves[side].stream, deferred->sequence,
		     deferred->bytes, deferred->captured, deferred->length,
		     &flows->glue);
	free(deferred);
}

bool flow_repeats_deferred(const struct flow_half *half,
		       const struct segment *segment)
{
	const struct flow_deferred *deferred = half->deferred;

	return deferred->sequence == segment->sequence &&
	       deferred->acknowledged == segment->acknowledged &&
	       deferred->length == segment->length;
}

bool flow_continues(const struct flow_half *half,
		    const struct segment *segment)
{
	return flow_after(segment->sequence, half->deferred->acknowledged) >= 0;
}

bool flow_is_filled(const struct flow_record *record, enum side side)
{
	return !lacks(record, !side,
		      record->halves[side].deferred->acknowledged);
}
