/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/allocation.h"
#include "unit/unit.h"

/* struct told - What the sink heard: bytes, and "<n>" for a gap */
struct told {
	char text[4096];
	size_t length;
	size_t missing;
	unsigned int gaps;
	unsigned int inconsistent;
	const uint8_t *last;
};

static void take_data(void *user, const uint8_t *bytes, size_t length)
{
	struct told *told = user;

	assert_true(told->length + length < sizeof(told->text));
	memcpy(told->text + told->length, bytes, length);
	told->length += length;
	told->text[told->length] = '\0';
	told->last = bytes;
}

static void take_gap(void *user, size_t missing)
{
	struct told *told = user;

	told->gaps++;
	told->missing += missing;
	told->length += (size_t)sprintf(told->text + told->length, "<%zu>",
					missing);
}

static void take_differs(void *user)
{
	((struct told *)user)->inconsistent++;
}

static struct told told;
static struct stream_pool pool;
static struct stream stream;
static uint8_t tail[STREAM_TAIL];
static const struct stream_sink sink = {take_data, take_gap, take_differs,
					&told};

static int start(void **state)
{
	(void)state;
	memset(&told, 0, sizeof(told));
	memset(tail, 'T', sizeof(tail));
	pool = (struct stream_pool){.limit = 1 << 20};
	stream_init(&stream, &pool, 64 << 10, tail);
	allocations_left = -1;
	return 0;
}

static void ignore_data(void *user, const uint8_t *bytes, size_t length)
{
	(void)user;
	(void)bytes;
	(void)length;
}

static void ignore_gap(void *user, size_t missing)
{
	(void)user;
	(void)missing;
}

static int stop(void **state)
{
	const struct stream_sink nobody = {.data = ignore_data,
					   .gap = ignore_gap};

	(void)state;
	stream_finish(&stream, &nobody);
	return pool.waiting ? -1 : 0;
}

static void send_cut(uint32_t sequence, const char *text, size_t captured)
{
	stream_bytes(&stream, sequence, (const uint8_t *)text, captured,
		     strlen(text), &sink);
}

static void send(uint32_t sequence, const char *text)
{
	send_cut(sequence, text, strlen(text));
}

static void hands_on_the_packets_own_bytes(void **state)
{
	static const char text[] = "220 a\r\n";

	(void)state;
	stream_start(&stream, 100);
	send(100, text);
	assert_ptr_equal(told.last, text);
	send(107, "250 b\r\n");
	assert_string_equal(told.text, "220 a\r\n250 b\r\n");
	assert_int_equal(stream_next(&stream), 114);
	assert_int_equal(pool.waiting, 0);
}

static void starts_in_the_middle(void **state)
{
	(void)state;
	send(4000, "abc");
	send(4003, "def");
	assert_string_equal(told.text, "abcdef");
}

static void waits_for_what_is_missing(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(6, "ghi");
	send(3, "def");
	send(12, "mno");
	assert_string_equal(told.text, "");
	assert_true(pool.waiting > 9);
	send(0, "abc");
	assert_string_equal(told.text, "abcdefghi");
	send(9, "jkl");
	assert_string_equal(told.text, "abcdefghijklmno");
	assert_int_equal(told.gaps, 0);
	assert_int_equal(pool.waiting, 0);
}

static void goes_over_the_highest_number(void **state)
{
	(void)state;
	stream_start(&stream, UINT32_MAX - 2);
	send(3, "ghi");
	send(0, "def");
	send(UINT32_MAX - 2, "abc");
	assert_string_equal(told.text, "abcdefghi");
	send(UINT32_MAX - 2, "abc");
	send(UINT32_MAX, "cdefgXi");
	assert_int_equal(told.inconsistent, 1);
	assert_int_equal(stream_next(&stream), 6);
}

static void first_copy_counts(void **state)
{
	(void)state;
	stream_start(&stream, 10);
	send(14, "efgh");
	send(16, "XXij");	/* over the end of one that waits */
	assert_int_equal(told.inconsistent, 1);
	send(12, "cdYY");	/* over its start */
	assert_int_equal(told.inconsistent, 2);
	send(11, "bcdefghijk");	/* all of it, and more on both sides */
	assert_int_equal(told.inconsistent, 2);
	send(10, "a");
	assert_string_equal(told.text, "abcdefghijk");
	send(8, "ZZabQdefghijkl");	/* what was handed on */
	assert_string_equal(told.text, "abcdefghijkl");
	assert_int_equal(told.inconsistent, 3);
}

static void fills_between_what_waits(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(2, "c");
	send(5, "f");
	send(8, "i");
	send(1, "bcdefghijk");
	assert_string_equal(told.text, "");
	send(0, "a");
	assert_string_equal(told.text, "abcdefghijk");
	assert_int_equal(told.inconsistent, 0);
	send(13, "n");
	send(11, "lmno");	/* in order, over one that waits */
	assert_string_equal(told.text, "abcdefghijklmno");
	assert_int_equal(pool.waiting, 0);
}

