/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/greeting/reply.h"

#include <string.h>

#include "unit/unit.h"

static void tells_whole_replies(void **state)
{
	static const struct {
		const char *bytes;
		size_t reply;	/* the length of a whole reply, or 0 */
		bool knows_quit;
	} cases[] = {
		{"220 mail1 ESMTP Exim 4.96\r\n", 27, true},
		{"220 mail1\n", 10, true},
		{"220\r\n", 5, true},
		{"554 go away\r\nmore", 13, true},
		{"220-a\r\n220-b\r\n220 c\r\n", 21, true},
		{"220-a\r\n b\r\n250 no\r\n220 c\r\n", 26, true},
		{"220-a\r\n220-b\r\n", 0, true},
		{"220 mail1 ESMTP", 0, false},
		{"220 mail1\r", 0, false},
		{"+OK ready\r\n", 11, true},
		{"* OK IMAP4rev1\r\n", 16, false},
		{"SSH-2.0-OpenSSH_9.2p1\r\n", 23, false},
		{"2200 no code\r\n", 14, false},
		{"22\r\n", 4, false},
		{"\r\n", 2, false},
		{"", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t length = strlen(cases[i].bytes);
		struct reply reply = reply_parse(cases[i].bytes, length);

		assert_int_equal(reply.complete, cases[i].reply > 0);
		assert_int_equal(reply.length,
				 cases[i].reply ? cases[i].reply : length);
		assert_int_equal(reply.knows_quit, cases[i].knows_quit);
	}
}

/* A reply is whole with its last byte and not with any less. */
static void waits_for_the_last_byte(void **state)
{
	static const char bytes[] = "220-one\r\n220-two\r\n220 three\r\n";

	(void)state;
	for (size_t n = 0; n < sizeof(bytes) - 1; n++)
		assert_false(reply_parse(bytes, n).complete);
	assert_true(reply_parse(bytes, sizeof(bytes) - 1).complete);
}

static void splits_lines(void **state)
{
	static const char bytes[] = "220-a\r\n220 \033[1m\0b\r\nrest";
	json_t *lines = reply_lines(bytes, sizeof(bytes) - 1);

	(void)state;
	assert_int_equal(json_array_size(lines), 3);
	assert_string_equal(json_string_value(json_array_get(lines, 0)),
			    "220-a");
	assert_string_equal(json_string_value(json_array_get(lines, 1)),
			    "220 \\x1b[1m\\x00b");
	assert_string_equal(json_string_value(json_array_get(lines, 2)),
			    "rest");
	json_decref(lines);
	lines = reply_lines("", 0);
	assert_int_equal(json_array_size(lines), 0);
	json_decref(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_whole_replies),
		cmocka_unit_test(waits_for_the_last_byte),
		cmocka_unit_test(splits_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
