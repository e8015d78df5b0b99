/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that is read from front to back: standard input, a pipe, any size. */
#ifndef PORT_FILE_INPUT_H
#define PORT_FILE_INPUT_H

#include <stddef.h>

/**
 * input_open() - Open for reading
 * @path:	UTF-8; "-" is standard input
 *
 * Return: a descriptor, for input_read() and input_close(); -EISDIR; another
 * -errno
 */
int input_open(const char *path);

/**
 * input_read() - The next bytes, unchanged
 * @input:	From input_open()
 * @size:	Room in @bytes
 * @wait:	Time-out in milliseconds, for a pipe; negative for none
 *
 * Needs no rights: read(2) and poll(2).
 *
 * Return: how many; 0 at the end; -EAGAIN when nothing came in time; -EINTR
 * after a signal; another -errno
 */
ptrdiff_t input_read(int input, void *bytes, size_t size, int wait);

/** input_close() - Standard input stays open */
void input_close(int input);

#endif
