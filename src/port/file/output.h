/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that is written from front to back: standard output, a pipe. */
#ifndef PORT_FILE_OUTPUT_H
#define PORT_FILE_OUTPUT_H

#include <stddef.h>
#include <stdio.h>

/**
 * output_write() - Write bytes, unchanged
 * @written:	Set to how many went out, on error too
 *
 * Needs no rights: write(2).  -EPIPE for a pipe whose reader has closed it, where
 * SIGPIPE is ignored.
 *
 * Return: 0 when all did, or -errno
 */
int output_write(int output, const void *bytes, size_t length,
		 size_t *written);

/**
 * output_cut() - Remove the last bytes that were written
 *
 * Needs no rights: lseek(2) and ftruncate(2).
 *
 * Return: 0; -ESPIPE for a pipe or a device; another -errno
 */
int output_cut(int output, size_t length);

/**
 * output_stream() - Text for standard output or standard error
 * @standard:	stdout or stderr; nothing may have been printed there
 *
 * stdio loses what it has when a signal breaks a write.  This stream goes on
 * with it, and has its buffer from the start, so that printing needs no
 * rights: write(2).
 *
 * Return: a stream, never to be closed; @standard where memory is out
 */
FILE *output_stream(FILE *standard);

/**
 * output_finish() - Write what still waits in a stream
 * @stream:	Of output_stream(), or stdout
 *
 * Return: 0, or the -errno of its first write that failed
 */
int output_finish(FILE *stream);

#endif
