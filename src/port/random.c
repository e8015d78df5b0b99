/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/random.h"

#include <stdint.h>
#include <stdlib.h>

struct hash_key random_key(void)
{
	struct hash_key key;

	/* Without the generator, where the memory is has to do. */
	if (random_bytes(&key, sizeof(key))) {
		key.words[0] = (uintptr_t)&key;
		key.words[1] = (uintptr_t)&abort;
	}
	return key;
}
