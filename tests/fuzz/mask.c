/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines out of which mailboxes are taken: no address is left, and masking
 * again changes nothing.  Each line of the input is one.
 */
#include "wire/smtp/mask.h"

#include "base/cursor.h"
#include "fuzz/fuzz.h"

static void check(const struct cursor *line)
{
	size_t length = cursor_left(line), n, m;
	const char *text = (const char *)line->bytes + line->at;
	char *masked = malloc(length + 1), *again;

	must(masked);
	n = mask_text(text, length, masked);
	must(n <= length && masked[n] == '\0');
	must(!memchr(masked, '@', n));
	again = malloc(n + 1);
	must(again);
	m = mask_text(masked, n, again);
	must(m <= n && !memchr(again, '@', m));
	must(mask_status(text, length) <= length);
	free(again);
	free(masked);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;

	while (cursor_line(&c, &line))
		check(&line);
	return 0;
}
