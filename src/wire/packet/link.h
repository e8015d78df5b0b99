/* SPDX-License-Identifier: BSD-2-Clause */
/* The link layer's headers, down to an IP packet. */
#ifndef WIRE_PACKET_LINK_H
#define WIRE_PACKET_LINK_H

#include <stdbool.h>

#include "base/cursor.h"
#include "wire/packet/packet.h"

/**
 * struct frame - What a packet carries
 * @ip:		From the first byte of the IP header; what the link layer
 *		pads is still there
 * @length:	How much that was on the wire; at least what @ip has
 * @vlan:	The innermost VLAN's id; 0 for none
 */
struct frame {
	struct cursor ip;
	size_t length;
	unsigned int vlan;
};

/** link_supported() - Can packets of a LINKTYPE_ be read? */
bool link_supported(int link);

/** link_name() - "Ethernet"; NULL for one that link_supported() has not */
const char *link_name(int link);

/**
 * link_strip() - Find the IP packet in a packet
 * @packet:	Ethernet with VLANs (802.1Q, 802.1ad, stacked) and PPPoE, Linux
 *		cooked v1 and v2, raw IP, NULL and LOOP in either byte order,
 *		PPP with and without HDLC framing
 * @frame:	Written on success
 *
 * Return: 0; -ENOENT for a packet that carries no IP (ARP), -EINVAL for one
 * that is cut off in a header, -EPROTONOSUPPORT for the link type
 */
int link_strip(const struct packet *packet, struct frame *frame);

#endif
