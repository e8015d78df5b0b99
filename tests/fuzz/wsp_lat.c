/* SPDX-License-Identifier: BSD-2-Clause */
/* An address table: ranges are of one family and in order. */
#include "collect/wsp/ini.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;
	size_t left = cursor_left(&c);

	while (lat_next(&c, &line)) {
		struct address first, last;

		must(cursor_left(&c) < left);
		left = cursor_left(&c);
		if (lat_line(&line, &first, &last) <= 0)
			continue;
		must(first.family == last.family);
		must(first.family == 4 || first.family == 6);
		must(memcmp(first.bytes, last.bytes,
			    sizeof(first.bytes)) <= 0);
	}
	must(!left);
	return 0;
}