static void a_retransmission_says_nothing(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(0, "abc");
	send(0, "abc");
	send(1, "bcd");
	send(0, "ab");
	assert_string_equal(told.text, "abcd");
	assert_int_equal(told.inconsistent, 0);
	assert_int_equal(told.gaps, 0);
}

static void only_the_tail_is_compared(void **state)
{
	char text[1024], other[1024];

	(void)state;
	memset(text, 'a', sizeof(text));
	text[1000] = '\0';
	memcpy(other, text, sizeof(text));
	stream_start(&stream, 5);
	send(5, text);
	other[1000 - STREAM_TAIL - 1] = 'b';
	send(5, other);
	assert_int_equal(told.inconsistent, 0);
	other[1000 - STREAM_TAIL] = 'b';
	send(5, other);
	assert_int_equal(told.inconsistent, 1);
	/* A gap ends what may be compared. */
	send_cut(1005, "abcd", 2);
	send(5, other);
	assert_int_equal(told.inconsistent, 1);
}

static void a_keep_alive_means_nothing(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(0, "abc");
	stream_bytes(&stream, 2, (const uint8_t *)"", 1, 1, &sink);
	assert_int_equal(told.inconsistent, 0);
	/* Nor does a probe of a window that is closed: the next byte. */
	send(3, "d");
	send(3, "def");
	stream_bytes(&stream, 6, NULL, 0, 0, &sink);
	assert_string_equal(told.text, "abcdef");
	assert_int_equal(told.inconsistent, 0);
}

static void what_was_not_captured_is_a_gap(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send_cut(0, "abcdef", 4);
	assert_string_equal(told.text, "abcd<2>");
	send_cut(9, "jklmn", 3);
	send(6, "ghi");
	assert_string_equal(told.text, "abcd<2>ghijkl<2>");
	send_cut(14, "opq", 0);
	send(17, "r");
	assert_string_equal(told.text, "abcd<2>ghijkl<2><3>r");
	/* A copy that has all comes too late, and does not differ. */
	send(12, "XXopq");
	assert_int_equal(told.inconsistent, 0);
	assert_int_equal(stream_next(&stream), 18);
}

static void an_acknowledgement_ends_the_wait(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(3, "def");
	send(9, "jkl");
	stream_acknowledged(&stream, 0, &sink);
	assert_string_equal(told.text, "");
	stream_acknowledged(&stream, 3, &sink);
	assert_string_equal(told.text, "<3>def");
	stream_acknowledged(&stream, 5, &sink);
	stream_acknowledged(&stream, 8, &sink);
	assert_string_equal(told.text, "<3>def<2>");
	stream_acknowledged(&stream, 20, &sink);
	assert_string_equal(told.text, "<3>def<2><1>jkl<8>");
	/* What nobody can have acknowledged says nothing. */
	stream_acknowledged(&stream, 20 + (1u << 30), &sink);
	assert_int_equal(stream_next(&stream), 20);
}

static void before_the_start_nothing_is_acknowledged(void **state)
{
	(void)state;
	stream_acknowledged(&stream, 100, &sink);
	assert_int_equal(told.gaps, 0);
	send(50, "abc");
	assert_string_equal(told.text, "abc");
}

static void in_the_end_all_is_handed_on(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(3, "def");
	send(9, "jkl");
	stream_finish(&stream, &sink);
	assert_string_equal(told.text, "<3>def<3>jkl");
	assert_int_equal(pool.waiting, 0);
}

static void a_full_buffer_jumps(void **state)
{
	static char large[1001];

	(void)state;
	memset(large, 'x', 1000);
	stream_init(&stream, &pool, 3000, tail);
	stream_start(&stream, 0);
	send(10, "bcd");
	send_cut(20, large, 0);		/* costs but its record */
	send(2000, large);
	send(3500, large);
	assert_int_equal(told.gaps, 0);
	/* It does not fit until "bcd" and the first 1000 bytes are gone. */
	send(6000, large);
	assert_memory_equal(told.text, "<10>bcd<7><1000><980>xxx", 24);
	assert_int_equal(told.length, 21 + 1000);
	assert_int_equal(pool.dropped, 10 + 7 + 980);
	assert_true(pool.waiting > 2000 && pool.waiting <= 3000);
	stream_finish(&stream, &sink);
	assert_int_equal(stream_next(&stream), 7000);
	/* What is larger than all room goes on at once. */
	stream.limit = 500;
	send(7010, large);
	assert_int_equal(stream_next(&stream), 8010);
	assert_int_equal(told.inconsistent, 0);
}

static void a_full_pool_jumps_too(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	pool.waiting = pool.limit;	/* others' */
	send(3, "def");
	assert_string_equal(told.text, "<3>def");
	assert_int_equal(pool.dropped, 3);
	assert_int_equal(pool.waiting, pool.limit);
	pool.waiting = 0;
}

