/* SPDX-License-Identifier: BSD-2-Clause */
/* Unpredictable bytes. */
#ifndef PORT_RANDOM_H
#define PORT_RANDOM_H

#include <stddef.h>

#include "base/hash.h"

/**
 * random_bytes() - Bytes from the system's generator
 * @bytes:	Written on success only
 * @length:	256 at most
 *
 * On Linux one system call, getrandom(), which the sandbox does not allow.
 * Never waits.
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
