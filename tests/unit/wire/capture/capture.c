/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture_file.h"

#include <errno.h>
#include <stdio.h>

#include "wire/capture/capture_write.h"
#include "unit/captured.h"
#include "wire/capture/pcapng_time.h"
#include "port/file/file.h"
#include "unit/bytes.h"

#define SECOND INT64_C(1000000000)

static struct bytes file;

/**
 * struct memory - A file that comes in pieces
 * @piece:	What one read gives at most
 * @lazy:	Every second read gives nothing, as a pipe may
 */
struct memory {
	size_t at;
	size_t piece;
	int lazy;
	unsigned int reads;
};

static ptrdiff_t read_memory(void *state, void *bytes, size_t size, int wait)
{
	struct memory *m = state;
	size_t n = file.length - m->at;

	(void)wait;
	if (m->lazy && ++m->reads % 2)
		return m->reads % 4 == 1 ? -EINTR : -EAGAIN;
	if (n > m->piece)
		n = m->piece;
	if (n > size)
		n = size;
	memcpy(bytes, file.at + m->at, n);
	m->at += n;
	return (ptrdiff_t)n;
}

static struct capture *open_memory(struct memory *m, size_t piece)
{
	struct capture_input input = {read_memory, m};
	char error[CAPTURE_ERROR_TEXT] = "";
	struct capture *capture;

	*m = (struct memory){.piece = piece};
	if (capture_open_input(&input, &capture, error))
		fail_msg("%s", error);
	return capture;
}

static void expect_refusal(int rc, const char *says)
{
	struct memory m = {.piece = SIZE_MAX};
	struct capture_input input = {read_memory, &m};
	char error[CAPTURE_ERROR_TEXT] = "";
	struct capture *capture = NULL;

	assert_int_equal(capture_open_input(&input, &capture, error), rc);
	assert_string_equal(error, says);
	assert_null(capture);
}

static void add_pcap(int big, uint32_t magic, unsigned int link)
{
	file.length = 0;
	add_number(&file, big, magic, 4);
	add_number(&file, big, 2, 2);
	add_number(&file, big, 4, 2);
	add_zeros(&file, 8);
	add_number(&file, big, 65535, 4);
	add_number(&file, big, link, 4);
}

static void add_packet(int big, uint32_t seconds, uint32_t ticks,
		       uint32_t length, const char *bytes)
{
	add_number(&file, big, seconds, 4);
	add_number(&file, big, ticks, 4);
	add_number(&file, big, strlen(bytes), 4);
	add_number(&file, big, length, 4);
	add(&file, bytes, strlen(bytes));
}

static void expect_packet(struct capture *capture, int64_t time,
			  const char *bytes, uint32_t length, int link,
			  unsigned int interface)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	struct packet packet;
	int rc;

	do {
		rc = capture_next(capture, &packet, 0, error);
	} while (!rc);
	if (rc != 1)
		fail_msg("%d: %s", rc, error);
	assert_true(packet.time == time);
	assert_int_equal(packet.captured, strlen(bytes));
	assert_memory_equal(packet.bytes, bytes, packet.captured);
	assert_int_equal(packet.length, length);
	assert_int_equal(packet.link, link);
	assert_int_equal(packet.interface, interface);
}

/* The end, and how it is told; told again it is the same. */
static void expect_end(struct capture *capture, int rc, const char *says)
{
	for (int i = 0; i < 2; i++) {
		char error[CAPTURE_ERROR_TEXT] = "";
		struct packet packet = {.link = 4711};
		int got;

		do {
			got = capture_next(capture, &packet, 0, error);
		} while (!got);
		assert_string_equal(error, says);
		assert_int_equal(got, rc);
		assert_int_equal(packet.link, 4711);
	}
	capture_close(capture);
}

