/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/table.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "unit/allocation.h"
#include "unit/unit.h"

#define ITEMS 500

/* An item is a number; its key is as many of its bytes as it needs. */
static uint32_t items[ITEMS];

static const void *key_of(const void *item, size_t *length)
{
	const uint32_t *number = item;

	*length = *number < 256 ? 1 : sizeof(*number);
	return item;
}

static void *find(const struct table *table, uint32_t number)
{
	size_t length;
	const void *key = key_of(&number, &length);

	return table_find(table, key, length);
}

static struct table open_table(uint64_t key, size_t expected)
{
	struct table table;

	assert_int_equal(table_open(&table, (struct hash_key){{key, key}},
				    expected, key_of), 0);
	return table;
}

static int number_items(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < ITEMS; i++)
		items[i] = i * 7;
	allocations_left = -1;
	return 0;
}

/* Whatever the key is, what is in it is found, and nothing else is. */
static void finds_what_is_there(void **state)
{
	bool there[ITEMS] = {false};
	uint32_t choice = 1;

	(void)state;
	for (uint64_t key = 0; key < 8; key++) {
		struct table table = open_table(key, key);
		size_t count = 0;

		memset(there, 0, sizeof(there));
		for (int step = 0; step < 4 * ITEMS; step++) {
			size_t i = (choice = choice * 1103515245 + 12345) /
				   65536 % ITEMS;

			if (there[i])
				table_remove(&table, &items[i]);
			else
				assert_int_equal(table_add(&table, &items[i]),
						 0);
			there[i] = !there[i];
			count += there[i] ? 1 : SIZE_MAX;
			assert_int_equal(table.count, count);
			assert_ptr_equal(find(&table, items[i]),
					 there[i] ? &items[i] : NULL);
			if (step % 100)
				continue;
			for (size_t k = 0; k < ITEMS; k++)
				assert_ptr_equal(find(&table, items[k]),
						 there[k] ? &items[k] : NULL);
		}
		assert_null(find(&table, 1));
		table_close(&table);
	}
}

/* A key that begins like another is another one. */
static void tells_lengths_apart(void **state)
{
	struct table table = open_table(1, 4);
	uint32_t number = 49;

	(void)state;
	assert_int_equal(table_add(&table, &number), 0);
	assert_ptr_equal(table_find(&table, &number, 1), &number);
	assert_null(table_find(&table, &number, 2));
	assert_null(table_find(&table, &number, 0));
	table_close(&table);
}

static void walks_through_all(void **state)
{
	struct table table = open_table(3, 0);
	bool seen[ITEMS] = {false};
	size_t at = 0, count = 0;
	uint32_t *item;

	(void)state;
	for (size_t i = 0; i < ITEMS; i++)
		assert_int_equal(table_add(&table, &items[i]), 0);
	while ((item = table_next(&table, &at))) {
		assert_false(seen[item - items]);
		seen[item - items] = true;
		count++;
	}
	assert_int_equal(count, ITEMS);
	table_close(&table);
	at = 0;
	assert_null(table_next(&table, &at));
}

/* Who does not know the key cannot tell which items meet. */
static void keys_change_the_order(void **state)
{
	struct table one = open_table(1, ITEMS), other = open_table(2, ITEMS);
	size_t at = 0, other_at = 0, same = 0;

	(void)state;
	for (size_t i = 0; i < ITEMS; i++) {
		assert_int_equal(table_add(&one, &items[i]), 0);
		assert_int_equal(table_add(&other, &items[i]), 0);
	}
	for (size_t i = 0; i < ITEMS; i++)
		same += table_next(&one, &at) == table_next(&other, &other_at);
	assert_in_range(same, 0, ITEMS / 10);
	table_close(&one);
	table_close(&other);
}

static void needs_no_memory_for_what_it_expected(void **state)
{
	struct table table = open_table(5, 64);

	(void)state;
	allocations_left = 0;
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(table_add(&table, &items[i]), 0);
	assert_int_equal(table_add(&table, &items[64]), -ENOMEM);
	assert_null(find(&table, items[64]));
	for (size_t i = 0; i < 64; i++)
		assert_ptr_equal(find(&table, items[i]), &items[i]);
	allocations_left = -1;
	assert_int_equal(table_add(&table, &items[64]), 0);
	assert_ptr_equal(find(&table, items[64]), &items[64]);
	table_close(&table);
}

static void fails_without_memory(void **state)
{
	struct table table = {.count = 0};

	(void)state;
	allocations_left = 0;
	assert_int_equal(table_open(&table, (struct hash_key){{0, 0}}, 1,
				    key_of), -ENOMEM);
	allocations_left = -1;
	/* All zeros is an empty one. */
	assert_null(find(&table, 7));
	assert_int_equal(table_add(&table, &items[1]), -ENOMEM);
	table_close(&table);
}

#define TEST(name) cmocka_unit_test_setup(name, number_items)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(finds_what_is_there),
		TEST(tells_lengths_apart),
		TEST(walks_through_all),
		TEST(keys_change_the_order),
		TEST(needs_no_memory_for_what_it_expected),
		TEST(fails_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
