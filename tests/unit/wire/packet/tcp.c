/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/tcp.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "unit/unit.h"

/* Parses a header of our own; @options are padded by the test. */
static int parse(uint8_t flags, const void *options, size_t options_length,
		 const char *payload, size_t cut, struct segment *segment)
{
	static unsigned char bytes[256];
	struct datagram datagram = {.protocol = IP_PROTOCOL_TCP};
	size_t length = 20 + options_length + strlen(payload);
	static const unsigned char fixed[20] = {
		0xc0, 0x01, 0, 25, 1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc,
		0, 0, 0x72, 0x10,
	};

	memcpy(bytes, fixed, 20);
	bytes[12] = (unsigned char)((20 + options_length) / 4 << 4);
	bytes[13] = flags;
	if (options_length)
		memcpy(bytes + 20, options, options_length);
	memcpy(bytes + 20 + options_length, payload, strlen(payload));
	datagram.payload = cursor_over(bytes, length - cut);
	datagram.length = length;
	return tcp_parse(&datagram, segment);
}

static void reads_a_header(void **state)
{
	struct segment s;

	(void)state;
	assert_int_equal(parse(TCP_ACK | 8, NULL, 0, "EHLO a\r\n", 0, &s), 0);
	assert_int_equal(s.source, 0xc001);
	assert_int_equal(s.target, 25);
	assert_int_equal(s.sequence, 0x01020304);
	assert_int_equal(s.acknowledged, 0xfffefdfc);
	assert_int_equal(s.flags, TCP_ACK | 8);
	assert_int_equal(s.window, 0x7210);
	assert_int_equal(s.mss, 0);
	assert_int_equal(s.scale, -1);
	assert_string_equal(s.options, "");
	assert_int_equal(s.length, 8);
	assert_true(cursor_is(&s.payload, "EHLO a\r\n"));
}

static void names_a_syns_options(void **state)
{
	static const unsigned char options[] = {
		2, 4, 5, 0xb4, 4, 2, 8, 10, 1, 2, 3, 4, 0, 0, 0, 0,
		1, 3, 3, 7,
	};
	struct segment s;

	(void)state;
	assert_int_equal(parse(TCP_SYN, options, 20, "", 0, &s), 0);
	assert_string_equal(s.options, "mss,sok,ts,nop,ws");
	assert_int_equal(s.mss, 1460);
	assert_int_equal(s.scale, 7);
	/* Not looked at elsewhere. */
	assert_int_equal(parse(TCP_ACK, options, 20, "x", 0, &s), 0);
	assert_string_equal(s.options, "");
	assert_int_equal(s.scale, -1);
	assert_int_equal(s.length, 1);
}

static void stops_at_an_option_that_makes_no_sense(void **state)
{
	static const struct {
		unsigned char bytes[8];
		const char *names;
	} cases[] = {
		{{2, 4, 5, 0xb4, 3, 0, 1, 1}, "mss"},
		{{2, 4, 5, 0xb4, 3, 1, 1, 1}, "mss"},
		{{2, 4, 5, 0xb4, 8, 10, 1, 1}, "mss"},
		{{1, 2, 4, 5, 0xb4, 1, 1, 3}, "nop,mss,nop,nop"},
		{{2, 4, 5, 0xb4, 0, 1, 1, 1}, "mss,eol"},
		{{2, 4, 5, 0xb4, 254, 4, 0, 0}, "mss,?254"},
	};
	struct segment s;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(TCP_SYN, cases[i].bytes, 8, "", 0, &s),
				 0);
		assert_string_equal(s.options, cases[i].names);
		assert_int_equal(s.mss, 1460);
	}
}

