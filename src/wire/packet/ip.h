/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4 and IPv6, with fragments put together.
 *
 * A bounded number of datagrams is under way at a time, each of at most
 * 65,535 bytes; the oldest goes first and is counted.  Fragments that overlap
 * make a datagram unusable (RFC 5722 for IPv6; the same here for IPv4).
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
 * struct datagram - What IP carries
 * @source, @target: Addresses; zone is empty
 * @protocol:	IANA's number of what is in @payload
 * @ttl:	Time to live, hop limit; of fragments, that of the last to come
 * @id:		IPv4's identification; 0 for IPv6
 * @dont_fragment: IPv4's flag
 * @payload:	As far as it was captured
 * @length:	What IP says that the payload has; more than @payload where
 *		the capture cut it off
 */
struct datagram {
	struct address source;
	struct address target;
	uint8_t protocol;
	uint8_t ttl;
	uint16_t id;
	bool dont_fragment;
	struct cursor payload;
	size_t length;
};

struct ip;

/** struct ip_counts - What could not be used */
struct ip_counts {
	uint64_t damaged;		/* headers that make no sense */
	uint64_t fragments;		/* seen */
	uint64_t fragments_dropped;	/* in no datagram, or not yet */
};

/** ip_new() - The state that fragments need; NULL when memory is out */
struct ip *ip_new(void);

/** ip_free() - NULL is allowed */
void ip_free(struct ip *ip);

/**
 * ip_parse() - The datagram in an IP packet
 * @ip:		Keeps fragments
 * @bytes:	From the IP header on; padding behind the packet is dropped by
 *		the header's length
 * @wire:	How many bytes there were on the wire.  A packet that claims to
 *		have more is damaged: no host takes it, and who believed it
 *		would miss what comes after
 * @time:	Of the packet
 * @datagram:	Written on success; borrows from @bytes, or from @ip until the
 *		next call
 *
 * Checksums are not looked at: outgoing packets are captured before the
 * network card makes them.  An IPv4 total length of 0 (segmentation offload)
 * means all that was captured.
 *
 * Return: 0; -EAGAIN for a fragment that does not complete anything,
 * -EINVAL for what is no IP packet
 */
int ip_parse(struct ip *ip, struct cursor bytes, size_t wire, int64_t time,
	     struct datagram *datagram);

/** ip_counts() - What could not be used so far */
struct ip_counts ip_counts(const struct ip *ip);

#endif
