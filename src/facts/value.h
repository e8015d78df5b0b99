/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of facts out of Windows' UTF-16 (in value_win32.c). */
#ifndef FACTS_VALUE_H
#define FACTS_VALUE_H

#include <jansson.h>
#include <stddef.h>
#include <wchar.h>

/**
 * value_wide() - UTF-16 as printable text
 * @wide:	Ends with a NUL
 *
 * Return: a new string; NULL for NULL, and when memory is out
 */
json_t *value_wide(const wchar_t *wide);

/**
 * value_wide_n() - value_wide() of UTF-16 that need not end with a NUL
 * @length:	In units of 16 bits
 */
json_t *value_wide_n(const wchar_t *wide, size_t length);

#endif
