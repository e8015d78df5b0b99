/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit files: every assignment is within the file and has no blanks around. */
#include "collect/unit/unit_syntax.h"

#include "fuzz/fuzz.h"

static void check(struct cursor part, const char *bytes, size_t length)
{
	const unsigned char *start = (const unsigned char *)bytes;
	const unsigned char *p = part.bytes;

	must(!part.at && part.length <= length);
	if (!part.length)
		return;
	must(p >= start && p + part.length <= start + length);
	must(*p && !strchr(" \t\r\n", *p));
	p += part.length - 1;
	must(*p && !strchr(" \t\r\n", *p));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct unit_assignment a;
	struct unit_syntax syntax;
	size_t count = 0;
	char *copy = malloc(length ? length : 1);

	must(copy);
	if (length)
		memcpy(copy, bytes, length);
	syntax = unit_syntax_over(copy, length);
	while (unit_syntax_next(&syntax, &a)) {
		must(++count <= length && a.section.length && a.key.length);
		check(a.key, copy, length);
		check(a.value, copy, length);
	}
	free(copy);
	return 0;
}
