/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fragments of IP datagrams, put together again.
 *
 * Bounded: FRAGMENT_DATAGRAMS at a time, in FRAGMENT_PAGES pages, and the
 * oldest goes first.  Nothing is allocated after fragments_new().
 */
#ifndef WIRE_PACKET_FRAGMENT_H
#define WIRE_PACKET_FRAGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"

#define FRAGMENT_DATAGRAMS 64
#define FRAGMENT_PAGE 4096		/* bytes */
#define FRAGMENT_PAGES 256		/* 1 MiB */
#define FRAGMENT_WAIT (30 * INT64_C(1000000000))	/* ns; as Linux has it */
/*
 * The same packet may be captured on two interfaces: for so long, fragments
 * of a datagram that is complete are not the start of another.
 */
#define FRAGMENT_REMEMBERED INT64_C(1000000000)		/* ns */

/**
 * struct fragment - A fragment
 * @family:	4 or 6
 * @protocol:	IPv4's protocol, which tells datagrams apart; IPv6's next
 *		header, of which that of the first fragment counts
 * @source, @target: 4 or 16 bytes, network byte order
 * @id:		IPv4's 16 bits, IPv6's 32
 * @offset:	In bytes, a multiple of 8
 * @more:	It is not the last
 * @cut:	The capture does not have all of it
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

/** fragments_new() - None so far; NULL when memory is out */
struct fragments *fragments_new(void);

/** fragments_free() - NULL is allowed */
void fragments_free(struct fragments *fragments);

/**
 * fragments_add() - One more fragment
 * @time:	Of its packet; nanoseconds
 * @whole:	Set to the datagram's payload when it is complete; borrowed
 *		until the next call
 * @protocol:	Likewise, to the first fragment's
 *
 * What comes twice and is the same is ignored (RFC 8200, section 4.5); any
 * other overlap makes the datagram unusable (RFC 5722).
 *
 * Return: 0 when it completes a datagram; -EAGAIN where it does not; -EINVAL
 * for a fragment that cannot be
 */
int fragments_add(struct fragments *fragments, const struct fragment *fragment,
		  int64_t time, struct cursor *whole, uint8_t *protocol);

/** fragments_useless() - How many are in no datagram, or not yet */
uint64_t fragments_useless(const struct fragments *fragments);

#endif
