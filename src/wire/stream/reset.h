/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signs of a forged RST: the RESET_ bits of flow.h, except RESET_DATA_AFTER.
 *
 * Ordinary hosts can look suspicious, too, so a sign with a harmless
 * explanation is not reported: a missed sign is better than a false one.
 */
#ifndef WIRE_STREAM_RESET_H
#define WIRE_STREAM_RESET_H

#include "wire/stream/flow_table.h"

/** reset_learn() - Add the IP header of an ordinary segment to a profile */
void reset_learn(struct ip_profile *profile, const struct datagram *datagram,
		 int64_t time);

/**
 * reset_header() - Compare a RST's IP header with its sender's profile
 * Return: RESET_TTL and RESET_ID bits
 */
unsigned int reset_header(const struct ip_profile *profile,
			  const struct datagram *datagram, int64_t time);

/**
 * reset_in_window() - Would its receiver accept the RST?
 * @sender, @receiver: Their state before it
 * @sequence:	Of the RST
 *
 * Return: true also if that is unknown
 */
bool reset_in_window(const struct flow_half *sender,
		     const struct flow_half *receiver, uint32_t sequence);

/**
 * reset_at_snd_nxt() - Has the RST a number that its sender would use?
 *
 * That is SND.NXT (RFC 9293, 3.10.4 and 3.10.5), or, from a socket that is
 * already closed, the number which the segment that it answers acknowledged
 * (3.5.2).
 */
bool reset_at_snd_nxt(const struct flow_half *sender,
		   const struct flow_half *receiver, uint32_t sequence);

#endif
