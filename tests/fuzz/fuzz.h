/* SPDX-License-Identifier: BSD-2-Clause */
/* What all fuzz targets share. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/** LLVMFuzzerTestOneInput() - What a target defines; returns 0 */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/** must() - End the target where a condition does not hold */
static inline void must(bool condition)
{
	if (!condition)
		abort();
}

/**
 * fuzz_printable() - Can a text be shown: no control character in it?
 * @text:	NUL-terminated; NULL counts as printable
 */
static inline bool fuzz_printable(const char *text)
{
	for (; text && *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	return true;
}

/**
 * fuzz_string() - Bytes as a string
 * @bytes:	A NUL in them ends it
 *
 * Return: to be freed
 */
static inline char *fuzz_string(const uint8_t *bytes, size_t length)
{
	char *text = malloc(length + 1);

	must(text);
	if (length)
		memcpy(text, bytes, length);
	text[length] = '\0';
	return text;
}

#endif
