/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How connections begin and end.
 *
 * Time is that of the packets.  Each list of flow_table.h is in the order in
 * which its connections time out, so flows_tick() only looks at their ends.
 */
#ifndef WIRE_STREAM_FLOW_LIFE_H
#define WIRE_STREAM_FLOW_LIFE_H

#include "wire/stream/flow_table.h"

/**
 * flow_open() - Add a connection; drops another one if the table is full
 * @from:	Set to the side that sent the segment
 */
struct flow_record *flow_open(struct flows *flows,
			      const struct datagram *datagram,
			      const struct segment *segment, int64_t time,
			      unsigned int interface, unsigned int vlan,
			      enum side *from);

/**
 * flow_end() - Deliver the bytes that wait, and report the end
 *
 * The record stays for a while and absorbs late packets; after FLOW_EVICTED and
 * FLOW_CUT it is removed at once.
 */
void flow_end(struct flows *flows, struct flow_record *record,
	      enum flow_end end);

/** flow_advance() - Time has advanced to that of a packet */
void flow_advance(struct flows *flows, int64_t time);

/** flow_is_complete() - Have all bytes before both FINs been delivered? */
bool flow_is_complete(const struct flow_record *record);

#endif
