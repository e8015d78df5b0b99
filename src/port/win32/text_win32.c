/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/win32/text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "facts/facts.h"

char *text_from_wide(const wchar_t *wide, size_t length)
{
	size_t used = 0;
	char *text;
	int size;

	while (used < length && used < INT_MAX / 4 && wide[used])
		used++;
	text = malloc(used * 3 + 1);
	if (!text)
		return NULL;
	size = used ? WideCharToMultiByte(CP_UTF8, 0, wide, (int)used, text,
					  (int)(used * 3), NULL, NULL) : 0;
	text[size > 0 ? size : 0] = '\0';
	return text;
}

json_t *value_wide_n(const wchar_t *wide, size_t length)
{
	char *text = text_from_wide(wide, length);
	json_t *value = text ? value_text(text, strlen(text)) : NULL;

	free(text);
	return value;
}

json_t *value_wide(const wchar_t *wide)
{
	return wide ? value_wide_n(wide, wcslen(wide)) : NULL;
}
