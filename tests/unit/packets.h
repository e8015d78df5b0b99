/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets of scripted TCP connections and UDP exchanges, built byte by byte:
 *
 *	struct wire w = wire_new(take, user);
 *
 *	w.sides[WIRE_SERVER].ttl = 57;
 *	wire_open(&w);
 *	wire_script(&w, "S 220 mail1 ESMTP\n" "C QUIT\n" "S 221 bye\n");
 *	wire_close(&w);
 *
 * Each packet goes to take(user, packet) with a time that grows by step.
 * Numbers and checksums are as a host would send them.  What a test wants to
 * differ it sets in struct wire before the call.
 */
#ifndef TESTS_UNIT_PACKETS_H
#define TESTS_UNIT_PACKETS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/address.h"
#include "wire/packet/packet.h"

#define WIRE_FRAME_MAX 65600
#define WIRE_ETHERNET 1		/* LINKTYPE_ */
#define WIRE_RAW 101
#define WIRE_SECOND INT64_C(1000000000)
#define WIRE_START (INT64_C(1700000000) * WIRE_SECOND)

enum wire_side { WIRE_CLIENT, WIRE_SERVER };

enum wire_flags {
	WIRE_FIN = 1, WIRE_SYN = 2, WIRE_RST = 4, WIRE_PSH = 8, WIRE_ACK = 16,
};

/**
 * struct wire_side_state - One end
 * @sequence:	The next byte's number
 * @options, @option_length: Of its SYN; a multiple of four bytes
 * @id:		IPv4's identification, grows with each packet
 */
struct wire_side_state {
	struct address address;
	uint16_t port;
	uint8_t ttl;
	uint16_t window;
	uint16_t id;
	uint32_t sequence;
	uint8_t options[40];
	size_t option_length;
};

/**
 * struct wire - A connection
 * @split:	Bytes of a segment at most; 0 for all in one
 * @step:	Between packets, ns
 * @snap:	Bytes captured of a packet at most; 0 for all
 * @link:	WIRE_ETHERNET or WIRE_RAW
 * @vlan:	802.1Q's id, for Ethernet; 0 for none
 * @lose:	So many of the next packets are built and not handed on
 * @twice:	Each packet is handed on twice, as on a bridge
 */
struct wire {
	struct wire_side_state sides[2];
	int64_t time;
	int64_t step;
	size_t split;
	size_t snap;
	int link;
	unsigned int vlan;
	unsigned int interface;
	unsigned int lose;
	bool twice;
	void (*take)(void *user, const struct packet *packet);
	void *user;
	size_t length;
	uint8_t frame[WIRE_FRAME_MAX];
};

static inline void wire_address(struct wire *w, enum wire_side side,
				const char *text, uint16_t port)
{
	w->sides[side].port = port;
	if (address_parse(text, &w->sides[side].address))
		w->sides[side].address = address_wildcard(4);
}

/** wire_new() - 192.0.2.10:40000 to 192.0.2.25:25, a millisecond a packet */
static inline struct wire
wire_new(void (*take)(void *user, const struct packet *packet), void *user)
{
	/* mss 1460, sok, nop, ws 7, nop, nop */
	static const uint8_t options[] = {2, 4, 5, 180, 4, 2,
					  1, 3, 3, 7,	1, 1};
	struct wire w = {
		.time = WIRE_START,
		.step = 1000000,
		.link = WIRE_ETHERNET,
		.take = take,
		.user = user,
	};

	for (int i = 0; i < 2; i++) {
		w.sides[i].ttl = 64;
		w.sides[i].window = 64240;
		w.sides[i].id = (uint16_t)(i ? 20000 : 1000);
		w.sides[i].sequence = i ? 0x7ffffff0 : 0xfffffff0;
		memcpy(w.sides[i].options, options, sizeof(options));
		w.sides[i].option_length = sizeof(options);
	}
	wire_address(&w, WIRE_CLIENT, "192.0.2.10", 40000);
	wire_address(&w, WIRE_SERVER, "192.0.2.25", 25);
	return w;
}

static inline void wire_u8(struct wire *w, unsigned int value)
{
	if (w->length < sizeof(w->frame))
		w->frame[w->length++] = (uint8_t)value;
}

static inline void wire_u16(struct wire *w, unsigned int value)
{
	wire_u8(w, value >> 8 & 255);
	wire_u8(w, value & 255);
}

static inline void wire_u32(struct wire *w, uint32_t value)
{
	wire_u16(w, value >> 16);
	wire_u16(w, value & 0xffff);
}

