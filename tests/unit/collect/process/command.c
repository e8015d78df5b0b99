/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/command.h"

#include <string.h>

#include "unit/unit.h"

/*
 * The cases of Microsoft's "Parsing C++ command-line arguments", and where
 * the first argument differs from the others.
 */
static void parts_lines_as_the_c_library_does(void **state)
{
	static const struct {
		const char *line;
		const char *args[5];
	} cases[] = {
		{"", {NULL}},
		{"  \t", {NULL}},
		{"a.exe", {"a.exe"}},
		{" a.exe  b\tc ", {"a.exe", "b", "c"}},
		{"\"C:\\Program Files\\a.exe\" /run",
		 {"C:\\Program Files\\a.exe", "/run"}},
		{"C:\\a\\\"b c\".exe x", {"C:\\a\\b c.exe", "x"}},
		{"a \"a b c\" d e", {"a", "a b c", "d", "e"}},
		{"a \"ab\\\"c\" \"\\\\\" d", {"a", "ab\"c", "\\", "d"}},
		{"a a\\\\\\b d\"e f\"g h",
		 {"a", "a\\\\\\b", "de fg", "h"}},
		{"a a\\\\\\\"b c d", {"a", "a\\\"b", "c", "d"}},
		{"a a\\\\\\\\\"b c\" d e", {"a", "a\\\\b c", "d", "e"}},
		{"a a\"b\"\" c d", {"a", "ab\" c d"}},
		{"a \"\" b", {"a", "", "b"}},
		{"a \"open end", {"a", "open end"}},
		{"a back\\", {"a", "back\\"}},
		{"\"a\"\"b c\" d", {"ab c", "d"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *args = command_split(cases[i].line,
					     strlen(cases[i].line));
		size_t n = 0;

		while (n < 5 && cases[i].args[n])
			n++;
		assert_int_equal(json_array_size(args), n);
		while (n--)
			assert_string_equal(
				json_string_value(json_array_get(args, n)),
				cases[i].args[n]);
		json_decref(args);
	}
}

static void what_it_hands_out_is_printable(void **state)
{
	static const char line[] = "a \033[31m \0b \xff";
	json_t *args = command_split(line, sizeof(line) - 1);

	(void)state;
	assert_int_equal(json_array_size(args), 4);
	assert_string_equal(json_string_value(json_array_get(args, 1)),
			    "\\x1b[31m");
	assert_string_equal(json_string_value(json_array_get(args, 2)),
			    "\\x00b");
	assert_string_equal(json_string_value(json_array_get(args, 3)),
			    "\\xff");
	json_decref(args);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_lines_as_the_c_library_does),
		cmocka_unit_test(what_it_hands_out_is_printable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
