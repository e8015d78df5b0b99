/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/data.h"

#include <string.h>

#include "base/text.h"

const char *data_get(const struct data_record *record, const char *key)
{
	for (const struct data_field *f = record->fields; f->key; f++)
		if (!strcmp(f->key, key))
			return f->value;
	return NULL;
}

const struct data_record *data_find(const struct data_record *table,
				    const char *key, const char *value)
{
	for (const struct data_record *r = table; r->fields; r++) {
		const char *found = data_get(r, key);

		if (found && text_equal(found, value))
			return r;
	}
	return NULL;
}

const char *data_next_word(const char **words, size_t *length)
{
	static const char blanks[] = " \t\n";
	const char *word = *words;

	if (!word || !*(word += strspn(word, blanks)))
		return NULL;
	*length = strcspn(word, blanks);
	*words = word + *length;
	return word;
}

int data_has_word(const char *words, const char *word)
{
	size_t n = strlen(word), length, i;
	const char *w;

	while ((w = data_next_word(&words, &length))) {
		for (i = 0; length == n && i < n; i++)
			if (text_lower(w[i]) != text_lower(word[i]))
				break;
		if (length == n && i == n)
			return 1;
	}
	return 0;
}

void data_units(const struct data_record *program, struct arena *arena,
		struct strings *units)
{
	const char *words = data_get(program, "unit"), *word;
	size_t length;

	while ((word = data_next_word(&words, &length))) {
		if (memchr(word, '*', length) || memchr(word, '?', length))
			continue;
		strings_add_once(units, arena,
				 arena_strndup(arena, word, length));
	}
}
