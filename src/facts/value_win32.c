/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/value.h"

#include <stdlib.h>
#include <string.h>

#include "port/wide.h"

json_t *value_wide_n(const wchar_t *wide, size_t length)
{
	char *text = wide_text(wide, length);
	json_t *value = text ? value_text(text, strlen(text)) : NULL;

	free(text);
	return value;
}

json_t *value_wide(const wchar_t *wide)
{
	return wide ? value_wide_n(wide, wcslen(wide)) : NULL;
}