static void pieces_are_counted(void **state)
{
	(void)state;
	stream_init(&stream, &pool, 10 << 20, tail);
	pool.limit = 10 << 20;
	stream_start(&stream, 0);
	for (uint32_t i = 0; i < STREAM_PIECES_MAX; i++)
		send(2 + 2 * i, "x");
	assert_int_equal(told.gaps, 0);
	send(1 << 20, "y");
	assert_true(told.gaps > 0);
	assert_int_equal(pool.dropped, 2);
}

static void lost_memory_loses_only_the_wait(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(3, "def");
	allocations_left = 0;
	send(9, "jkl");
	assert_string_equal(told.text, "<3>def<3>jkl");
	send(20, "u");
	assert_string_equal(told.text, "<3>def<3>jkl<8>u");
	allocations_left = -1;
	send(22, "w");
	send(21, "v");
	assert_string_equal(told.text, "<3>def<3>jkl<8>uvw");
	assert_int_equal(pool.dropped, 14);
}

static void numbers_from_nowhere_need_a_second(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(0, "abc");
	send(0x60000000, "forged");
	send(3, "def");
	assert_string_equal(told.text, "abcdef");
	/* Another connection of the same ports, whose SYN was lost. */
	send(0xa0000000, "220");
	assert_string_equal(told.text, "abcdef");
	send(0xa0000003, " hi");
	assert_string_equal(told.text, "abcdef<0> hi");
	send(0xa0000006, "!");
	assert_string_equal(told.text, "abcdef<0> hi!");
}

static void far_ahead_and_going_on_is_a_gap(void **state)
{
	(void)state;
	stream_start(&stream, 0);
	send(0, "abc");
	send(1000000, "xyz");
	assert_string_equal(told.text, "abc");
	send(1000003, "more");
	assert_string_equal(told.text, "abc<999997>xyzmore");
}

/* Bytes that depend on where they stand. */
static uint8_t byte_at(uint32_t n)
{
	return (uint8_t)(n * 2654435761u >> 24);
}

static uint32_t random_state;

static uint32_t draw(uint32_t below)
{
	random_state = random_state * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)(random_state >> 1) * below >> 31);
}

struct progress {
	uint32_t at;
	uint32_t wrong;
};

static void check_data(void *user, const uint8_t *bytes, size_t length)
{
	struct progress *progress = user;

	for (size_t i = 0; i < length; i++, progress->at++)
		progress->wrong += bytes[i] != byte_at(progress->at);
}

static void check_gap(void *user, size_t missing)
{
	((struct progress *)user)->wrong += (uint32_t)missing | 1;
}

static void check_differs(void *user)
{
	((struct progress *)user)->wrong++;
}

/* Segments in any order within 32 KiB, repeated, and over one another. */
static void shuffle(uint32_t first, uint32_t length)
{
	struct progress progress = {first, 0};
	const struct stream_sink checks = {check_data, check_gap,
					   check_differs, &progress};
	uint32_t done = 0;
	uint8_t bytes[3000];

	stream_init(&stream, &pool, 256 << 10, tail);
	stream_start(&stream, first);
	while (done < length) {
		uint32_t ahead = draw(4) ? draw(32768) : 0;
		uint32_t from = done > 600 ? done - draw(600) : 0;
		uint32_t size = 1 + draw(sizeof(bytes) - 1);

		if (draw(3))
			from = done;
		from += ahead;
		if (from >= length)
			continue;
		if (size > length - from)
			size = length - from;
		for (uint32_t i = 0; i < size; i++)
			bytes[i] = byte_at(first + from + i);
		stream_bytes(&stream, first + from, bytes, size, size,
			     &checks);
		assert_true(pool.waiting <= 256 << 10);
		done = stream_next(&stream) - first;
	}
	assert_int_equal(progress.wrong, 0);
	assert_int_equal(progress.at - first, length);
	assert_int_equal(pool.waiting, 0);
}

static void any_order_comes_out_in_order(void **state)
{
	(void)state;
	random_state = 20240511;
	for (uint32_t i = 0; i < 40; i++) {
		shuffle(i * 0x12345678, 100000);
		shuffle(UINT32_MAX - 50000 + i, 100000);
		shuffle((1u << 31) - 50000 + i, 100000);
	}
	assert_int_equal(pool.dropped, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hands_on_the_packets_own_bytes),
		TEST(starts_in_the_middle),
		TEST(waits_for_what_is_missing),
		TEST(goes_over_the_highest_number),
		TEST(first_copy_counts),
		TEST(fills_between_what_waits),
		TEST(a_retransmission_says_nothing),
		TEST(only_the_tail_is_compared),
		TEST(a_keep_alive_means_nothing),
		TEST(what_was_not_captured_is_a_gap),
		TEST(an_acknowledgement_ends_the_wait),
		TEST(before_the_start_nothing_is_acknowledged),
		TEST(in_the_end_all_is_handed_on),
		TEST(a_full_buffer_jumps),
		TEST(a_full_pool_jumps_too),
		TEST(pieces_are_counted),
		TEST(lost_memory_loses_only_the_wait),
		TEST(numbers_from_nowhere_need_a_second),
		TEST(far_ahead_and_going_on_is_a_gap),
		TEST(any_order_comes_out_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
