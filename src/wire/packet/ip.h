/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4 and IPv6, with reassembly of fragments.
 *
 * A bounded number of datagrams is reassembled at a time, each of at most
 * 65,535 bytes; the oldest is dropped first, and counted.  Fragments that
 * overlap make a datagram unusable (RFC 5722 for IPv6; the same for IPv4).
 */
#ifndef WIRE_PACKET_IP_H
#define WIRE_PACKET_IP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "base/cursor.h"

#define IP_PROTOCOL_ICMP 1
#define IP_PROTOCOL_TCP 6
#define IP_PROTOCOL_UDP 17
#define IP_PROTOCOL_ICMP6 58

/**
 * struct datagram - An IP datagram
 * @source, @target: Addresses without a zone
 * @protocol:	IANA's protocol number of @payload
 * @ttl:	TTL or hop limit; of a fragmented one, that of the fragment
 *		that came last
 * @id:		Identification field of IPv4; 0 for IPv6
 * @payload:	As much as was captured
 * @length:	Length of the payload according to IP; more than @payload has
 *		if the capture truncated it
 */
struct datagram {
	struct address source;
	struct address target;
	uint8_t protocol;
	uint8_t ttl;
	uint16_t id;
	struct cursor payload;
	size_t length;
};

struct ip;

/** struct ip_counts - Counters of packets that could not be used */
struct ip_counts {
	uint64_t damaged;		/* invalid headers */
	uint64_t fragments;		/* seen */
	uint64_t fragments_dropped;	/* not part of a complete datagram */
};

/** ip_new() - The state for reassembly; NULL without memory */
struct ip *ip_new(void);

/** ip_free() - NULL is allowed */
void ip_free(struct ip *ip);

/**
 * ip_parse() - The datagram in an IP packet
 * @ip:		Keeps fragments
 * @bytes:	From the IP header on; padding after the packet is removed
 * @wire:	Number of bytes on the wire.  A packet whose header claims more
 *		is damaged: no host accepts it
 * @time:	Of the packet
 * @datagram:	Written on success; borrows from @bytes, or from @ip until the
 *		next call
 *
 * Checksums are ignored: outgoing packets are captured before the network
 * card computes them.  An IPv4 total length of 0 (segmentation offload) means
 * all captured bytes.
 *
 * Return: 0; -EAGAIN for a fragment that does not complete a datagram,
 * -EINVAL for bytes that are not an IP packet
 */
int ip_parse(struct ip *ip, struct cursor bytes, size_t wire, int64_t time,
	     struct datagram *datagram);

/** ip_counts() - The counters so far */
struct ip_counts ip_counts(const struct ip *ip);

#endif
