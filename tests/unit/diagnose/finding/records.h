/* SPDX-License-Identifier: BSD-2-Clause */
/* What the tests of the data files share; after unit.h. */
#ifndef TESTS_UNIT_RECORDS_H
#define TESTS_UNIT_RECORDS_H

#include <stdio.h>
#include <string.h>

#include "data/data.h"
#include "unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline void words_each(const char *words,
			      void (*check)(const char *word))
{
	char word[256];

	while (words && *(words += strspn(words, " \t\n"))) {
		size_t n = strcspn(words, " \t\n");

		assert_true(n < 128); /* PATTERN_LENGTH */
		memcpy(word, words, n);
		word[n] = '\0';
		check(word);
		words += n;
	}
}

/* A string that a pattern matches, as plain as can be. */
static inline void make_sample(const char *pattern, char *out)
{
	for (; *pattern; pattern++) {
		if (*pattern == '{') {
			out += sprintf(out, "1");
			pattern = strchr(pattern, '}');
			assert_non_null(pattern);
		} else if (*pattern == '*') {
			*out++ = '-';
		} else {
			*out++ = *pattern == '?' ? ' ' : *pattern;
		}
	}
	*out = '\0';
}

static inline void check_keys(const struct data_record *record,
			      const char *keys)
{
	for (const struct data_field *f = record->fields; f->key; f++) {
		if (!data_has_word(keys, f->key))
			print_error("unknown key %s\n", f->key);
		assert_true(data_has_word(keys, f->key));
		assert_string_not_equal(f->value, "");
		/* No key twice. */
		assert_ptr_equal(data_get(record, f->key), f->value);
	}
}

#endif
