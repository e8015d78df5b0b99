/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/address.h"

#include <errno.h>
#include <string.h>

#include "unit/unit.h"

static void parses_and_formats(void **state)
{
	static const struct {
		const char *text;
		const char *formatted;	/* NULL: does not parse */
		int family;
	} cases[] = {
		{"0.0.0.0", "0.0.0.0", 4},
		{"192.0.2.1", "192.0.2.1", 4},
		{"::", "::", 6},
		{"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1", 6},
		{"fe80::1%eth0", "fe80::1%eth0", 6},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1", 6},
		{"", NULL, 0},
		{"%", NULL, 0},
		{"192.0.2", NULL, 0},
		{"192.0.2.256", NULL, 0},
		{"192.0.2.1%eth0", NULL, 0},
		{"fe80::1%", NULL, 0},
		{"fe80::1%an-interface-name-too-long", NULL, 0},
		{":::", NULL, 0},
		{"1111:2222:3333:4444:5555:6666:7777:8888:9999", NULL, 0},
		{"localhost", NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address a = {.family = 99};
		char text[ADDRESS_TEXT];
		int rc = address_parse(cases[i].text, &a);

		if (!cases[i].formatted) {
			assert_int_equal(rc, -EINVAL);
			assert_int_equal(a.family, 99);
			continue;
		}
		assert_int_equal(rc, 0);
		assert_int_equal(a.family, cases[i].family);
		assert_string_equal(address_format(&a, text),
				    cases[i].formatted);
	}
}

static void formats_endpoints(void **state)
{
	struct address a;
	char text[ENDPOINT_TEXT];

	(void)state;
	assert_int_equal(address_parse("::1", &a), 0);
	assert_string_equal(endpoint_format(&a, 25, text), "[::1]:25");
	assert_int_equal(address_parse("127.0.0.1", &a), 0);
	assert_string_equal(endpoint_format(&a, 65535, text),
			    "127.0.0.1:65535");
	assert_int_equal(
		address_parse("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%"
			      "abcdefghijklmnopqrstuvw",
			      &a),
		0);
	endpoint_format(&a, 65535, text);
	assert_true(strlen(text) < ENDPOINT_TEXT);
}

static void tells_kinds(void **state)
{
	struct address a;

	(void)state;
	address_parse("127.8.8.8", &a);
	assert_true(address_is_loopback(&a));
	assert_false(address_is_wildcard(&a));
	address_parse("::1", &a);
	assert_true(address_is_loopback(&a));
	address_parse("fe9f::1", &a);
	assert_true(address_is_link_local(&a));
	address_parse("fec0::1", &a);
	assert_false(address_is_link_local(&a));
	a = address_wildcard(6);
	assert_true(address_is_wildcard(&a));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses_and_formats),
		cmocka_unit_test(formats_endpoints),
		cmocka_unit_test(tells_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
