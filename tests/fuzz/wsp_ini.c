/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An initialisation file: decoded to UTF-8, and every part of every line lies
 * within the text.
 */
#include "collect/wsp/ini.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collect/wsp/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void is_within(const struct cursor *part, const struct decoded *text)
{
	const unsigned char *start = (const unsigned char *)text->text;

	if (!part->length)
		return;
	must(part->bytes >= start &&
	     part->bytes + part->length <= start + text->length);
	must(!memchr(part->bytes, '\n', part->length) &&
	     !memchr(part->bytes, '\r', part->length));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct decoded text;
	struct ini_line line;
	struct ini ini;
	size_t number = 0;

	must(!decode(bytes, length, &text));
	must(text.length <= 3 * length + 3 && !text.text[text.length]);
	ini = ini_over(text.text, text.length);
	while (ini_next(&ini, &line)) {
		must(line.number == ++number);
		is_within(&line.section, &text);
		is_within(&line.key, &text);
		is_within(&line.value, &text);
		must((line.type == INI_KEY) == (line.key.length > 0));
		must(!cursor_is_nocase(&line.key, "") || !line.key.length);
	}
	must(number <= text.length);
	free(text.text);
	return 0;
}