static inline void wire_bytes(struct wire *w, const void *bytes, size_t length)
{
	const uint8_t *b = bytes;

	for (size_t i = 0; i < length; i++)
		wire_u8(w, b[i]);
}

/* RFC 1071. */
static inline uint32_t wire_sum(uint32_t sum, const uint8_t *bytes,
				size_t length)
{
	for (size_t i = 0; i < length; i++)
		sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	return sum;
}

static inline void wire_checksum(struct wire *w, size_t at, uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	sum = ~sum & 0xffff;
	w->frame[at] = (uint8_t)(sum >> 8);
	w->frame[at + 1] = (uint8_t)sum;
}

static inline void wire_link(struct wire *w, bool v6)
{
	w->length = 0;
	if (w->link == WIRE_RAW)
		return;
	wire_bytes(w, "\2\0\0\0\0\1\2\0\0\0\0\2", 12);
	if (w->vlan) {
		wire_u16(w, 0x8100);
		wire_u16(w, w->vlan);
	}
	wire_u16(w, v6 ? 0x86dd : 0x0800);
}

/* The IP header; returns the sum of the pseudo header. */
static inline uint32_t wire_ip(struct wire *w, enum wire_side from,
			       uint8_t protocol, size_t length)
{
	struct wire_side_state *s = &w->sides[from], *t = &w->sides[!from];
	bool v6 = s->address.family == 6;
	size_t size = v6 ? 16 : 4, start;
	uint32_t sum;

	wire_link(w, v6);
	start = w->length;
	if (v6) {
		wire_u32(w, 0x60000000);
		wire_u16(w, (unsigned int)length);
		wire_u8(w, protocol);
		wire_u8(w, s->ttl);
	} else {
		wire_u16(w, 0x4500);
		wire_u16(w, (unsigned int)length + 20);
		wire_u16(w, s->id++);
		wire_u16(w, 0x4000);
		wire_u8(w, s->ttl);
		wire_u8(w, protocol);
		wire_u16(w, 0);
	}
	wire_bytes(w, s->address.bytes, size);
	wire_bytes(w, t->address.bytes, size);
	if (!v6)
		wire_checksum(w, start + 10,
			      wire_sum(0, w->frame + start, 20));
	sum = wire_sum((uint32_t)length + protocol, s->address.bytes, size);
	return wire_sum(sum, t->address.bytes, size);
}

/** wire_hand_on() - The packet that was built, and time goes on */
static inline void wire_hand_on(struct wire *w)
{
	struct packet packet = {
		.time = w->time,
		.bytes = w->frame,
		.captured = w->snap && w->snap < w->length ? w->snap
							   : w->length,
		.length = (uint32_t)w->length,
		.link = w->link,
		.interface = w->interface,
	};

	w->time += w->step;
	if (w->lose) {
		w->lose--;
		return;
	}
	w->take(w->user, &packet);
	if (w->twice) {
		packet.interface++;
		w->take(w->user, &packet);
	}
}

/**
 * wire_segment_at() - One TCP segment, whatever its numbers
 * Nothing of @w changes but the time and the sender's id.
 */
static inline void wire_segment_at(struct wire *w, enum wire_side from,
				   unsigned int flags, uint32_t sequence,
				   uint32_t acknowledged, const void *bytes,
				   size_t length)
{
	struct wire_side_state *s = &w->sides[from];
	size_t options = flags & WIRE_SYN ? s->option_length : 0, start;
	uint32_t sum = wire_ip(w, from, 6, 20 + options + length);

	start = w->length;
	wire_u16(w, s->port);
	wire_u16(w, w->sides[!from].port);
	wire_u32(w, sequence);
	wire_u32(w, acknowledged);
	wire_u8(w, (unsigned int)(5 + options / 4) << 4);
	wire_u8(w, flags);
	wire_u16(w, s->window);
	wire_u32(w, 0);
	wire_bytes(w, s->options, options);
	wire_bytes(w, bytes, length);
	wire_checksum(w, start + 16,
		      wire_sum(sum, w->frame + start, w->length - start));
	wire_hand_on(w);
}

/** wire_segment() - The next segment of a side */
static inline void wire_segment(struct wire *w, enum wire_side from,
				unsigned int flags, const void *bytes,
				size_t length)
{
	uint32_t *sequence = &w->sides[from].sequence;

	wire_segment_at(w, from, flags, *sequence,
			flags & WIRE_ACK ? w->sides[!from].sequence : 0,
			bytes, length);
	*sequence += (uint32_t)length + (flags & WIRE_SYN ? 1 : 0) +
		     (flags & WIRE_FIN ? 1 : 0);
}

