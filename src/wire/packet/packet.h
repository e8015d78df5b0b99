/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The path of a packet, one header for each step:
 *
 *	capture (live, file) -> link -> ip -> tcp -> flow -> smtp  -> watch
 *	                               \-> udp ----------> control -/
 *
 * Each step borrows the bytes of the step before; what must outlive the packet
 * is copied.  Times are nanoseconds since 1970-01-01 UTC, as the capture has
 * them: they may jump, run backwards, or be absurd.
 */
#ifndef WIRE_PACKET_PACKET_H
#define WIRE_PACKET_PACKET_H

#include <stddef.h>
#include <stdint.h>

#define CAPTURE_ERROR_TEXT 256		/* room for one line and a NUL */
#define CAPTURE_PACKET_MAX 262144	/* bytes of one packet */

/**
 * struct packet - A packet as it was captured
 * @bytes:	Borrowed until the next packet is asked for
 * @captured:	Number of bytes in @bytes
 * @length:	Number of bytes on the wire, as the capture says; may be
 *		smaller than @captured in a damaged file
 * @link:	LINKTYPE_ number of its first header (tcpdump.org)
 * @interface:	Index of the capture's interface, from 0
 */
struct packet {
	int64_t time;
	const uint8_t *bytes;
	size_t captured;
	uint32_t length;
	int link;
	unsigned int interface;
};

#endif
