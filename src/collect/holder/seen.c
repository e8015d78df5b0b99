/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "port/random.h"

#define EXPECTED 8

static const void *key_of(const void *item, size_t *length)
{
	*length = strlen(item);
	return item;
}

bool seen_before(struct seen *seen, const char *string)
{
	char *copy;

	if (table_find(&seen->strings, string, strlen(string)))
		return true;
	if (!seen->strings.size &&
	    table_open(&seen->strings, random_key(), EXPECTED, key_of))
		return false;
	copy = memory_copy(string);
	if (copy && table_add(&seen->strings, copy))
		free(copy);
	return false;
}

void seen_free(struct seen *seen)
{
	char *string;
	size_t at = 0;

	while ((string = table_next(&seen->strings, &at)))
		free(string);
	table_close(&seen->strings);
}
