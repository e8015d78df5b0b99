/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/table.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define SIZE_MIN 8

static size_t place_of(const struct table *table, uint64_t hash)
{
	return (size_t)hash & (table->size - 1);
}

static size_t after(const struct table *table, size_t place)
{
	return (place + 1) & (table->size - 1);
}

static bool has_key(const struct table *table, const void *item,
		    const void *key, size_t length)
{
	size_t has;
	const void *bytes = table->key_of(item, &has);

	return has == length && !memcmp(bytes, key, length);
}

int table_open(struct table *table, struct hash_key key, size_t expected,
	       const void *(*key_of)(const void *item, size_t *length))
{
	size_t size = SIZE_MIN;
	struct table_slot *slots;

	while (size / 2 < expected && size < SIZE_MAX / 2)
		size *= 2;
	slots = memory_zeroed(size, sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	*table = (struct table){slots, size, 0, key, key_of};
	return 0;
}

void table_close(struct table *table)
{
	free(table->slots);
	*table = (struct table){.slots = NULL};
}

void *table_find(const struct table *table, const void *key, size_t length)
{
	const struct table_slot *slot;
	uint64_t hash;

	if (!table->count)
		return NULL;
	hash = hash_bytes(&table->key, key, length);
	for (size_t at = place_of(table, hash);; at = after(table, at)) {
		slot = &table->slots[at];
		if (!slot->item || (slot->hash == hash &&
				    has_key(table, slot->item, key, length)))
			return slot->item;
	}
}

/* There is a free one. */
static void put(struct table *table, struct table_slot slot)
{
	size_t at = place_of(table, slot.hash);

	while (table->slots[at].item)
		at = after(table, at);
	table->slots[at] = slot;
}

static int grow(struct table *table)
{
	struct table_slot *old = table->slots, *slots;
	size_t old_size = table->size;

	if (!table->key_of || old_size > SIZE_MAX / 2)
		return -ENOMEM;
	slots = memory_zeroed(2 * old_size, sizeof(*slots));
	if (!slots)
		return -ENOMEM;
	table->slots = slots;
	table->size = 2 * old_size;
	for (size_t i = 0; i < old_size; i++)
		if (old[i].item)
			put(table, old[i]);
	free(old);
	return 0;
}

int table_add(struct table *table, void *item)
{
	size_t length;
	const void *key;
	int rc;

	if (table->count >= table->size / 2) {
		rc = grow(table);
		if (rc)
			return rc;
	}
	key = table->key_of(item, &length);
	put(table, (struct table_slot){
			   item, hash_bytes(&table->key, key, length)});
	table->count++;
	return 0;
}

void table_remove(struct table *table, const void *item)
{
	size_t length, at, next;
	const void *key = table->key_of(item, &length);

	at = place_of(table, hash_bytes(&table->key, key, length));
	while (table->slots[at].item != item)
		at = after(table, at);
	/* Those after it move up, if that is no further than their place. */
	for (next = after(table, at); table->slots[next].item;
	     next = after(table, next)) {
		size_t place = place_of(table, table->slots[next].hash);
		size_t away = (next - place) & (table->size - 1);

		if (away < ((next - at) & (table->size - 1)))
			continue;
		table->slots[at] = table->slots[next];
		at = next;
	}
	table->slots[at].item = NULL;
	table->count--;
}

void *table_next(const struct table *table, size_t *at)
{
	while (*at < table->size) {
		void *item = table->slots[(*at)++].item;

		if (item)
			return item;
	}
	return NULL;
}
