/* SPDX-License-Identifier: BSD-2-Clause */
/* Whole files, in and out. */
#ifndef PORT_FILE_FILE_H
#define PORT_FILE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * file_read() - Read a whole file
 * @path:	UTF-8; "-" is standard input
 * @max:	In bytes
 * @bytes:	Set to the content with a NUL added; the caller frees it
 * @length:	Set to its length without the NUL
 *
 * Return: 0; -EFBIG past @max; -EISDIR; another -errno
 */
int file_read(const char *path, size_t max, char **bytes, size_t *length);

/**
 * file_replace() - Write a whole file
 * @path:	UTF-8; replaced in one step where it is an ordinary file, so
 *		that no reader sees half of it; written into where it is
 *		something else (a pipe, /dev/stdout); "-" is standard output
 * @bytes:	The content
 * @length:	Its length
 *
 * Return: 0, or -errno with the old content kept
 */
int file_replace(const char *path, const char *bytes, size_t length);

/**
 * file_same() - Are two paths the same ordinary file, by whatever names and
 * links?  "-" is standard input; what is no ordinary file is like no other.
 */
bool file_same(const char *a, const char *b);

#endif
