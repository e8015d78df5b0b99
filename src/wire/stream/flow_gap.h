/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes that the capture lacks, and segments that acknowledge such bytes. */
#ifndef WIRE_STREAM_FLOW_GAP_H
#define WIRE_STREAM_FLOW_GAP_H

#include "wire/stream/flow_table.h"

/**
 * flow_pass_gap() - A side has acknowledged what the other one sent
 * @side:	Who sent it
 * @acknowledged: As it stands in the segment
 */
void flow_pass_gap(struct flows *flows, struct flow_record *record,
		   enum side side, uint32_t acknowledged);

/**
 * flow_defer() - Keep a segment's bytes, if they answer what was not seen
 * @from:	Who sent it; nothing of that side may be kept
 *
 * Return: whether they are kept; false without room or memory, too, and while
 * the other side's are kept
 */
bool flow_defer(struct flows *flows, struct flow_record *record,
		enum side from, const struct segment *segment);

/** flow_release() - Hand on what is kept of a side, behind a gap if needed */
void flow_release(struct flows *flows, struct flow_record *record,
		  enum side side);

/** flow_repeats_late() - Is a segment of that side a copy of what is kept? */
bool flow_repeats_late(const struct flow_half *half,
		       const struct segment *segment);

/** flow_goes_on() - Is a segment of the other side behind what it answers? */
bool flow_goes_on(const struct flow_half *half, const struct segment *segment);

/** flow_is_filled() - Has come what the kept bytes of a side answer? */
bool flow_is_filled(const struct flow_record *record, enum side side);

#endif
