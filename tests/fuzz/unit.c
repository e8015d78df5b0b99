/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit files: every assignment is within the file and has no blanks around. */
#include "collect/unit/unit_syntax.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check(struct cursor part, const char *bytes, size_t length)
{
	const unsigned char *start = (const unsigned char *)bytes;

	if (part.at || part.length > length ||
	    (part.length && (part.bytes < start ||
			     part.bytes + part.length > start + length)))
		abort();
	if (part.length && (strchr(" \t\r", part.bytes[0]) ||
			    strchr(" \t\r", part.bytes[part.length - 1])) &&
	    part.bytes[0] && part.bytes[part.length - 1])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct unit_assignment a;
	struct unit_syntax syntax;
	size_t count = 0;
	char *copy = malloc(length + 1);

	if (!copy)
		return 0;
	memcpy(copy, bytes, length);
	syntax = unit_syntax_over(copy, length);
	while (unit_syntax_next(&syntax, &a)) {
		if (++count > length || !a.section.length || !a.key.length)
			abort();
		check(a.key, copy, length);
		check(a.value, copy, length);
	}
	free(copy);
	return 0;
}
