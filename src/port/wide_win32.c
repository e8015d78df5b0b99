/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/wide.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"

wchar_t *wide_from_utf8(const char *text)
{
	int size = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
	wchar_t *wide = size > 0 ? memory_zeroed((size_t)size, sizeof(*wide)) : NULL;

	if (wide)
		MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, size);
	return wide;
}

int wide_to_utf8(const wchar_t *text, char **utf8)
{
	int size = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, text, -1,
				       NULL, 0, NULL, NULL);
	char *bytes;

	if (size <= 0)
		return -EILSEQ;
	bytes = memory_new((size_t)size);
	if (!bytes)
		return -ENOMEM;
	WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, size, NULL, NULL);
	*utf8 = bytes;
	return 0;
}

char *wide_text(const wchar_t *wide, size_t length)
{
	size_t used = 0;
	char *text;
	int size;

	while (used < length && used < INT_MAX / 4 && wide[used])
		used++;
	text = memory_new(used * 3 + 1);
	if (!text)
		return NULL;
	size = used ? WideCharToMultiByte(CP_UTF8, 0, wide, (int)used, text,
					  (int)(used * 3), NULL, NULL) : 0;
	text[size > 0 ? size : 0] = '\0';
	return text;
}
