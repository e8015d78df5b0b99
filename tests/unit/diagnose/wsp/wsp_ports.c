/* SPDX-License-Identifier: BSD-2-Clause */
/* The port lists of the Winsock Proxy client. */
#include "diagnose/wsp/wsp_ports.h"

#include <errno.h>
#include <string.h>

#include "unit/unit.h"

static void lists(void **state)
{
	static const struct {
		const char *list;
		uint16_t port;
		int result;
	} cases[] = {
		{"25", 25, 1},
		{"25", 26, 0},
		{"25", 2, 0},
		{"0,1025-5000", 25, 0},
		{"0,1025-5000", 1024, 0},
		{"0,1025-5000", 1025, 1},
		{"0,1025-5000", 5000, 1},
		{"0,1025-5000", 5001, 0},
		{" 25 , 110 ", 110, 1},
		{"25 - 30", 27, 1},
		{"110,25", 25, 1},
		{",,25,", 25, 1},
		{"", 25, 0},
		{" , ", 25, 0},
		{"1-65535", 65535, 1},
		{"0025", 25, 1},
		{"smtp", 25, -EINVAL},
		{"25;110", 110, -EINVAL},
		{"25;110", 25, -EINVAL},
		{"25 110", 110, -EINVAL},
		{"30-20", 25, -EINVAL},
		{"1-65536", 25, -EINVAL},
		{"99999999999999999999999", 25, -EINVAL},
		{"-25", 25, -EINVAL},
		{"25-", 25, -EINVAL},
		{"20-25-30", 25, -EINVAL},
		{"smtp,25", 25, 1},
		{"25,smtp", 25, 1},
		{"25,smtp", 26, -EINVAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (wsp_ports_have(cases[i].list, cases[i].port) !=
		    cases[i].result)
			fail_msg("%s has %u: not %d", cases[i].list,
				 cases[i].port, cases[i].result);
}

static void entries(void **state)
{
	const char *list = " 0, x ,1025-5000,";
	struct wsp_ports p = {7, 7};

	(void)state;
	assert_int_equal(wsp_ports_next(&list, &p), 1);
	assert_int_equal(p.first, 0);
	assert_int_equal(p.last, 0);
	assert_int_equal(wsp_ports_next(&list, &p), -EINVAL);
	assert_int_equal(p.first, 0);
	assert_int_equal(wsp_ports_next(&list, &p), 1);
	assert_int_equal(p.first, 1025);
	assert_int_equal(p.last, 5000);
	assert_int_equal(wsp_ports_next(&list, &p), 0);
	assert_int_equal(wsp_ports_next(&list, &p), 0);
	assert_string_equal(list, "");
}

static void bind_ips(void **state)
{
	static const struct {
		const char *list;
		uint16_t port;
		int result;
		const char *address;
	} cases[] = {
		{"993:192.0.2.1,995:192.0.2.2", 993, 0, "192.0.2.1"},
		{"993:192.0.2.1,995:192.0.2.2", 995, 0, "192.0.2.2"},
		{"993:192.0.2.1,995:192.0.2.2", 25, -ENOENT, NULL},
		{"993:192.0.2.1,995:192.0.2.2", 0, 0, "192.0.2.1"},
		{" 993 : 192.0.2.1 , 995 : 192.0.2.2 ", 995, 0, "192.0.2.2"},
		{"", 993, -ENOENT, NULL},
		{"192.0.2.1", 993, -EINVAL, NULL},
		{"993", 993, -EINVAL, NULL},
		{"993:", 993, -EINVAL, NULL},
		{"993:proxy", 993, -EINVAL, NULL},
		{"993:192.0.2", 993, -EINVAL, NULL},
		{"x,993:192.0.2.1", 993, 0, "192.0.2.1"},
		{"70000:192.0.2.1", 4464, -EINVAL, NULL},
		{"993:11111111111111111111111111111111111111111111111111111111"
		 "11111111111111111111111111", 993, -EINVAL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct address a = {.family = 9};
		char text[ADDRESS_TEXT];
		int rc = wsp_bind_ip(cases[i].list, cases[i].port, &a);

		if (rc != cases[i].result)
			fail_msg("%s: %d", cases[i].list, rc);
		if (rc)
			assert_int_equal(a.family, 9);
		else
			assert_string_equal(address_format(&a, text),
					    cases[i].address);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(entries),
		cmocka_unit_test(bind_ips),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
