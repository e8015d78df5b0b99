/* SPDX-License-Identifier: BSD-2-Clause */
/* Numbers that nobody can foretell. */
#ifndef PORT_RANDOM_H
#define PORT_RANDOM_H

#include <stddef.h>

/**
 * random_bytes() - From the system's generator
 * @bytes:	Written on success only
 * @length:	At most 256
 *
 * One system call, getrandom(), on Linux: a confined process must have been
 * allowed it.  Never waits.
 *
 * Return: 0, or -errno
 */
int random_bytes(void *bytes, size_t length);

#endif
