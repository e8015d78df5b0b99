/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/seen.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a */
static uint64_t hash(const char *string)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *string; string++)
		h = (h ^ (unsigned char)*string) * 0x100000001b3u;
	return h;
}

static char **slot_of(char **slots, size_t size, const char *string)
{
	size_t i = (size_t)hash(string);

	while (slots[i & (size - 1)] && strcmp(slots[i & (size - 1)], string))
		i++;
	return &slots[i & (size - 1)];
}

static bool grow(struct seen *seen)
{
	size_t size = seen->size ? seen->size * 2 : 16;
	char **slots = calloc(size, sizeof(*slots));

	if (!slots)
		return false;
	for (size_t i = 0; i < seen->size; i++)
		if (seen->slots[i])
			*slot_of(slots, size, seen->slots[i]) = seen->slots[i];
	free(seen->slots);
	seen->slots = slots;
	seen->size = size;
	return true;
}

bool seen_before(struct seen *seen, const char *string)
{
	char **slot;

	if (seen->count * 2 >= seen->size && !grow(seen))
		return false;
	slot = slot_of(seen->slots, seen->size, string);
	if (*slot)
		return true;
	*slot = strdup(string);
	if (*slot)
		seen->count++;
	return false;
}

void seen_free(struct seen *seen)
{
	for (size_t i = 0; i < seen->size; i++)
		free(seen->slots[i]);
	free(seen->slots);
	*seen = (struct seen){0};
}
