/* SPDX-License-Identifier: BSD-2-Clause */
/* A version resource, which any program brings with it. */
#include "collect/process/version_resource.h"

#include "fuzz/fuzz.h"

static void check(const struct cursor *text, const uint8_t *bytes,
		  size_t length)
{
	struct cursor c = *text;
	uint16_t unit;

	must(c.at <= c.length && c.length <= length && c.at % 2 == 0);
	must(cursor_left(&c) % 2 == 0 && c.bytes == bytes);
	while (cursor_le16(&c, &unit))
		must(unit != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct version_texts texts;

	version_resource_parse(bytes, length, &texts);
	check(&texts.product, bytes, length);
	check(&texts.company, bytes, length);
	return 0;
}
