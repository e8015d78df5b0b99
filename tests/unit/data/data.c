/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/data.h"

#include <string.h>

#include "unit/unit.h"

static void takes_words(void **state)
{
	const char *words = " a\tbc\n\n d ", *word;
	char seen[16] = "";
	size_t length = 0;

	(void)state;
	while ((word = data_next_word(&words, &length))) {
		strncat(seen, word, length);
		strcat(seen, ".");
	}
	assert_string_equal(seen, "a.bc.d.");
	assert_null(data_next_word(&words, &length));
	words = NULL;
	assert_null(data_next_word(&words, &length));
	assert_int_equal(length, 1);
}

static void has_words(void **state)
{
	(void)state;
	assert_true(data_has_word("exim exim4\nEXIM@*", "exim@*"));
	assert_true(data_has_word("exim exim4", "Exim4"));
	assert_false(data_has_word("exim exim4", "exim44"));
	assert_false(data_has_word("exim4", "exim"));
	assert_false(data_has_word("exim", ""));
	assert_false(data_has_word("", "exim"));
	assert_false(data_has_word(NULL, "exim"));
}

static void names_units(void **state)
{
	static const struct data_field fields[] = {
		{"name", "postfix"},
		{"unit", "postfix postfix@* zim?ra postfix\n\tzimbra"},
		{NULL, NULL},
	};
	static const struct data_field none[] = {
		{"name", "postfix"}, {NULL, NULL},
	};
	struct arena *arena = arena_new();
	struct strings units = {0};

	(void)state;
	assert_non_null(arena);
	strings_add(&units, arena, "zimbra");
	data_units(&(struct data_record){none}, arena, &units);
	assert_int_equal(units.count, 1);
	data_units(&(struct data_record){fields}, arena, &units);
	assert_int_equal(units.count, 2);
	assert_string_equal(units.items[0], "zimbra");
	assert_string_equal(units.items[1], "postfix");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_words),
		cmocka_unit_test(has_words),
		cmocka_unit_test(names_units),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
