/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ordinary files in places where others may write: what is there may be
 * exchanged at any time, for a pipe without a writer or a link elsewhere.
 * Not for the kernel's files, which have no size.
 */
#ifndef PORT_FILE_REGULAR_H
#define PORT_FILE_REGULAR_H

#include <stddef.h>

/**
 * regular_open() - Open an ordinary file for reading
 * @path:	Its last component may not be a link; it is the caller's to
 *		look where those before it lead
 *
 * Does not wait, whatever the path has become.
 *
 * Return: a descriptor; -ELOOP for a link; -EISDIR for a directory; -EINVAL
 * for what is not an ordinary file; another -errno
 */
int regular_open(const char *path);

/**
 * regular_read() - Read all of an open file
 * @fd:		Any descriptor; stays open
 * @max:	In bytes
 * @bytes:	Set to the content with a NUL added; the caller frees it
 * @length:	Set to its length without the NUL
 *
 * Return: 0; -EFBIG past @max; -EISDIR for a directory; -EINVAL for what is
 * not an ordinary file; another -errno
 */
int regular_read(int fd, size_t max, char **bytes, size_t *length);

/** regular_load() - regular_open() and regular_read() */
int regular_load(const char *path, size_t max, char **bytes, size_t *length);

#endif
