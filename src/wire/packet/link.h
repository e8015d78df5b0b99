/* SPDX-License-Identifier: BSD-2-Clause */
/* Link-layer headers: find the IP packet. */
#ifndef WIRE_PACKET_LINK_H
#define WIRE_PACKET_LINK_H

#include <stdbool.h>

#include "base/cursor.h"
#include "wire/packet/packet.h"

/**
 * struct frame - The payload of a link-layer frame
 * @ip:		From the first byte of the IP header, with the padding of the
 *		link layer
 * @length:	Its length on the wire; at least that of @ip
 * @vlan:	ID of the innermost VLAN; 0 for none
 */
struct frame {
	struct cursor ip;
	size_t length;
	unsigned int vlan;
};

/** link_supported() - Can packets of a LINKTYPE_ be parsed? */
bool link_supported(int link);

/** link_name() - "Ethernet"; NULL for an unsupported link type */
const char *link_name(int link);

/**
 * link_strip() - Find the IP packet in a packet
 * @packet:	Ethernet with VLANs (802.1Q, 802.1ad, stacked) and PPPoE, Linux
 *		cooked v1 and v2, raw IP, NULL and LOOP in either byte order,
 *		PPP with and without HDLC framing
 * @frame:	Written on success
 *
 * Return: 0; -ENOENT for a packet without IP (ARP), -EINVAL for one that is
 * truncated in a header, -EPROTONOSUPPORT for an unsupported link type
 */
int link_strip(const struct packet *packet, struct frame *frame);

#endif
