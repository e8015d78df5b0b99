/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes of a text file of Windows as UTF-8; no I/O. */
#ifndef COLLECT_WSP_DECODE_H
#define COLLECT_WSP_DECODE_H

#include <stddef.h>

/**
 * struct decoded - A text
 * @text:	UTF-8 with a NUL added; the caller frees it.  A NUL of the
 *		file's own stays in it
 * @length:	Without the NUL that was added
 * @encoding:	What the bytes were: "ascii", "windows-1252", "utf-8" (that
 *		is, with a byte order mark), "utf-16le" or "utf-16be"
 */
struct decoded {
	char *text;
	size_t length;
	const char *encoding;
};

/**
 * decode() - Recognise the encoding and convert
 * @bytes:	The file
 * @length:	In bytes
 * @decoded:	Written on success only
 *
 * Without a byte order mark the bytes are UTF-16 where one of the first two
 * is NUL, and else code page 1252, as the client reads them, even where they
 * would be valid UTF-8.  Invalid bytes become U+FFFD.
 *
 * Return: 0, or -ENOMEM
 */
int decode(const void *bytes, size_t length, struct decoded *decoded);

#endif
