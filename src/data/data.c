/* SPDX-License-Identifier: BSD-2-Clause */
#include "data/data.h"

#include <stddef.h>
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

int data_has_word(const char *words, const char *word)
{
	size_t n = strlen(word);

	while (words && *words) {
		size_t length = strcspn(words, " \t\n");
		size_t i = 0;

		while (length == n && i < n &&
		       text_lower(words[i]) == text_lower(word[i]))
			i++;
		if (n && length == n && i == n)
			return 1;
		words += length;
		words += strspn(words, " \t\n");
	}
	return 0;
}
