/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes that are missing from the capture, and ACKs of unseen segments. */
#ifndef WIRE_STREAM_FLOW_GAP_H
#define WIRE_STREAM_FLOW_GAP_H

#include "wire/stream/flow_table.h"

/**
 * flow_pass_gap() - Skip missing bytes that the receiver acknowledged
 * @side:	The sender of the bytes
 * @acknowledged: The acknowledgment number of the segment
 */
void flow_pass_gap(struct flows *flows, struct flow_record *record,
		   enum side side, uint32_t acknowledged);

/**
 * flow_defer() - Keep a segment that acknowledges an unseen segment
 * @from:	Its sender; no segment of that side may be kept
 *
 * Return: is it kept?  Never without room or memory, and while a segment of the
 * other side is kept
 */
bool flow_defer(struct flows *flows, struct flow_record *record,
		enum side from, const struct segment *segment);

/** flow_release() - Deliver the kept segment of a side, perhaps after a gap */
void flow_release(struct flows *flows, struct flow_record *record,
		  enum side side);

/** flow_repeats_deferred() - Is a segment a copy of the one that is kept? */
bool flow_repeats_deferred(const struct flow_half *half,
		       const struct segment *segment);

/** flow_continues() - Does the other side send after the unseen segment? */
bool flow_continues(const struct flow_half *half,
		    const struct segment *segment);

/** flow_is_filled() - Has the unseen segment come? */
bool flow_is_filled(const struct flow_record *record, enum side side);

#endif
