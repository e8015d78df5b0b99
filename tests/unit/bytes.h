/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets and files by hand: bytes that are appended. */
#ifndef TESTS_UNIT_SNIFF_BYTES_H
#define TESTS_UNIT_SNIFF_BYTES_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "unit/unit.h"

struct bytes {
	unsigned char at[400000];
	size_t length;
};

static inline void add(struct bytes *b, const void *bytes, size_t length)
{
	assert_true(length <= sizeof(b->at) - b->length);
	memcpy(b->at + b->length, bytes, length);
	b->length += length;
}

/* "08 00 45": what is no hexadecimal digit is passed over. */
static inline void add_hex(struct bytes *b, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	int half = -1;

	for (; *text; text++) {
		const char *digit = strchr(digits, *text);

		if (!digit)
			continue;
		if (half < 0) {
			half = (int)(digit - digits);
			continue;
		}
		assert_true(b->length < sizeof(b->at));
		b->at[b->length++] =
			(unsigned char)(half << 4 | (int)(digit - digits));
		half = -1;
	}
}

static inline void add_number(struct bytes *b, int big, uint64_t n, int size)
{
	for (int i = 0; i < size; i++) {
		int shift = 8 * (big ? size - 1 - i : i);
		unsigned char byte = (unsigned char)(n >> shift);

		add(b, &byte, 1);
	}
}

static inline void add_zeros(struct bytes *b, size_t n)
{
	assert_true(n <= sizeof(b->at) - b->length);
	memset(b->at + b->length, 0, n);
	b->length += n;
}

#endif
