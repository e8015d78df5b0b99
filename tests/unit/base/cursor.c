/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/cursor.h"

#include "unit/unit.h"

static void reads_numbers_in_both_orders(void **state)
{
	static const unsigned char bytes[] = {1, 2, 3, 4, 5, 6, 7};
	struct cursor c = cursor_over(bytes, sizeof(bytes));
	uint8_t u8;
	uint16_t u16 = 99;
	uint32_t u32 = 99;

	(void)state;
	assert_true(cursor_u8(&c, &u8));
	assert_int_equal(u8, 1);
	assert_true(cursor_be16(&c, &u16));
	assert_int_equal(u16, 0x0203);
	assert_true(cursor_le32(&c, &u32));
	assert_int_equal(u32, 0x07060504);
	u16 = 99;
	assert_false(cursor_be16(&c, &u16));
	assert_false(cursor_le16(&c, &u16));
	assert_int_equal(u16, 99);
	c.at = 4;
	assert_false(cursor_be32(&c, &u32));
	assert_int_equal(c.at, 4);
	assert_true(cursor_le16(&c, &u16));
	assert_int_equal(u16, 0x0605);
	c.at = 0;
	assert_true(cursor_be32(&c, &u32));
	assert_int_equal(u32, 0x01020304);
}

static void never_passes_the_end(void **state)
{
	struct cursor c = cursor_over("abc", 3), part;
	uint64_t n;

	(void)state;
	assert_false(cursor_skip(&c, 4));
	assert_false(cursor_skip(&c, SIZE_MAX));
	assert_false(cursor_take(&c, 4, &part));
	assert_true(cursor_take(&c, 3, &part));
	assert_int_equal(part.length, 3);
	assert_int_equal(cursor_peek(&c), -1);
	assert_false(cursor_until(&c, 'x', &part));
	assert_false(cursor_line(&c, &part));
	assert_false(cursor_word(&c, &part));
	assert_false(cursor_number(&c, &n));
	assert_false(cursor_starts(&c, "a"));
	assert_true(cursor_starts(&c, ""));
	assert_true(cursor_is(&c, ""));
}

static void splits_lines_and_words(void **state)
{
	struct cursor c = cursor_over("one two\r\n\r\n\tthree", 17);
	struct cursor line, word;

	(void)state;
	assert_true(cursor_line(&c, &line));
	assert_true(cursor_is(&line, "one two"));
	assert_true(cursor_word(&line, &word));
	assert_true(cursor_is(&word, "one"));
	assert_true(cursor_word(&line, &word));
	assert_true(cursor_is(&word, "two"));
	assert_false(cursor_word(&line, &word));
	assert_true(cursor_line(&c, &line));
	assert_int_equal(line.length, 0);
	assert_true(cursor_line(&c, &line));
	assert_true(cursor_word(&line, &word));
	assert_true(cursor_is(&word, "three"));
	assert_false(cursor_line(&c, &line));
}

static void reads_decimals(void **state)
{
	struct cursor c = cursor_over("18446744073709551615x", 21);
	uint64_t n = 7;

	(void)state;
	assert_true(cursor_number(&c, &n));
	assert_true(n == UINT64_MAX);
	assert_int_equal(cursor_peek(&c), 'x');
	c = cursor_over("18446744073709551616", 20);
	n = 7;
	assert_false(cursor_number(&c, &n));
	assert_int_equal(n, 7);
	assert_int_equal(c.at, 0);
}

static void ignores_letter_case(void **state)
{
	struct cursor c = cursor_over("Servers Ip ADDRESSES", 20);
	struct cursor none = cursor_over("", 0);

	(void)state;
	assert_true(cursor_is_nocase(&c, "servers iP addresses"));
	assert_false(cursor_is_nocase(&c, "servers ip addresse"));
	assert_false(cursor_is_nocase(&c, "servers ip addressess"));
	assert_false(cursor_is_nocase(&c, ""));
	assert_true(cursor_is_nocase(&none, ""));
	assert_false(cursor_is_nocase(&none, "a"));
	assert_false(cursor_starts_nocase(&c, "servers_"));
	assert_int_equal(c.at, 0);
	assert_true(cursor_starts_nocase(&c, "SERVERS "));
	assert_int_equal(c.at, 8);
	assert_false(cursor_starts_nocase(&c, "ip addresses!"));
	/* Only letters have a case: '@' is not a '`', '[' is not a '{'. */
	c = cursor_over("@[", 2);
	assert_false(cursor_is_nocase(&c, "`{"));
	assert_true(cursor_is_nocase(&c, "@["));
}

static void trims(void **state)
{
	static const char text[] = "x \t\r\na b\t\n\0";
	struct cursor c = cursor_over(text, sizeof(text)), t;

	(void)state;
	assert_true(cursor_skip(&c, 1));
	t = cursor_trim(c);
	assert_int_equal(t.at, 0);
	assert_true(cursor_is(&t, "a b"));
	t = cursor_trim(cursor_over(" \n", 2));
	assert_int_equal(cursor_left(&t), 0);
	t = cursor_trim(cursor_over("", 0));
	assert_int_equal(cursor_left(&t), 0);
	cursor_skip_blanks(&c);
	assert_int_equal(cursor_peek(&c), '\r');
	cursor_skip_blanks(&c);
	assert_int_equal(cursor_peek(&c), '\r');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_numbers_in_both_orders),
		cmocka_unit_test(never_passes_the_end),
		cmocka_unit_test(splits_lines_and_words),
		cmocka_unit_test(reads_decimals),
		cmocka_unit_test(ignores_letter_case),
		cmocka_unit_test(trims),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
