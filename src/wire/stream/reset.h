/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What does not fit about a RST: the RESET_ bits of flow.h, but for
 * RESET_DATA_AFTER.
 *
 * Ordinary hosts look odd too, so whatever has a harmless reading is not told:
 * a missed one is better than a false one.
 */
#ifndef WIRE_STREAM_RESET_H
#define WIRE_STREAM_RESET_H

#include "wire/stream/flow_table.h"

/** reset_learn() - The IP header of a side's ordinary segment */
void reset_learn(struct flow_habit *habit, const struct datagram *datagram,
		 int64_t time);

/**
 * reset_header() - A RST's IP header beside its sender's others
 * Return: RESET_TTL, RESET_ID
 */
unsigned int reset_header(const struct flow_habit *habit,
			  const struct datagram *datagram, int64_t time);

/**
 * reset_in_window() - Would its receiver believe it?
 * @sender, @receiver: As they were before it
 * @sequence:	Of the RST
 *
 * Where nobody knows: yes.
 */
bool reset_in_window(const struct flow_half *sender,
		     const struct flow_half *receiver, uint32_t sequence);

/**
 * reset_at_edge() - Is its number one that its sender would have taken?
 *
 * The number behind its last byte (RFC 9293, 3.10.4 and 3.10.5), or, from a
 * socket that is closed already, what the segment that it answers
 * acknowledged (3.5.2).
 */
bool reset_at_edge(const struct flow_half *sender,
		   const struct flow_half *receiver, uint32_t sequence);

#endif
