/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_name.h"

#include <string.h>

#include "unit/unit.h"

static void knows_templates(void **state)
{
	char out[UNIT_NAME];

	(void)state;
	assert_true(unit_name_template("foo@x.service", out));
	assert_string_equal(out, "foo@.service");
	assert_true(unit_name_template("foo@a@b.c.service", out));
	assert_string_equal(out, "foo@.service");
	assert_false(unit_name_template("foo@.service", out));
	assert_false(unit_name_template("foo.service", out));
	assert_false(unit_name_template("foo.s@x", out));
	assert_true(unit_name_instance("bar@.service", "foo@x.service", out));
	assert_string_equal(out, "bar@x.service");
	assert_false(unit_name_instance("bar@y.service", "foo@x.service", out));
	assert_false(unit_name_instance("bar@.service", "foo@.service", out));
	assert_false(unit_name_instance("bar.service", "foo@x.service", out));
}

/* As `systemd-analyze security --offline=yes` of systemd 252 takes them. */
static void cuts_names_at_dashes(void **state)
{
	static const char *const cases[][2] = {
		{"foo-bar-baz.service", "foo-bar-.service"},
		{"foo-bar-.service", "foo-.service"},
		{"foo-.service", NULL},
		{"foo.service", NULL},
		{"a--b.service", "a--.service"},
		{"a--.service", "a-.service"},
		{"a-b@i-j.service", "a-@i-j.service"},
		{"a-b@.service", "a-.service"},
		{"-x.service", NULL},
		{"-x-y.service", "-x-.service"},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[UNIT_NAME];
		bool shorter = unit_name_shorten(cases[i][0], out);

		assert_int_equal(shorter, cases[i][1] != NULL);
		if (shorter)
			assert_string_equal(out, cases[i][1]);
	}
}

static void knows_what_may_be_an_alias(void **state)
{
	static const struct {
		const char *name, *target;
		bool may;
	} cases[] = {
		{"a.service", "b.service", true},
		{"a.service", "a.service", false},
		{"a.service", "b.socket", false},
		{"a.service", "b@.service", false},
		{"a.service", "b@i.service", false},
		{"a@.service", "b@.service", true},
		{"a@.service", "b@i.service", false},
		{"a@i.service", "b@i.service", true},
		{"a@i.service", "b@j.service", false},
		{"a@i.service", "b@.service", true},
		{"a@i.service", "b.service", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(unit_name_may_alias(cases[i].name,
						     cases[i].target),
				 cases[i].may);
}

static void changes_types(void **state)
{
	char out[UNIT_NAME], longest[UNIT_NAME];

	(void)state;
	assert_string_equal(unit_name_type("a.b.socket"), "socket");
	assert_string_equal(unit_name_type("a"), "");
	assert_true(unit_name_retype("a.b.socket", "@.service", out));
	assert_string_equal(out, "a.b@.service");
	assert_true(unit_name_retype("a", ".service", out));
	assert_string_equal(out, "a.service");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_false(unit_name_retype(longest, ".service", out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_templates),
		cmocka_unit_test(cuts_names_at_dashes),
		cmocka_unit_test(knows_what_may_be_an_alias),
		cmocka_unit_test(changes_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