/** wire_open() - SYN, SYN-ACK, ACK */
static inline void wire_open(struct wire *w)
{
	wire_segment(w, WIRE_CLIENT, WIRE_SYN, "", 0);
	wire_segment(w, WIRE_SERVER, WIRE_SYN | WIRE_ACK, "", 0);
	wire_segment(w, WIRE_CLIENT, WIRE_ACK, "", 0);
}

/** wire_send() - Bytes, in segments of at most split bytes */
static inline void wire_send(struct wire *w, enum wire_side from,
			     const void *bytes, size_t length)
{
	const uint8_t *b = bytes;

	while (length) {
		size_t n = w->split && w->split < length ? w->split : length;

		wire_segment(w, from, WIRE_ACK | WIRE_PSH, b, n);
		b += n;
		length -= n;
	}
}

/** wire_say() - A line, with CR LF added */
static inline void wire_say(struct wire *w, enum wire_side from,
			    const char *line)
{
	char text[4096];
	size_t length = strnlen(line, sizeof(text) - 2);

	memcpy(text, line, length);
	memcpy(text + length, "\r\n", 2);
	wire_send(w, from, text, length + 2);
}

/** wire_script() - Lines "S 220 ..." and "C EHLO ...", each ended by LF */
static inline void wire_script(struct wire *w, const char *script)
{
	while (*script) {
		const char *end = strchr(script, '\n');
		size_t length = end ? (size_t)(end - script) : strlen(script);
		char line[4096];

		if (length >= 2 && length < sizeof(line)) {
			memcpy(line, script + 2, length - 2);
			line[length - 2] = '\0';
			wire_say(w,
				 script[0] == 'S' ? WIRE_SERVER : WIRE_CLIENT,
				 line);
		}
		script += end ? length + 1 : length;
	}
}

/** wire_close() - FIN and its ACK, from the client first */
static inline void wire_close(struct wire *w)
{
	wire_segment(w, WIRE_CLIENT, WIRE_FIN | WIRE_ACK, "", 0);
	wire_segment(w, WIRE_SERVER, WIRE_FIN | WIRE_ACK, "", 0);
	wire_segment(w, WIRE_CLIENT, WIRE_ACK, "", 0);
}

/** wire_again() - A new connection between the same two */
static inline void wire_again(struct wire *w)
{
	w->sides[WIRE_CLIENT].port++;
	for (int i = 0; i < 2; i++)
		w->sides[i].sequence += 1000003;
}

/** wire_dialogue() - A connection with a script, from SYN to FIN */
static inline void wire_dialogue(struct wire *w, const char *script)
{
	wire_open(w);
	wire_script(w, script);
	wire_close(w);
	wire_again(w);
}

/** wire_udp() - A datagram; ports are those of the sides */
static inline void wire_udp(struct wire *w, enum wire_side from,
			    const void *bytes, size_t length)
{
	uint32_t sum = wire_ip(w, from, 17, 8 + length);
	size_t start = w->length;

	wire_u16(w, w->sides[from].port);
	wire_u16(w, w->sides[!from].port);
	wire_u16(w, (unsigned int)length + 8);
	wire_u16(w, 0);
	wire_bytes(w, bytes, length);
	wire_checksum(w, start + 6,
		      wire_sum(sum, w->frame + start, w->length - start));
	wire_hand_on(w);
}

/** wire_unreachable() - ICMP about the client's SYN, port unreachable (v4) */
static inline void wire_unreachable(struct wire *w)
{
	struct wire_side_state *s = &w->sides[WIRE_SERVER];
	struct wire_side_state *c = &w->sides[WIRE_CLIENT];
	size_t start;

	wire_ip(w, WIRE_SERVER, 1, 8 + 20 + 8);
	start = w->length;
	wire_u16(w, 0x0303);
	wire_u16(w, 0);
	wire_u32(w, 0);
	wire_u16(w, 0x4500);
	wire_u16(w, 40);
	wire_u16(w, c->id);
	wire_u16(w, 0x4000);
	wire_u8(w, c->ttl);
	wire_u8(w, 6);
	wire_u16(w, 0);
	wire_bytes(w, c->address.bytes, 4);
	wire_bytes(w, s->address.bytes, 4);
	wire_u16(w, c->port);
	wire_u16(w, s->port);
	wire_u32(w, c->sequence - 1);
	wire_checksum(w, start + 2,
		      wire_sum(0, w->frame + start, w->length - start));
	wire_hand_on(w);
}

#endif