static void reads_pcap(void **state)
{
	static const struct {
		uint32_t magic;
		int64_t tick;
	} kinds[] = {{0xa1b2c3d4, 1000}, {0xa1b23c4d, 1}};

	(void)state;
	for (int i = 0; i < 16; i++) {
		int big = i & 1, kind = i >> 1 & 1;
		struct capture_counts counts;
		struct capture *capture;
		struct memory m;

		/* The upper half of the link type: a checksum's length. */
		add_pcap(big, kinds[kind].magic, 0x44000071);
		add_packet(big, 1700000000, 999, 5, "hello");
		add_packet(big, 0xffffffff, 0xffffffff, 99, "x");
		add_packet(big, 0, 0, 0, "");
		capture = open_memory(&m, i & 4 ? 1 : SIZE_MAX);
		m.lazy = i & 8;
		expect_packet(capture, 1700000000 * SECOND + 999 *
			      kinds[kind].tick, "hello", 5, 113, 0);
		expect_packet(capture, UINT32_MAX * SECOND + UINT32_MAX *
			      kinds[kind].tick, "x", 99, 113, 0);
		expect_packet(capture, 0, "", 0, 113, 0);
		capture_counts(capture, &counts);
		assert_int_equal(counts.received, 3);
		assert_false(counts.known);
		expect_end(capture, -ENODATA, "");
	}
}

static void says_what_is_no_capture(void **state)
{
	(void)state;
	file.length = 0;
	expect_refusal(-EINVAL, "not a capture: empty");
	add(&file, "\n", 1);
	expect_refusal(-EINVAL, "not a capture: it starts with 0a");
	/* Whose letter it is, nobody learns. */
	file.length = 0;
	add(&file, "From: jane@client.example\r\n", 27);
	expect_refusal(-EINVAL, "not a capture: it starts with 46 72 6f 6d");
	file.length = 0;
	add_hex(&file, "7f454c46 02");
	expect_refusal(-EINVAL, "not a capture: it starts with 7f 45 4c 46");
	file.length = 0;
	add_hex(&file, "1f8b0800 00000000");
	expect_refusal(-EINVAL, "compressed: gunzip it first");
	file.length = 0;
	add_hex(&file, "28b52ffd 00000000");
	expect_refusal(-EINVAL, "compressed: unzstd it first");
	file.length = 0;
	add(&file, "GMBU\0\2", 6);
	expect_refusal(-EINVAL,
		       "of Network Monitor: convert it with editcap -F pcapng");
	add_pcap(0, 0xa1b2cd34, 1);
	expect_refusal(-EINVAL, "a modified pcap format (magic a1b2cd34): "
				"convert it with editcap -F pcap");
	add_pcap(1, 0xa1b2c3d4, 1);
	file.at[5] = 3;
	expect_refusal(-EINVAL, "pcap version 3.4 is not supported (2.4 is)");
	add_pcap(0, 0xa1b2c3d4, 1);
	file.length = 20;
	expect_refusal(-EINVAL, "cut off in the file's header, at byte 20");
	file.length = 0;
	add_hex(&file, "0a0d0d0a 1c000000");
	expect_refusal(-EINVAL, "cut off in the block at byte 0, at byte 8");
	add_hex(&file, "01020304");
	expect_refusal(-EINVAL,
		       "at byte 0: a section with byte order 16909060");
}

static void says_where_pcap_is_damaged(void **state)
{
	struct memory m;
	struct capture *capture;
	char says[CAPTURE_ERROR_TEXT];

	(void)state;
	/* Cut off at every byte: of the header, of the packet. */
	for (size_t at = 24; at < 24 + 2 * 21; at++) {
		add_pcap(0, 0xa1b2c3d4, 1);
		add_packet(0, 1, 2, 5, "hello");
		add_packet(0, 1, 2, 5, "hello");
		file.length = at;
		capture = open_memory(&m, SIZE_MAX);
		if (at >= 24 + 21)
			expect_packet(capture, SECOND + 2000, "hello", 5, 1, 0);
		snprintf(says, sizeof(says),
			 "cut off in %spacket %d, at byte %zu",
			 (at - 24) % 21 < 16 ? "the header of " : "",
			 at < 24 + 21 ? 1 : 2, at);
		if ((at - 24) % 21)
			expect_end(capture, -EINVAL, says);
		else
			expect_end(capture, -ENODATA, "");
	}
	add_pcap(0, 0xa1b2c3d4, 1);
	add_packet(0, 1, 2, 5, "hello");
	add_number(&file, 0, 0, 8);
	add_number(&file, 0, 0xffffffff, 4);
	add_number(&file, 0, 0xffffffff, 4);
	capture = open_memory(&m, 7);
	expect_packet(capture, SECOND + 2000, "hello", 5, 1, 0);
	expect_end(capture, -EINVAL, "packet 2, at byte 45: 4294967295 bytes;"
				     " the maximum is 262144");
	/* The maximum. */
	add_pcap(0, 0xa1b2c3d4, 1);
	add_number(&file, 0, 0, 8);
	add_number(&file, 0, CAPTURE_PACKET_MAX, 4);
	add_number(&file, 0, CAPTURE_PACKET_MAX, 4);
	memset(file.at + file.length, 'x', CAPTURE_PACKET_MAX);
	file.length += CAPTURE_PACKET_MAX;
	capture = open_memory(&m, 100000);
	file.at[file.length] = '\0';
	expect_packet(capture, 0, (const char *)file.at + 40,
		      CAPTURE_PACKET_MAX, 1, 0);
	expect_end(capture, -ENODATA, "");
}

