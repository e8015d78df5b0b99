/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/template.h"

#include "unit/unit.h"

static struct terms terms_of(struct arena *arena)
{
	struct terms terms = {.arena = arena};

	terms_set(&terms, "unit", "exim4.service");
	terms_set(&terms, "holder", "exim4");
	terms_set(&terms, "empty", "");
	terms_set(&terms, "holder", "exim");
	terms_flag(&terms, "systemd");
	terms_flag(&terms, "enabled");
	return terms;
}

static void uses_the_lines_that_hold(void **state)
{
	static const struct {
		const char *template, *first;
		size_t count;
	} cases[] = {
		{NULL, NULL, 0},
		{"", NULL, 0},
		{"plain", "plain", 1},
		{"stop {unit}\nask {nobody}\nend", "stop exim4.service", 2},
		{"{holder}{holder}", "eximexim", 1},
		{"{empty}", NULL, 0},
		{"{unit", NULL, 0},
		{"[systemd] a\n[sysv] b\n[!sysv] c", "a", 2},
		{"[systemd] [enabled] a", "a", 1},
		{"[systemd] [!enabled] a\nelse: b\nelse: c", "b", 1},
		{"{nobody}\nelse: [sysv] b\nelse: [systemd] c", "c", 1},
		{"[sysv] else: a\n[systemd] else: b", "b", 1},
		{"a\n\nb", "a", 2},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct terms terms = terms_of(arena);
		struct strings lines = {0};

		template_remedy(cases[i].template, &terms, &lines);
		assert_int_equal(lines.count, cases[i].count);
		if (lines.count)
			assert_string_equal(lines.items[0], cases[i].first);
		if (cases[i].first)
			assert_string_equal(
				template_line(cases[i].template, &terms),
				cases[i].first);
	}
	assert_false(arena_failed(arena));
	arena_free(arena);
}

static void counts_else_from_its_own_template(void **state)
{
	struct arena *arena = arena_new();
	struct terms terms = terms_of(arena);
	struct strings lines = {0};

	(void)state;
	template_remedy("a", &terms, &lines);
	template_remedy("else: b", &terms, &lines);
	assert_int_equal(lines.count, 2);
	assert_string_equal(lines.items[1], "b");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uses_the_lines_that_hold),
		cmocka_unit_test(counts_else_from_its_own_template),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
