/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/tcp.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define TCP_HEADER 20	/* bytes without options */

/* IANA's TCP option kinds; the names are p0f's. */
enum {
	OPTION_END = 0,
	OPTION_NOP = 1,
	OPTION_MSS = 2,
	OPTION_SCALE = 3,
	OPTION_SACK_PERMITTED = 4,
	OPTION_SACK = 5,
	OPTION_TIMESTAMPS = 8,
};

/* Append the name of an option, if it fits. */
static void add_name(struct segment *segment, size_t *at, unsigned int kind)
{
	static const char *const names[] = {
		[OPTION_END] = "eol",
		[OPTION_NOP] = "nop",
		[OPTION_MSS] = "mss",
		[OPTION_SCALE] = "ws",
		[OPTION_SACK_PERMITTED] = "sok",
		[OPTION_SACK] = "sack",
		[OPTION_TIMESTAMPS] = "ts",
	};
	char name[8];
	size_t length;

	if (kind < sizeof(names) / sizeof(names[0]) && names[kind])
		snprintf(name, sizeof(name), "%s%s", *at ? "," : "",
			 names[kind]);
	else
		snprintf(name, sizeof(name), "%s?%u", *at ? "," : "",
			 kind & 0xff);
	length = strlen(name);
	if (*at + length >= sizeof(segment->options)) {
		/* After a name that did not fit, no shorter one may follow. */
		*at = sizeof(segment->options);
		return;
	}
	memcpy(segment->options + *at, name, length + 1);
	*at += length;
}

/* The value of an option. */
static void read_value(struct segment *segment, unsigned int kind,
		       struct cursor value)
{
	uint8_t scale = 0;

	if (kind == OPTION_MSS && cursor_left(&value) == 2) {
		cursor_be16(&value, &segment->mss);
	} else if (kind == OPTION_SCALE && cursor_left(&value) == 1) {
		cursor_u8(&value, &scale);
		segment->scale = (int8_t)(scale > INT8_MAX ? INT8_MAX : scale);
	}
}

/* An invalid option ends the list; those before it count. */
static void read_options(struct segment *segment, struct cursor options)
{
	struct cursor value;
	uint8_t kind, length;
	size_t at = 0;

	while (cursor_u8(&options, &kind)) {
		if (kind > OPTION_NOP) {
			if (!cursor_u8(&options, &length) || length < 2 ||
			    !cursor_take(&options, length - 2u, &value))
				return;
			read_value(segment, kind, value);
		}
		add_name(segment, &at, kind);
		if (kind == OPTION_END)
			return;
	}
}

/* All @length bytes, or as many as were captured of a truncated packet. */
static bool take_options(const struct datagram *datagram, struct cursor *c,
			 size_t length, struct cursor *options)
{
	size_t left = cursor_left(c);
	struct cursor whole = datagram->payload;

	if (left < length && cursor_left(&whole) < datagram->length)
		length = left;
	return cursor_take(c, length, options);
}

int tcp_parse(const struct datagram *datagram, struct segment *segment)
{
	struct cursor c = datagram->payload, options, payload;
	uint32_t sequence, acknowledged;
	uint16_t source, target, window;
	uint8_t offset, flags;
	size_t header, length;

	if (!cursor_be16(&c, &source) || !cursor_be16(&c, &target) ||
	    !cursor_be32(&c, &sequence) || !cursor_be32(&c, &acknowledged) ||
	    !cursor_u8(&c, &offset) || !cursor_u8(&c, &flags) ||
	    !cursor_be16(&c, &window) || !cursor_skip(&c, 4))
		return -EINVAL;
	header = (size_t)(offset >> 4) * 4;
	if (header < TCP_HEADER || header > datagram->length ||
	    !take_options(datagram, &c, header - TCP_HEADER, &options))
		return -EINVAL;
	length = datagram->length - header;
	if (!cursor_take(&c, cursor_left(&c) < length ? cursor_left(&c)
						       : length,
			 &payload))
		return -EINVAL;

	segment->source = source;
	segment->target = target;
	segment->sequence = sequence;
	segment->acknowledged = acknowledged;
	segment->flags = flags;
	segment->window = window;
	segment->mss = 0;
	segment->scale = -1;
	segment->options[0] = '\0';
	segment->payload = payload;
	segment->length = length;
	if (flags & TCP_SYN)
		read_options(segment, options);
	return 0;
}