/**
 * begin_block() - Start a block of pcapng
 * Return: where it starts, for end_block()
 */
static size_t begin_block(int big, uint32_t type)
{
	size_t start = file.length;

	add_number(&file, big, type, 4);
	add_number(&file, big, 0, 4);
	return start;
}

/* Pads it, and writes its length at both ends. */
static void end_block(int big, size_t start)
{
	size_t length, end;

	add_zeros(&file, -file.length % 4);
	add_number(&file, big, 0, 4);
	end = file.length;
	length = end - start;
	file.length = start + 4;
	add_number(&file, big, length, 4);
	file.length = end - 4;
	add_number(&file, big, length, 4);
}

static void add_section(int big)
{
	size_t start = begin_block(big, 0x0a0d0d0a);

	add_number(&file, big, 0x1a2b3c4d, 4);
	add_number(&file, big, 1, 2);
	add_number(&file, big, 0, 2);
	add_number(&file, big, UINT64_MAX, 8);
	/* An option: a comment. */
	add_number(&file, big, 1, 2);
	add_number(&file, big, 5, 2);
	add(&file, "hello\0\0\0", 8);
	add_zeros(&file, 4);
	end_block(big, start);
}

static void add_interface(int big, unsigned int link, uint32_t snap,
			  int resolution, int64_t offset)
{
	size_t start = begin_block(big, 1);

	add_number(&file, big, link, 2);
	add_zeros(&file, 2);
	add_number(&file, big, snap, 4);
	add_number(&file, big, 2, 2);		/* if_name */
	add_number(&file, big, 3, 2);
	add(&file, "eth\0", 4);
	if (resolution) {
		add_number(&file, big, 9, 2);
		add_number(&file, big, 1, 2);
		add_number(&file, 1, (uint64_t)resolution << 24, 4);
	}
	if (offset) {
		add_number(&file, big, 14, 2);
		add_number(&file, big, 8, 2);
		add_number(&file, big, (uint64_t)offset, 8);
		add_zeros(&file, 4);
	}
	end_block(big, start);
}

static void add_enhanced(int big, uint32_t interface, uint64_t time,
			 uint32_t length, const char *bytes)
{
	size_t start = begin_block(big, 6);

	add_number(&file, big, interface, 4);
	add_number(&file, big, time >> 32, 4);
	add_number(&file, big, time & 0xffffffff, 4);
	add_number(&file, big, strlen(bytes), 4);
	add_number(&file, big, length, 4);
	add(&file, bytes, strlen(bytes));
	end_block(big, start);
}

static void add_unknown(int big, size_t length)
{
	size_t start = begin_block(big, 0x0bad1dea);

	add_zeros(&file, length);
	end_block(big, start);
}

