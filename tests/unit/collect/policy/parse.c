/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/policy/parse.h"

#include <string.h>

#include "unit/unit.h"

static struct cursor over(const char *text)
{
	return cursor_over(text, strlen(text));
}

static void reads_numbers_of_status(void **state)
{
	struct cursor file = over("Name:\tx\nSeccomp:\t2\n"
				  "Seccomp_filters:\t17\nCapEff:\tzz\n");
	uint64_t n = 99;

	(void)state;
	assert_true(parse_status(file, "Seccomp", &n));
	assert_int_equal(n, 2);
	assert_true(parse_status(file, "Seccomp_filters", &n));
	assert_int_equal(n, 17);
	assert_false(parse_status(file, "CapEff", &n));
	assert_false(parse_status(file, "Sec", &n));
	assert_int_equal(n, 17);
}

static void reads_apparmor_profiles(void **state)
{
	static const struct {
		const char *file, *profile;
		bool enforcing;
	} cases[] = {
		{"unconfined\n", "unconfined", false},
		{"/usr/sbin/named (enforce)\n", "/usr/sbin/named", true},
		{"docker-default (enforce)", "docker-default", true},
		{"a b (complain)\n", "a b", false},
		{"x (kill)\n", "x", true},
		{"(enforce)", "(enforce)", false},
		{"", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cursor profile;

		assert_int_equal(parse_apparmor(over(cases[i].file), &profile),
				 cases[i].enforcing);
		assert_true(cursor_is(&profile, cases[i].profile));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_numbers_of_status),
		cmocka_unit_test(reads_apparmor_profiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