static void takes_no_values_of_a_wrong_length(void **state)
{
	static const unsigned char odd[] = {2, 3, 9, 3, 4, 1, 1, 0};
	static const unsigned char large[] = {3, 3, 200, 0};
	struct segment s;

	(void)state;
	assert_int_equal(parse(TCP_SYN, odd, 8, "", 0, &s), 0);
	assert_int_equal(s.mss, 0);
	assert_int_equal(s.scale, -1);
	assert_int_equal(parse(TCP_SYN, large, 4, "", 0, &s), 0);
	assert_int_equal(s.scale, INT8_MAX);
}

static void many_options_fit_as_far_as_they_do(void **state)
{
	unsigned char options[40];
	struct segment s;

	(void)state;
	memset(options, 1, sizeof(options));
	assert_int_equal(parse(TCP_SYN, options, 40, "", 0, &s), 0);
	assert_true(strlen(s.options) < TCP_STACK_TEXT);
	assert_memory_equal(s.options, "nop,nop,nop", 11);
	assert_string_equal(s.options + strlen(s.options) - 4, ",nop");
	for (size_t i = 0; i < 20; i++) {
		options[2 * i] = (unsigned char)(i == 19 ? 4 : 222);
		options[2 * i + 1] = 2;
	}
	/* "sok" would fit where the "?222" before it did not. */
	assert_int_equal(parse(TCP_SYN, options, 40, "", 0, &s), 0);
	assert_null(strstr(s.options, "sok"));
}

static void says_what_the_capture_cut_off(void **state)
{
	struct segment s;

	(void)state;
	assert_int_equal(parse(TCP_ACK, NULL, 0, "250 ok\r\n", 5, &s), 0);
	assert_int_equal(s.length, 8);
	assert_true(cursor_is(&s.payload, "250"));
}

static void reads_a_header_whose_options_are_cut_off(void **state)
{
	static const unsigned char options[] = {2, 4, 5, 0xb4, 4, 2, 8, 10,
						1, 2, 3, 4};
	struct segment s;

	(void)state;
	/* The payload, and four bytes of the last option. */
	assert_int_equal(parse(TCP_SYN, options, 12, "220 a\r\n", 11, &s), 0);
	assert_int_equal(s.length, 7);
	assert_int_equal(cursor_left(&s.payload), 0);
	assert_int_equal(s.mss, 1460);
	assert_string_equal(s.options, "mss,sok");
	/* All of them; no byte of the fixed part may be missing. */
	assert_int_equal(parse(TCP_SYN, options, 12, "", 12, &s), 0);
	assert_string_equal(s.options, "");
	assert_int_equal(parse(TCP_SYN, options, 12, "", 13, &s), -EINVAL);
}

static void refuses_what_is_no_header(void **state)
{
	unsigned char bytes[24] = {0};
	struct datagram d = {.payload = cursor_over(bytes, 20), .length = 20};
	struct segment s = {.source = 4711};

	(void)state;
	bytes[12] = 4 << 4;	/* too short */
	assert_int_equal(tcp_parse(&d, &s), -EINVAL);
	bytes[12] = 6 << 4;	/* longer than the datagram */
	assert_int_equal(tcp_parse(&d, &s), -EINVAL);
	bytes[12] = 5 << 4;
	for (size_t n = 0; n < 20; n++) {
		d.payload.length = n;
		assert_int_equal(tcp_parse(&d, &s), -EINVAL);
	}
	assert_int_equal(s.source, 4711);
	/* More was captured than IP says there is: padding. */
	d.payload.length = 24;
	d.length = 22;
	assert_int_equal(tcp_parse(&d, &s), 0);
	assert_int_equal(cursor_left(&s.payload), 2);
	assert_int_equal(s.length, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_header),
		cmocka_unit_test(names_a_syns_options),
		cmocka_unit_test(stops_at_an_option_that_makes_no_sense),
		cmocka_unit_test(takes_no_values_of_a_wrong_length),
		cmocka_unit_test(many_options_fit_as_far_as_they_do),
		cmocka_unit_test(says_what_the_capture_cut_off),
		cmocka_unit_test(reads_a_header_whose_options_are_cut_off),
		cmocka_unit_test(refuses_what_is_no_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
