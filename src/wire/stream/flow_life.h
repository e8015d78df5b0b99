/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How connections begin and end.
 *
 * Time is the packets'.  Each list of flow_table.h is in the order in which
 * its connections run out, so that flows_tick() looks at their ends alone.
 */
#ifndef WIRE_STREAM_FLOW_LIFE_H
#define WIRE_STREAM_FLOW_LIFE_H

#include "wire/stream/flow_table.h"

/**
 * flow_open() - A connection is seen for the first time; evicts for it
 * @from:	Set to the side that sent the segment
 */
struct flow_record *flow_open(struct flows *flows,
			      const struct datagram *datagram,
			      const struct segment *segment, int64_t time,
			      unsigned int interface, unsigned int vlan,
			      enum side *from);

/**
 * flow_end() - Hand on what waits, say that it is over
 *
 * The record stays for a while and takes what still comes, but after
 * FLOW_EVICTED and FLOW_CUT, when it is free at once.
 */
void flow_end(struct flows *flows, struct flow_record *record,
	      enum flow_end end);

/** flow_advance() - Packets have come to a time */
void flow_advance(struct flows *flows, int64_t time);

/** flow_is_complete() - Was all handed on that is before both FINs? */
bool flow_is_complete(const struct flow_record *record);

#endif
