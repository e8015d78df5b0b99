/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reassembly of IP fragments.
 *
 * Bounded: FRAGMENT_DATAGRAMS at a time, in FRAGMENT_PAGES pages; the oldest is
 * dropped first.  Nothing is allocated after fragments_new().
 */
#ifndef WIRE_PACKET_FRAGMENT_H
#define WIRE_PACKET_FRAGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"

#define FRAGMENT_DATAGRAMS 64
#define FRAGMENT_PAGE 4096		/* bytes */
#define FRAGMENT_PAGES 256		/* 1 MiB */
#define FRAGMENT_WAIT (30 * INT64_C(1000000000))	/* ns; as in Linux */
/*
 * The same packet may be captured on two interfaces: for this time, fragments
 * of a complete datagram are copies and not the start of another datagram.
 */
#define FRAGMENT_REMEMBERED INT64_C(1000000000)		/* ns */

/**
 * struct fragment - A fragment
 * @family:	4 or 6
 * @protocol:	Of IPv4, the protocol, a part of the datagram's identity; of
 *		IPv6, the next header: the first fragment's is used
 * @source, @target: 4 or 16 bytes, network byte order
 * @id:		Identification: 16 bits of IPv4, 32 of IPv6
 * @offset:	In bytes, a multiple of 8
 * @more:	It is not the last one
 * @cut:	The capture truncated it
 */
struct fragment {
	uint8_t family;
	uint8_t protocol;
	const unsigned char *source;
	const unsigned char *target;
	uint32_t id;
	uint16_t offset;
	bool more;
	bool cut;
	struct cursor payload;
};

struct fragments;

/** fragments_new() - No fragments yet; NULL without memory */
struct fragments *fragments_new(void);

/** fragments_free() - NULL is allowed */
void fragments_free(struct fragments *fragments);

/**
 * fragments_add() - One more fragment
 * @time:	Of its packet; nanoseconds
 * @whole:	If the datagram is complete, set to its payload; borrowed until
 *		the next call
 * @protocol:	If the datagram is complete, set to the protocol of its first
 *		fragment
 *
 * An exact copy is ignored (RFC 8200, section 4.5); any other overlap makes the
 * datagram unusable (RFC 5722).
 *
 * Return: 0 if the datagram is complete; -EAGAIN if not; -EINVAL for an
 * impossible fragment
 */
int fragments_add(struct fragments *fragments, const struct fragment *fragment,
		  int64_t time, struct cursor *whole, uint8_t *protocol);

/** fragments_useless() - Fragments that are not in a complete datagram */
uint64_t fragments_useless(const struct fragments *fragments);

#endif
