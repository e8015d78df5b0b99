/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/wsp/decode.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/memory.h"

#define REPLACEMENT 0xfffd

/* Code page 1252 from 0x80 to 0x9f; the rest is as in Latin-1. */
static const uint16_t cp1252[32] = {
	0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
	0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
};

static size_t put(char *out, uint32_t point)
{
	unsigned char *o = (unsigned char *)out;

	if (point < 0x80) {
		o[0] = (unsigned char)point;
		return 1;
	}
	if (point < 0x800) {
		o[0] = (unsigned char)(0xc0 | point >> 6);
		o[1] = (unsigned char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		o[0] = (unsigned char)(0xe0 | point >> 12);
		o[1] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
		o[2] = (unsigned char)(0x80 | (point & 0x3f));
		return 3;
	}
	o[0] = (unsigned char)(0xf0 | point >> 18);
	o[1] = (unsigned char)(0x80 | (point >> 12 & 0x3f));
	o[2] = (unsigned char)(0x80 | (point >> 6 & 0x3f));
	o[3] = (unsigned char)(0x80 | (point & 0x3f));
	return 4;
}

static bool unit(struct cursor *c, bool big, uint16_t *value)
{
	return big ? cursor_be16(c, value) : cursor_le16(c, value);
}

/* RFC 2781, 2.2.  A lone surrogate or half a unit becomes U+FFFD. */
static size_t from_utf16(struct cursor c, bool big, char *out)
{
	uint16_t high, low;
	size_t n = 0;

	while (unit(&c, big, &high)) {
		struct cursor after = c;
		uint32_t point = high;

		if (high >= 0xd800 && high <= 0xdbff && unit(&after, big, &low) &&
		    low >= 0xdc00 && low <= 0xdfff) {
			point = 0x10000 + ((uint32_t)(high - 0xd800) << 10) +
				(low - 0xdc00U);
			c = after;
		} else if (high >= 0xd800 && high <= 0xdfff) {
			point = REPLACEMENT;
		}
		n += put(out + n, point);
	}
	if (cursor_left(&c))
		n += put(out + n, REPLACEMENT);
	return n;
}

static size_t from_cp1252(struct cursor c, char *out, const char **encoding)
{
	size_t n = 0;
	uint8_t byte;

	*encoding = "ascii";
	while (cursor_u8(&c, &byte)) {
		if (byte >= 0x80)
			*encoding = "windows-1252";
		n += put(out + n, byte >= 0x80 && byte < 0xa0 ?
					  cp1252[byte - 0x80] : byte);
	}
	return n;
}

/* Already UTF-8; facts_add() escapes what is not. */
static size_t from_utf8(const struct cursor *c, char *out)
{
	size_t n = cursor_left(c);

	memcpy(out, c->bytes + c->at, n);
	return n;
}

/* "[\0": UTF-16 without its byte order mark. */
static bool looks_wide(struct cursor c, bool big)
{
	uint16_t first;

	return cursor_left(&c) % 2 == 0 && unit(&c, big, &first) && first &&
	       first < 0x80;
}

int decode(const void *bytes, size_t length, struct decoded *decoded)
{
	struct cursor c = cursor_over(bytes, length);
	char *out = memory_new(3 * length + 4);
	const char *encoding;
	size_t n;

	if (!out)
		return -ENOMEM;
	if (cursor_starts(&c, "\xef\xbb\xbf")) {
		encoding = "utf-8";
		n = from_utf8(&c, out);
	} else if (cursor_starts(&c, "\xff\xfe") || looks_wide(c, false)) {
		encoding = "utf-16le";
		n = from_utf16(c, false, out);
	} else if (cursor_starts(&c, "\xfe\xff") || looks_wide(c, true)) {
		encoding = "utf-16be";
		n = from_utf16(c, true, out);
	} else {
		n = from_cp1252(c, out, &encoding);
	}
	out[n] = '\0';
	*decoded = (struct decoded){out, n, encoding};
	return 0;
}