/* Two sections of different byte orders, and every kind of block. */
static void reads_pcapng(void **state)
{
	struct memory m;
	struct capture *capture;
	size_t start;

	(void)state;
	for (int i = 0; i < 4; i++) {
		int big = i & 1;

		file.length = 0;
		add_section(big);
		add_interface(big, 1, 0, 0, 0);
		add_enhanced(big, 0, 1700000000000001, 5, "hello");
		add_unknown(big, 100000);
		add_interface(big, 113, 3, 9, 0);
		add_enhanced(big, 1, 1700000000000000001, 99, "nano");
		start = begin_block(big, 2);	/* the obsolete kind */
		add_number(&file, big, 1, 2);
		add_number(&file, big, 7, 2);
		add_number(&file, big, 0, 4);
		add_number(&file, big, 3, 4);
		add_number(&file, big, 3, 4);
		add_number(&file, big, 4, 4);
		add(&file, "old", 3);
		end_block(big, start);
		add_section(!big);
		add_interface(!big, 101, 4, 0x80 | 10, 1000);
		start = begin_block(!big, 3);	/* the simple kind, cut */
		add_number(&file, !big, 9, 4);
		add(&file, "simp", 4);
		end_block(!big, start);
		add_enhanced(!big, 0, 1536, 0, "");
		capture = open_memory(&m, i & 2 ? 3 : SIZE_MAX);
		m.lazy = i & 2;
		expect_packet(capture, 1700000000 * SECOND + 1000, "hello", 5,
			      1, 0);
		expect_packet(capture, 1700000000 * SECOND + 1, "nano", 99, 113,
			      1);
		expect_packet(capture, 3, "old", 4, 113, 1);
		/* It has no time: that of the packet before. */
		expect_packet(capture, 3, "simp", 9, 101, 2);
		expect_packet(capture, 1001 * SECOND + SECOND / 2, "", 0, 101,
			      2);
		expect_end(capture, -ENODATA, "");
	}
}

static void says_where_pcapng_is_damaged(void **state)
{
	struct memory m;
	size_t start, blocks;

	(void)state;
	file.length = 0;
	add_section(0);
	add_enhanced(0, 0, 0, 1, "x");
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "at byte 44: a packet without an interface: number 0");
	file.length = 0;
	add_section(0);
	add_interface(0, 1, 0, 0, 0);
	blocks = file.length;
	assert_int_equal(blocks, 72);
	add_enhanced(0, 2, 0, 1, "x");
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "packet 1, at byte 72: interface 2; the maximum is 0");
	/* More bytes than the block has; more than any may have. */
	file.length = blocks;
	add_enhanced(0, 0, 0, 1, "x");
	file.at[blocks + 20] = 5;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "packet 1, at byte 72: 5 bytes; the maximum is 4");
	memset(file.at + blocks + 20, 0xff, 4);
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL, "packet 1, at "
		   "byte 72: 4294967295 bytes; the maximum is 262144");
	/* Lengths. */
	file.length = blocks;
	add_unknown(0, 4);
	file.at[blocks + 4] = 13;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "at byte 72: a block with the length 13");
	file.at[blocks + 4] = 8;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "at byte 72: a block with the length 8");
	file.at[blocks + 4] = 20;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "cut off in a block, at byte 88");
	file.length = blocks;
	add_enhanced(0, 0, 0, 1, "x");
	file.at[file.length - 4] = 40;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "at byte 72: a block that ends with another length: 40");
	file.length -= 8;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "cut off in the block at byte 72, at byte 100");
	file.length = blocks + 5;
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "cut off in a block's header, at byte 77");
	/* A packet's block of no packet. */
	file.length = blocks;
	start = begin_block(0, 6);
	end_block(0, start);
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "at byte 72: a packet block with the length 12");
	/* Only so many interfaces. */
	file.length = 0;
	add_section(0);
	for (int i = 0; i < 4097; i++)
		add_interface(0, 1, 0, 0, 0);
	expect_end(open_memory(&m, SIZE_MAX), -EINVAL,
		   "at byte 114732: more interfaces than 4096");
}

static void knows_times(void **state)
{
	static const struct {
		uint32_t high, low;
		uint8_t resolution;
		int64_t offset, time;
	} times[] = {
		{0, 1500, 3, 0, SECOND + SECOND / 2},
		{0, 15, 0, -10, 5 * SECOND},
		{0, 15, 0, -16, -SECOND},
		{0xffffffff, 0xffffffff, 12, 0, 18446744073709551},
		{0xffffffff, 0xffffffff, 19, 0, 1844674407},
		{0xffffffff, 0xffffffff, 20, 0, 184467440},
		{0xffffffff, 0xffffffff, 28, 0, 1},
		{0xffffffff, 0xffffffff, 29, 0, 0},
		{0xffffffff, 0xffffffff, 127, 0, 0},
		{0, 3, 0x81, 0, SECOND + SECOND / 2},
		{3, 0x80000000, 0x80 | 32, 0, 3 * SECOND + SECOND / 2},
		{0xc0000000, 0, 0x80 | 63, 0, SECOND + SECOND / 2},
		{0xc0000000, 0, 0x80 | 64, 0, SECOND / 4 * 3},
		{0xffffffff, 0xffffffff, 0xff, 0, 0},
		{0xffffffff, 0xffffffff, 0, 0, INT64_MAX},
		{0xffffffff, 0xffffffff, 0, INT64_MIN, INT64_MAX},
		{0, 0, 6, INT64_MAX, INT64_MAX},
		{0, 0, 6, INT64_MIN, INT64_MIN},
		{0, 0, 6, -9223372037, INT64_MIN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		int64_t time = pcapng_time(times[i].high, times[i].low,
					   times[i].resolution,
					   times[i].offset);

		if (time != times[i].time)
			fail_msg("%zu: %lld", i, (long long)time);
	}
}

static void copy_to(const char *path, struct capture *capture)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	struct capture_write *write;
	struct draft *draft;
	struct packet packet;

	draft = begin_capture(path, &write);
	while (capture_next(capture, &packet, 0, error) == 1)
		assert_int_equal(capture_write_packet(write, &packet), 0);
	packet.link = 147;
	assert_int_equal(capture_write_packet(write, &packet), -EPROTOTYPE);
	assert_int_equal(capture_write_flush(write), 0);
	assert_int_equal(end_capture(draft, write), 0);
	capture_close(capture);
}

