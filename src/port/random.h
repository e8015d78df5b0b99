/* SPDX-License-Identifier: BSD-2-Clause */
/* Unpredictable bytes. */
#ifndef PORT_RANDOM_H
#define PORT_RANDOM_H

#include <stddef.h>

#include "base/hash.h"

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

/**
 * random_key() - A key for a hash table
 * From random_bytes(); where that fails, from addresses in memory.
 */
struct hash_key random_key(void);

#endif
