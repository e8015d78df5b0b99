/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Paths out of System.ini, held against those of files: two lines, or one
 * twice.
 */
#include "collect/wsp/find.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static const char *next(struct arena *arena, struct cursor *c)
{
	struct cursor line;

	if (!cursor_line(c, &line))
		return "";
	return arena_strndup(arena, (const char *)line.bytes, line.length);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length);
	struct arena *arena = arena_new();
	const char *a = next(arena, &c), *b = next(arena, &c);
	struct wsp_found items[] = {
		{a, WSP_LOCALLAT, 0, NULL},
		{a, WSP_MSPCLNT, 0, NULL},
		{b, WSP_MSPCLNT, 1, NULL},
	};
	struct wsp_search search = {.items = items, .count = 3};
	const char *folder = wsp_folder_of(arena, a);
	const char *program = wsp_program_of(arena, a);
	const struct wsp_found *best = wsp_choose(&search, b);

	must(!arena_failed(arena));
	must(wsp_same_path(a, a) && wsp_same_path(b, b));
	must(wsp_same_path(a, b) == wsp_same_path(b, a));
	must(!strncmp(folder, a, strlen(folder)));
	must(!program || *program);
	must(wsp_choose(&search, NULL) == &items[1]);
	must(best == &items[1] || best == &items[2]);
	arena_free(arena);
	return 0;
}