#define WRITTEN "sniff_capture.tmp"

static void writes_what_it_read(void **state)
{
	static const uint32_t magics[] = {0xa1b2c3d4, 0xa1b23c4d};
	struct memory m;
	char *bytes;
	size_t length;

	(void)state;
	for (int i = 0; i < 2; i++) {
		add_pcap(0, magics[i], 113);
		/* As it writes it: its own limit. */
		file.length = 16;
		add_number(&file, 0, CAPTURE_PACKET_MAX, 4);
		add_number(&file, 0, 113, 4);
		add_packet(0, 1700000000, 999, 5, "hello");
		add_packet(0, 4294967295, 12, 99, "world");
		copy_to(WRITTEN, open_memory(&m, SIZE_MAX));
		assert_int_equal(file_read(WRITTEN, 1 << 20, &bytes, &length),
				 0);
		assert_int_equal(length, file.length);
		assert_memory_equal(bytes, file.at, length);
		free(bytes);
	}
	remove(WRITTEN);
}

static void writes_absurd_packets(void **state)
{
	struct capture_write *write;
	struct draft *draft;
	struct packet packet = {
		.time = INT64_MAX, .bytes = (const uint8_t *)"abc",
		.captured = 3, .length = 1, .link = 12,
	};
	struct memory m;
	struct capture *capture;
	char *bytes;
	size_t length;

	(void)state;
	draft = begin_capture(WRITTEN, &write);
	assert_int_equal(capture_write_packet(write, &packet), 0);
	packet.time = INT64_MIN;
	packet.link = 101;
	assert_int_equal(capture_write_packet(write, &packet), 0);
	assert_int_equal(end_capture(draft, write), 0);
	assert_int_equal(file_read(WRITTEN, 1 << 20, &bytes, &length), 0);
	file.length = 0;
	add(&file, bytes, length);
	free(bytes);
	capture = open_memory(&m, SIZE_MAX);
	expect_packet(capture, UINT32_MAX * SECOND + SECOND - 1, "abc", 3, 101,
		      0);
	expect_packet(capture, 0, "abc", 3, 101, 0);
	expect_end(capture, -ENODATA, "");
	/* Nothing at all is an empty capture. */
	draft = begin_capture(WRITTEN, &write);
	assert_int_equal(end_capture(draft, write), 0);
	assert_int_equal(file_read(WRITTEN, 1 << 20, &bytes, &length), 0);
	file.length = 0;
	add(&file, bytes, length);
	free(bytes);
	assert_int_equal(file.at[20], 1);	/* Ethernet */
	capture = open_memory(&m, SIZE_MAX);
	expect_end(capture, -ENODATA, "");
	remove(WRITTEN);
	assert_int_equal(draft_open(".", true, -1, &draft), -EISDIR);
	capture_write_close(NULL);
	capture_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_pcap),
		cmocka_unit_test(says_what_is_no_capture),
		cmocka_unit_test(says_where_pcap_is_damaged),
		cmocka_unit_test(reads_pcapng),
		cmocka_unit_test(says_where_pcapng_is_damaged),
		cmocka_unit_test(knows_times),
		cmocka_unit_test(writes_what_it_read),
		cmocka_unit_test(writes_absurd_packets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
