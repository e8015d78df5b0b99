/* SPDX-License-Identifier: BSD-2-Clause */
/* Windows' UTF-16 and our UTF-8. */
#ifndef PORT_WIDE_H
#define PORT_WIDE_H

#include <stddef.h>
#include <wchar.h>

/**
 * wide_from_utf8() - UTF-8 as UTF-16
 * @text:	NUL-terminated; what is not UTF-8 becomes U+FFFD
 *
 * Return: NUL-terminated, to be freed; NULL when memory is out
 */
wchar_t *wide_from_utf8(const char *text);

/**
 * wide_to_utf8() - UTF-16 as UTF-8
 * @text:	NUL-terminated
 * @utf8:	Set to a NUL-terminated string that the caller frees
 *
 * Return: 0; -EILSEQ for half a surrogate pair; -ENOMEM
 */
int wide_to_utf8(const wchar_t *text, char **utf8);

/**
 * wide_text() - UTF-16 as UTF-8, whatever it holds
 * @wide:	Need not end with a NUL; half a surrogate pair becomes U+FFFD
 * @length:	In units of 16 bits; what follows a NUL is left out
 *
 * Return: NUL-terminated, to be freed; NULL when memory is out
 */
char *wide_text(const wchar_t *wide, size_t length);

#endif
