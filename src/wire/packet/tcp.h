/* SPDX-License-Identifier: BSD-2-Clause */
/* A TCP segment's header (RFC 9293). */
#ifndef WIRE_PACKET_TCP_H
#define WIRE_PACKET_TCP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"
#include "wire/packet/ip.h"

#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_ACK 0x10

#define TCP_STACK_TEXT 48

/**
 * struct segment - A TCP segment
 * @source, @target: Ports, host byte order
 * @flags:	TCP_ bits
 * @window:	As in the header, unscaled
 * @mss:	From the options; 0 without that option
 * @scale:	Window scale; -1 without that option
 * @options:	Of a SYN, the kinds of its options in their order, in p0f's
 *		notation: "mss,sok,ts,nop,ws"; else empty
 * @payload:	As much as was captured
 * @length:	Of the payload on the wire; more than @payload has if the
 *		capture truncated it
 */
struct segment {
	uint16_t source;
	uint16_t target;
	uint32_t sequence;
	uint32_t acknowledged;
	uint8_t flags;
	uint16_t window;
	uint16_t mss;
	int8_t scale;
	char options[TCP_STACK_TEXT];
	struct cursor payload;
	size_t length;
};

/**
 * tcp_parse() - The segment in a datagram
 * @datagram:	Of protocol TCP
 * @segment:	Written on success
 *
 * Return: 0, or -EINVAL for a header that is truncated or invalid
 */
int tcp_parse(const struct datagram *datagram, struct segment *segment);

#endif
