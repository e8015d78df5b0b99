/* SPDX-License-Identifier: BSD-2-Clause */
/* How far a mistyped word is from a known one. */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stddef.h>

#define NEAR_SIZE 64	/* bytes of a word, with the NUL */

/**
 * near_distance() - The letters to insert, delete, change or swap with their
 *	neighbour to make one word of another (optimal string alignment)
 * @a:		Ignores ASCII letter case, as for @b
 * @a_length:	Less than NEAR_SIZE, as @b_length is
 *
 * Return: how many
 */
size_t near_distance(const char *a, size_t a_length, const char *b,
		     size_t b_length);

#endif
