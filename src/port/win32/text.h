/* SPDX-License-Identifier: BSD-2-Clause */
/* What Windows says in UTF-16, as values of facts. */
#ifndef PORT_WIN32_TEXT_H
#define PORT_WIN32_TEXT_H

#include <jansson.h>
#include <stddef.h>
#include <wchar.h>

/**
 * text_from_wide() - UTF-16 as UTF-8
 * @wide:	Need not end with a NUL; half a surrogate pair becomes U+FFFD
 * @length:	In units of 16 bits; what follows a NUL is left out
 *
 * Return: NUL-terminated, to be freed; NULL when memory is out
 */
char *text_from_wide(const wchar_t *wide, size_t length);

/** value_wide() - A JSON string of UTF-16 with a NUL; NULL gives NULL */
json_t *value_wide(const wchar_t *wide);

/** value_wide_n() - A JSON string of @length units of UTF-16 */
json_t *value_wide_n(const wchar_t *wide, size_t length);

#endif
