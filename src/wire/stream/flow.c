/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/flow.h"

#include <stdlib.h>

#include "base/memory.h"
#include "wire/stream/flow_life.h"

#define SECOND INT64_C(1000000000)	/* ns */

/* A SYN is repeated after 1 s and then 3 s (RFC 6298, 2.1 and 5.7; Windows
 * and old systems 3 s): without an answer by then, it was not answered. */
#define ANSWER_MIN (3 * SECOND)

static void glue_data(void *user, const uint8_t *bytes, size_t length)
{
	struct flows *flows = user;
	struct flow *flow = &flows->record->flow;

	flow->sides[flows->side].bytes += length;
	flows->sink.data(flows->sink.user, flow, flows->side, flows->time,
			 bytes, length);
}

static void glue_gap(void *user, size_t missing)
{
	struct flows *flows = user;

	flows->record->halves[flows->side].lost = true;
	flows->sink.gap(flows->sink.user, &flows->record->flow, flows->side,
			flows->time, missing);
}

static void glue_inconsistent(void *user)
{
	struct flows *flows = user;

	flows->sink.inconsistent(flows->sink.user, &flows->record->flow,
			    flows->side);
}

struct flows *flows_new(const uint16_t *ports, size_t count,
			const struct flow_sink *sink)
{
	struct flows *flows = memory_zeroed(1, sizeof(*flows));

	if (!flows)
		return NULL;
	if (flow_table_init(&flows->table)) {
		free(flows);
		return NULL;
	}
	for (size_t i = 0; i < count; i++)
		flows->wanted[ports[i] / 8] |= (uint8_t)(1 << ports[i] % 8);
	flows->sink = *sink;
	flows->glue = (struct stream_sink){
		.data = glue_data,
		.gap = glue_gap,
		.inconsistent = glue_inconsistent,
		.user = flows,
	};
	flows->pool.limit = FLOW_POOL_MAX;
	flows->now = flows->ticked = INT64_MIN;
	return flows;
}

bool flows_wants(const struct flows *flows, const struct segment *segment)
{
	return flow_is_watched(flows, segment->target) ||
	       flow_is_watched(flows, segment->source);
}

/* The end of a connection when the capture ends. */
static enum flow_end cut(const struct flows *flows,
			 const struct flow_record *record)
{
	if (record->list == FLOW_ENDING)
		return (enum flow_end)record->pending;
	if (record->list == FLOW_SYN &&
	    flow_elapsed(flows->now, record->flow.syn_time) >= ANSWER_MIN)
		return FLOW_UNANSWERED;
	return FLOW_CUT;
}

void flows_free(struct flows *flows)
{
	struct flow_record *record;

	if (!flows)
		return;
	for (size_t list = 0; list < FLOW_DONE; list++) {
		while ((record = flow_table_oldest(&flows->table, list)))
			flow_end(flows, record, cut(flows, record));
	}
	flow_table_free(&flows->table);
	free(flows);
}

struct flow_counts flows_counts(const struct flows *flows)
{
	struct flow_counts counts = flows->counts;

	counts.bytes_dropped = flows->pool.dropped;
	return counts;
}
