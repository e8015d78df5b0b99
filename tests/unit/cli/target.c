/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/target.h"

#include <errno.h>
#include <string.h>

#include "unit/unit.h"

static void reads_targets(void **state)
{
	static const struct {
		const char *word, *first;
		int count;	/* 0: refused */
		enum protocol protocol;
	} cases[] = {
		{"25", "0.0.0.0:25", 2, PROTOCOL_TCP},
		{"smtp", "0.0.0.0:25", 2, PROTOCOL_TCP},
		{"submission/tcp", "0.0.0.0:587", 2, PROTOCOL_TCP},
		{"53/udp", "0.0.0.0:53", 2, PROTOCOL_UDP},
		{"*:25", "0.0.0.0:25", 2, PROTOCOL_TCP},
		{"0.0.0.0:25", "0.0.0.0:25", 1, PROTOCOL_TCP},
		{"192.0.2.1:smtp", "192.0.2.1:25", 1, PROTOCOL_TCP},
		{"192.0.2.1", "192.0.2.1:25", 1, PROTOCOL_TCP},
		{"[::1]:25/udp", "[::1]:25", 1, PROTOCOL_UDP},
		{"[::1]", "[::1]:25", 1, PROTOCOL_TCP},
		{"::1", "[::1]:25", 1, PROTOCOL_TCP},
		{"[fe80::1%eth0]:587", "[fe80::1%eth0]:587", 1, PROTOCOL_TCP},
		{"65535", "0.0.0.0:65535", 2, PROTOCOL_TCP},
		{"", NULL, 0, 0},
		{"0", NULL, 0, 0},
		{"65536", NULL, 0, 0},
		{"-1", NULL, 0, 0},
		{"+25", NULL, 0, 0},
		{"18446744073709551641", NULL, 0, 0},
		{"25x", NULL, 0, 0},
		{"25/", NULL, 0, 0},
		{"25/sctp", NULL, 0, 0},
		{"25/tcp/udp", NULL, 0, 0},
		{"no-such-service", NULL, 0, 0},
		{"mail.example.com:25", NULL, 0, 0},
		{"192.0.2.1:", NULL, 0, 0},
		{"192.0.2.1:0", NULL, 0, 0},
		{"[::1]25", NULL, 0, 0},
		{"[::1]:", NULL, 0, 0},
		{"[::1", NULL, 0, 0},
		{"[192.0.2.1", NULL, 0, 0},
		{":25", NULL, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct target t[2];
		const char *error = NULL;
		char text[ENDPOINT_TEXT];
		int n = target_parse(cases[i].word, t, &error);

		if (!cases[i].count) {
			assert_int_equal(n, -EINVAL);
			assert_non_null(error);
			continue;
		}
		assert_int_equal(n, cases[i].count);
		assert_string_equal(
			endpoint_format(&t[0].address, t[0].port, text),
			cases[i].first);
		assert_int_equal(t[0].protocol, cases[i].protocol);
		assert_int_equal(t[0].implied, n == 2);
		if (n == 2)
			assert_int_equal(t[1].address.family, 6);
	}
}

static void refuses_long_words(void **state)
{
	struct target t[2];
	const char *error = NULL;
	char word[1000];

	(void)state;
	memset(word, '1', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	assert_int_equal(target_parse(word, t, &error), -EINVAL);
	assert_string_equal(error, "too long for a target");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_targets),
		cmocka_unit_test(refuses_long_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
