/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bytes that acknowledge what was not seen yet.
 *
 * Either the capture lost what they answer, or it has the two in the wrong
 * order, as one of several network queues does.  They wait for the next segment
 * that tells: what is missing comes, or either side goes on without it.
 */
#include "wire/stream/flow_gap.h"

#include <stdlib.h>
#include <string.h>

#include "base/heap.h"

/* struct flow_late - A segment's bytes that wait for the other side's */
struct flow_late {
	uint32_t sequence;
	uint32_t acknowledged;
	size_t length;
	size_t captured;
	uint8_t bytes[];
};

/* Is there something before @acknowledged that @side has not sent, for us? */
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
	size_t size = sizeof(*half->late) + captured, cost = heap_cost(size);
	struct flow_late *late;

	if (!(segment->flags & TCP_ACK) || segment->flags & TCP_SYN ||
	    record->halves[!from].late ||
	    !lacks(record, !from, segment->acknowledged) ||
	    flows->pool.waiting + cost > flows->pool.most)
		return false;
	late = malloc(size);
	if (!late)
		return false;
	late->sequence = segment->sequence;
	late->acknowledged = segment->acknowledged;
	late->length = segment->length;
	late->captured = captured;
	memcpy(late->bytes, segment->payload.bytes + segment->payload.at,
	       captured);
	half->late = late;
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
	if (beyond > 0 && half->late) {
		flow_release(flows, record, side);
		beyond = flow_after(acknowledged, stream_next(&half->stream));
	}
	/* A single number may be that of a FIN which was lost. */
	if (beyond <= 0 || (beyond == 1 && !half->stream.first))
		return;
	flows->record = record;
	flows->side = side;
	stream_acknowledged(&half->stream, acknowledged, &flows->glue);
}

void flow_release(struct flows *flows, struct flow_record *record,
		  enum side side)
{
	struct flow_late *late = record->halves[side].late;

	if (!late)
		return;
	record->halves[side].late = NULL;
	flows->pool.waiting -= heap_cost(sizeof(*late) + late->captured);
	flow_pass_gap(flows, record, !side, late->acknowledged);
	flows->record = record;
	flows->side = side;
	stream_bytes(&record->halves[side].stream, late->sequence, late->bytes,
		     late->captured, late->length, &flows->glue);
	free(late);
}

bool flow_repeats_late(const struct flow_half *half,
		       const struct segment *segment)
{
	const struct flow_late *late = half->late;

	return late->sequence == segment->sequence &&
	       late->acknowledged == segment->acknowledged &&
	       late->length == segment->length;
}

bool flow_goes_on(const struct flow_half *half, const struct segment *segment)
{
	return flow_after(segment->sequence, half->late->acknowledged) >= 0;
}

bool flow_is_filled(const struct flow_record *record, enum side side)
{
	return !lacks(record, !side, record->halves[side].late->acknowledged);
}
