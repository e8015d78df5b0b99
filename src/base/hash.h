/* SPDX-License-Identifier: BSD-2-Clause */
/* A keyed hash: without the key nobody can choose inputs that collide. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** struct hash_key - Random bits, see random_key() in port/random.h */
struct hash_key {
	uint64_t words[2];
};

/**
 * hash_bytes() - SipHash-1-3 (Aumasson, Bernstein 2012)
 * @key:	The same for all values that are compared
 * @bytes:	May be NULL where @length is 0
 * @length:	In bytes
 *
 * Return: the hash; the same on machines of either byte order
 */
uint64_t hash_bytes(const struct hash_key *key, const void *bytes,
		    size_t length);

#endif
