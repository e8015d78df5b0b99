/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/policy/range.h"

#include <string.h>

#include "unit/unit.h"

static void reads_rows_in_any_language(void **state)
{
	/* As netsh prints them on Windows 10; the second is in German. */
	static const char *const outputs[] = {
		"\r\nProtocol tcp Port Exclusion Ranges\r\n\r\n"
		"Start Port    End Port\r\n----------    --------\r\n"
		"      5357        5357\r\n     50000       50059     *\r\n\r\n"
		"* - Administered port exclusions.\r\n\r\n",
		"\nPortausschlussbereiche f\x81r das Protokoll \"tcp\"\n\n"
		"Startport    Endport\n----------    --------\n"
		"      5357        5357\n     50000       50059     *\n",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct cursor text =
			cursor_over(outputs[i], strlen(outputs[i]));
		struct range range;

		assert_true(range_next(&text, &range));
		assert_int_equal(range.start, 5357);
		assert_int_equal(range.end, 5357);
		assert_false(range.administered);
		assert_true(range_next(&text, &range));
		assert_int_equal(range.start, 50000);
		assert_int_equal(range.end, 50059);
		assert_true(range.administered);
		assert_false(range_next(&text, &range));
	}
}

static void passes_over_everything_else(void **state)
{
	static const char *const rows[] = {
		"", "80", "80 ", "80 79", "80 65536", "-1 80", "80 90 x",
		"80 90 * *", "80 90 100", "8o 90", "80-90", "80 90*",
		"99999999999999999999 99999999999999999999", "* 80 90",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct cursor text = cursor_over(rows[i], strlen(rows[i]));
		struct range range = {.start = 7};

		assert_false(range_next(&text, &range));
		assert_int_equal(range.start, 7);
	}
}

static void takes_the_limits(void **state)
{
	static const char row[] = "0 65535";
	struct cursor text = cursor_over(row, strlen(row));
	struct range range;

	(void)state;
	assert_true(range_next(&text, &range));
	assert_int_equal(range.start, 0);
	assert_int_equal(range.end, 65535);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows_in_any_language),
		cmocka_unit_test(passes_over_everything_else),
		cmocka_unit_test(takes_the_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
