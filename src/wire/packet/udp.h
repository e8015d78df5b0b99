/* SPDX-License-Identifier: BSD-2-Clause */
/* UDP headers. */
#ifndef WIRE_PACKET_UDP_H
#define WIRE_PACKET_UDP_H

#include <stdint.h>

#include "base/cursor.h"
#include "wire/packet/ip.h"

/**
 * struct udp - A UDP packet
 * @source, @target: Ports, host byte order
 * @payload:	As much as was captured
 */
struct udp {
	uint16_t source;
	uint16_t target;
	struct cursor payload;
};

/**
 * udp_parse() - Read a UDP header (RFC 768)
 * @datagram:	Of protocol UDP
 * @udp:	Written on success
 *
 * The checksum is ignored, and so is a length that is too small for the header
 * or beyond the end of the datagram.
 *
 * Return: 0, or -EINVAL for a packet that is truncated in its header
 */
int udp_parse(const struct datagram *datagram, struct udp *udp);

#endif
