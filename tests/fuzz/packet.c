/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Link layers, IP and fragments: what comes out lies within what went in.
 *
 * The first byte chooses the link type; then packets, each after two bytes of
 * its length and one that the clock goes on by, in seconds.
 */
#include "wire/packet/ip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "wire/packet/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static volatile unsigned int sink;

static void touch(struct cursor c)
{
	uint8_t byte;

	while (cursor_u8(&c, &byte))
		sink += byte;
}

static void run(struct ip *ip, const struct packet *packet)
{
	struct datagram d;
	struct frame frame;
	int rc = link_strip(packet, &frame);

	check(!rc || rc == -ENOENT || rc == -EINVAL);
	if (rc)
		return;
	check(frame.ip.bytes >= packet->bytes && !frame.ip.at &&
	      frame.ip.bytes + frame.ip.length ==
		      packet->bytes + packet->captured);
	check(frame.vlan <= 0xfff);
	check(frame.length >= cursor_left(&frame.ip));
	rc = ip_parse(ip, frame.ip, frame.length, packet->time, &d);
	check(!rc || rc == -EAGAIN || rc == -EINVAL);
	if (rc)
		return;
	check(d.source.family == d.target.family);
	check(d.source.family == 4 || d.source.family == 6);
	check(!d.payload.at && d.payload.length <= d.length);
	touch(d.payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int links[] = {
		1, 0, 108, 9, 50, 51, 101, 12, 14, 228, 229, 113, 276,
	};
	struct cursor c = cursor_over(data, size), part;
	struct packet packet = {.interface = 0};
	struct ip_counts counts;
	struct ip *ip = ip_new();
	uint8_t byte = 0;
	uint16_t length;

	check(ip != NULL);
	cursor_u8(&c, &byte);
	packet.link = links[byte % (sizeof(links) / sizeof(links[0]))];
	while (cursor_be16(&c, &length) && cursor_u8(&c, &byte)) {
		/* On memory of its own, so that reading past it shows. */
		size_t n = cursor_left(&c) < length ? cursor_left(&c) : length;
		uint8_t *copy = malloc(n ? n : 1);

		check(copy && cursor_take(&c, n, &part));
		memcpy(copy, part.bytes, n);
		packet.bytes = copy;
		packet.captured = n;
		packet.length = length;
		packet.time += byte * INT64_C(1000000000);
		run(ip, &packet);
		free(copy);
	}
	counts = ip_counts(ip);
	check(counts.fragments_dropped <= counts.fragments);
	ip_free(ip);
	return 0;
}
