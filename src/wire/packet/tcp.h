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
 * @window:	As it stands, unscaled
 * @mss:	From the options; 0 where there is none
 * @scale:	Window scale; -1 where there is none
 * @options:	The kinds of the options in their order, for a SYN: "mss,sok,
 *		ts,nop,ws" as p0f has it; empty without SYN
 * @payload:	As far as it was captured
 * @length:	What it had on the wire; more where the capture cut it off
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
 * Return: 0, or -EINVAL for a header that is cut off or makes no sense
 */
int tcp_parse(const struct datagram *datagram, struct segment *segment);

#endif
