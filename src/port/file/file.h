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
 * @path:	UTF-8; "-" is standard output.  See draft.h for what is
 *		replaced and what is not
 * @bytes:	The content
 * @length:	Its length
 * @timeout:	For a pipe or a device, in milliseconds; not on Windows
 *
 * Return: 0, or -errno with the old content kept; -ETIMEDOUT
 */
int file_replace(const char *path, const char *bytes, size_t length,
		 int timeout);

/**
 * file_same() - Are two paths the same ordinary file, by whatever names and
 * links?  "-" is standard input; anything but an ordinary file is the same as none.
 */
bool file_same(const char *a, const char *b);

#endif
