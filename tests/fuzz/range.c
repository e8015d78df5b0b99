/* SPDX-License-Identifier: BSD-2-Clause */
/* What netsh prints: whatever reads as a range is one. */
#include "collect/policy/range.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct cursor text = cursor_over(bytes, length);
	struct range range;
	size_t before = text.at;

	while (range_next(&text, &range)) {
		if (range.start > range.end || text.at <= before ||
		    text.at > length)
			abort();
		before = text.at;
	}
	if (cursor_left(&text))
		abort();
	return 0;
}
