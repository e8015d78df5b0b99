/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/ip.h"

#include <errno.h>

#include "wire/packet/fragment.h"
#include "unit/bytes.h"

#define SECOND INT64_C(1000000000)

/* An IPv4 header from 192.0.2.1 to 192.0.2.25 without options. */
static void add_ipv4(struct bytes *b, unsigned int total, unsigned int id,
		     unsigned int fragment, unsigned int protocol)
{
	add_hex(b, "4500");
	add_number(b, 1, total, 2);
	add_number(b, 1, id, 2);
	add_number(b, 1, fragment, 2);
	add_number(b, 1, 63, 1);
	add_number(b, 1, protocol, 1);
	add_hex(b, "0000 c0000201 c0000219");
}

static void add_ipv6(struct bytes *b, unsigned int length, unsigned int next)
{
	add_hex(b, "60000000");
	add_number(b, 1, length, 2);
	add_number(b, 1, next, 1);
	add_hex(b, "40 20010db8000000000000000000000001"
		   "20010db8000000000000000000000019");
}

/* On memory of its own, so that reading past it shows; freed by the caller. */
static int parse(struct ip *ip, const struct bytes *b, int64_t time,
		 struct datagram *d, void **copy)
{
	*copy = malloc(b->length ? b->length : 1);
	assert_non_null(*copy);
	memcpy(*copy, b->at, b->length);
	return ip_parse(ip, cursor_over(*copy, b->length), 65575, time, d);
}

static int parse_once(const struct bytes *b, struct datagram *d,
		      struct ip_counts *counts)
{
	struct ip *ip = ip_new();
	void *copy;
	int rc;

	assert_non_null(ip);
	rc = parse(ip, b, 0, d, &copy);
	/* Nobody may look at it any longer. */
	d->payload.bytes = NULL;
	*counts = ip_counts(ip);
	free(copy);
	ip_free(ip);
	return rc;
}

static void reads_ipv4(void **state)
{
	static struct bytes b;
	struct ip_counts counts;
	struct datagram d;
	char text[ADDRESS_TEXT];

	(void)state;
	memset(&d, 0xff, sizeof(d));
	b.length = 0;
	add_ipv4(&b, 25, 0x1234, 0x4000, IP_PROTOCOL_TCP);
	add_hex(&b, "0102030405 000000");	/* and padding */
	assert_int_equal(parse_once(&b, &d, &counts), 0);
	assert_string_equal(address_format(&d.source, text), "192.0.2.1");
	assert_string_equal(address_format(&d.target, text), "192.0.2.25");
	assert_int_equal(d.protocol, IP_PROTOCOL_TCP);
	assert_int_equal(d.ttl, 63);
	assert_int_equal(d.id, 0x1234);
	assert_int_equal(d.length, 5);
	assert_int_equal(cursor_left(&d.payload), 5);
	for (int i = 4; i < 16; i++)
		assert_int_equal(d.source.bytes[i], 0);
	assert_int_equal(counts.fragments, 0);
}

/* Who believed it would take all that follows for old. */
static void believes_no_more_than_the_wire_had(void **state)
{
	struct ip *ip = ip_new();
	static struct bytes b;
	struct datagram d;

	(void)state;
	assert_non_null(ip);
	b.length = 0;
	add_ipv4(&b, 25, 1, 0, IP_PROTOCOL_TCP);
	add_hex(&b, "010203");
	assert_int_equal(ip_parse(ip, cursor_over(b.at, b.length), 25, 0, &d),
			 0);
	assert_int_equal(ip_parse(ip, cursor_over(b.at, b.length), 24, 0, &d),
			 -EINVAL);
	b.length = 0;
	add_hex(&b, "60000000 0005 06 40");
	add_zeros(&b, 32 + 3);
	assert_int_equal(ip_parse(ip, cursor_over(b.at, b.length), 45, 0, &d),
			 0);
	assert_int_equal(ip_parse(ip, cursor_over(b.at, b.length), 44, 0, &d),
			 -EINVAL);
	assert_int_equal(ip_counts(ip).damaged, 2);
	ip_free(ip);
}

static void reads_options_cuts_and_offload(void **state)
{
	static struct bytes b;
	struct ip_counts counts;
	struct datagram d;

	(void)state;
	/* Options: a header of 24 bytes. */
	b.length = 0;
	add_ipv4(&b, 26, 1, 0, IP_PROTOCOL_UDP);
	b.at[0] = 0x46;
	add_hex(&b, "94040000 0102");
	assert_int_equal(parse_once(&b, &d, &counts), 0);
	assert_int_equal(d.length, 2);
	/* Cut off: of 1000 bytes there are 3. */
	b.length = 0;
	add_ipv4(&b, 1020, 1, 0, IP_PROTOCOL_TCP);
	add_hex(&b, "010203");
	assert_int_equal(parse_once(&b, &d, &counts), 0);
	assert_int_equal(d.length, 1000);
	assert_int_equal(cursor_left(&d.payload), 3);
	/* Segmentation offload: a length of 0. */
	b.length = 0;
	add_ipv4(&b, 0, 1, 0, IP_PROTOCOL_TCP);
	add_zeros(&b, 70000);
	assert_int_equal(parse_once(&b, &d, &counts), 0);
	assert_int_equal(d.length, 70000);
	assert_int_equal(cursor_left(&d.payload), 70000);
	b.length = 0;
	add_ipv6(&b, 0, IP_PROTOCOL_TCP);
	add_zeros(&b, 70000);
	assert_int_equal(parse_once(&b, &d, &counts), 0);
	assert_int_equal(d.length, 70000);
}

static void refuses_nonsense(void **state)
{
	static const char *const examples[] = {
		"", "45", "50000000", "00",
		/* a header of 16 bytes, one longer than all, a short total */
		"44000014 00000000 4006 0000 c0000201 c0000219",
		"4f000014 00000000 4006 0000 c0000201 c0000219",
		"45000013 00000000 4006 0000 c0000201 c0000219",
		"45000014 00000000 4006 0000 c0000201 c00002",
		"60000000 0000 06 40",
		/* a hop-by-hop header that is cut off; one beyond the length */
		"60000000 0008 00 40 20010db8000000000000000000000001"
		"20010db8000000000000000000000019 060000",
		"60000000 0008 00 40 20010db8000000000000000000000001"
		"20010db8000000000000000000000019 0601000000000000"
		"0000000000000000",
	};
	static struct bytes b;
	struct ip_counts counts;
	struct datagram d;

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		memset(&d, 0x5a, sizeof(d));
		b.length = 0;
		add_hex(&b, examples[i]);
		if (parse_once(&b, &d, &counts) != -EINVAL)
			fail_msg("%s", examples[i]);
		assert_int_equal(counts.damaged, 1);
		assert_int_equal(d.ttl, 0x5a);
		assert_int_equal(d.source.bytes[0], 0x5a);
	}
}

static void passes_ipv6_extensions(void **state)
{
	static struct bytes b;
	struct ip_counts counts;
	struct datagram d;
	char text[ADDRESS_TEXT];

	(void)state;
	b.length = 0;
	add_ipv6(&b, 8 + 24 + 8 + 12 + 8 + 3, 0);
	add_hex(&b, "2b00 010400000000");		/* hop-by-hop */
	add_hex(&b, "3c02 0001 00000000"		/* routing */
		    "20010db8000000000000000000000020");
	add_hex(&b, "3300 010400000000");		/* destination */
	add_hex(&b, "2c01 0000 00000001 00000001");	/* AH: 12 bytes */
	add_hex(&b, "0600 0000 12345678");		/* atomic fragment */
	add_hex(&b, "010203");
	assert_int_equal(parse_once(&b, &d, &counts), 0);
	assert_int_equal(d.protocol, IP_PROTOCOL_TCP);
	assert_int_equal(d.length, 3);
	assert_int_equal(cursor_left(&d.payload), 3);
	assert_int_equal(d.ttl, 64);
	assert_int_equal(d.id, 0);
	assert_int_equal(counts.fragments, 0);
	assert_string_equal(address_format(&d.target, text), "2001:db8::19");
	/* ESP and "no next header" end the chain. */
	for (int next = 50; next <= 59; next += 9) {
		b.length = 0;
		add_ipv6(&b, 4, (unsigned int)next);
		add_hex(&b, "00000000");
		assert_int_equal(parse_once(&b, &d, &counts), 0);
		assert_int_equal(d.protocol, next);
	}
	/* An endless chain has an end. */
	b.length = 0;
	add_ipv6(&b, 8 * 100, 60);
	for (int i = 0; i < 100; i++)
		add_hex(&b, "3c00 010400000000");
	assert_int_equal(parse_once(&b, &d, &counts), -EINVAL);
}

/**
 * fragment_of() - Parse a fragment whose bytes count up
 * @from, @length: In bytes
 */
static int fragment_of(struct ip *ip, unsigned int id, unsigned int from,
		       unsigned int length, int more, int64_t time,
		       struct datagram *d)
{
	static struct bytes b;
	void *copy;
	int rc;

	b.length = 0;
	add_ipv4(&b, 20 + length, id, from / 8 | (more ? 0x2000 : 0),
		 IP_PROTOCOL_TCP);
	for (unsigned int i = from; i < from + length; i++)
		add_number(&b, 1, i / 7, 1);
	rc = parse(ip, &b, time, d, &copy);
	free(copy);
	return rc;
}

static void check_whole(const struct datagram *d, size_t length)
{
	struct cursor c = d->payload;
	uint8_t byte = 0;

	assert_int_equal(d->length, length);
	assert_int_equal(cursor_left(&c), length);
	for (size_t i = 0; i < length; i++) {
		assert_true(cursor_u8(&c, &byte));
		assert_int_equal(byte, i / 7 & 0xff);
	}
}

static void puts_fragments_together(void **state)
{
	struct ip *ip = ip_new();
	struct datagram d;

	(void)state;
	assert_non_null(ip);
	/* In order, in reverse, and twice. */
	assert_int_equal(fragment_of(ip, 1, 0, 1480, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 1480, 1480, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 2960, 101, 0, 0, &d), 0);
	check_whole(&d, 3061);
	assert_int_equal(d.protocol, IP_PROTOCOL_TCP);
	assert_int_equal(d.ttl, 63);
	assert_int_equal(fragment_of(ip, 2, 2960, 101, 0, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 2, 2960, 101, 0, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 2, 1480, 1480, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 2, 1480, 1480, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 2, 0, 1480, 1, 0, &d), 0);
	check_whole(&d, 3061);
	/* What comes too late is no new datagram. */
	assert_int_equal(fragment_of(ip, 2, 0, 1480, 1, 5, &d), -EAGAIN);
	assert_int_equal(ip_counts(ip).fragments, 9);
	assert_int_equal(ip_counts(ip).fragments_dropped, 0);
	/* The longest. */
	for (unsigned int at = 0; at < 65528; at += 8)
		assert_int_equal(fragment_of(ip, 3, at, 8, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 3, 65528, 7, 0, 0, &d), 0);
	check_whole(&d, 65535);
	assert_int_equal(ip_counts(ip).damaged, 0);
	ip_free(ip);
}

static void refuses_overlaps(void **state)
{
	/* Each spoils a datagram whose bytes 16 to 32 are there. */
	static const struct {
		unsigned int from, length;
		int more;
	} spoils[] = {
		{24, 16, 1}, {8, 16, 1}, {8, 32, 1}, {8, 16, 0}, {16, 8, 0},
	};
	struct datagram d;

	(void)state;
	for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
		struct ip *ip = ip_new();

		assert_non_null(ip);
		assert_int_equal(fragment_of(ip, 1, 16, 16, 1, 0, &d), -EAGAIN);
		assert_int_equal(fragment_of(ip, 1, spoils[i].from,
					     spoils[i].length, spoils[i].more,
					     0, &d), -EAGAIN);
		assert_int_equal(fragment_of(ip, 1, 0, 16, 1, 0, &d), -EAGAIN);
		assert_int_equal(fragment_of(ip, 1, 32, 8, 0, 0, &d), -EAGAIN);
		assert_int_equal(ip_counts(ip).fragments_dropped, 4);
		ip_free(ip);
	}
}

static void refuses_impossible_fragments(void **state)
{
	struct ip *ip = ip_new();
	struct datagram d;

	(void)state;
	assert_non_null(ip);
	assert_int_equal(fragment_of(ip, 1, 65528, 8, 0, 0, &d), -EINVAL);
	assert_int_equal(fragment_of(ip, 1, 0, 12, 1, 0, &d), -EINVAL);
	assert_int_equal(fragment_of(ip, 1, 8, 0, 0, 0, &d), -EINVAL);
	assert_int_equal(ip_counts(ip).damaged, 3);
	/* The end is where it was said to be. */
	assert_int_equal(fragment_of(ip, 1, 8, 8, 0, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 16, 8, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 0, 8, 1, 0, &d), -EAGAIN);
	ip_free(ip);
}

static void forgets_in_time(void **state)
{
	struct ip *ip = ip_new();
	struct datagram d;

	(void)state;
	assert_non_null(ip);
	assert_int_equal(fragment_of(ip, 1, 0, 8, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 8, 8, 0, 29 * SECOND, &d), 0);
	assert_int_equal(fragment_of(ip, 2, 0, 8, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 2, 8, 8, 0, 31 * SECOND, &d),
			 -EAGAIN);
	assert_int_equal(ip_counts(ip).fragments_dropped, 2);
	/* An id comes again. */
	assert_int_equal(fragment_of(ip, 1, 0, 8, 1, 40 * SECOND, &d),
			 -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 8, 8, 0, 40 * SECOND, &d), 0);
	/* Times from one end to the other. */
	assert_int_equal(fragment_of(ip, 3, 0, 8, 1, INT64_MIN, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 3, 8, 8, 0, INT64_MAX, &d), -EAGAIN);
	ip_free(ip);
}

static void is_bounded(void **state)
{
	struct ip *ip = ip_new();
	struct datagram d;

	(void)state;
	assert_non_null(ip);
	/* More datagrams than there is room for: the oldest goes. */
	for (unsigned int id = 0; id <= FRAGMENT_DATAGRAMS; id++)
		assert_int_equal(fragment_of(ip, id, 0, 8, 1, 0, &d), -EAGAIN);
	assert_int_equal(fragment_of(ip, 1, 8, 8, 0, 0, &d), 0);
	assert_int_equal(fragment_of(ip, 0, 8, 8, 0, 0, &d), -EAGAIN);
	/* And more bytes: each takes all of its pages. */
	for (unsigned int id = 1000; id < 1000 + FRAGMENT_DATAGRAMS; id++)
		for (unsigned int at = 8; at < 65000; at += 4096)
			assert_int_equal(fragment_of(ip, id, at, 8, 1, 0, &d),
					 -EAGAIN);
	for (unsigned int at = 8192; at < 65000; at += 4096)
		assert_int_equal(fragment_of(ip, 1063, at, 8, 1, 0, &d),
				 -EAGAIN);
	assert_int_equal(ip_counts(ip).damaged, 0);
	ip_free(ip);
}

/* IPv6: the first fragment tells what follows, here after an extension. */
static void puts_ipv6_together(void **state)
{
	static struct bytes first, second;
	struct ip *ip = ip_new();
	struct datagram d;
	void *copy;

	(void)state;
	assert_non_null(ip);
	first.length = second.length = 0;
	add_ipv6(&second, 8 + 4, 44);
	add_hex(&second, "ff00 0010 12345678 05060708");
	add_ipv6(&first, 8 + 8 + 8, 44);
	add_hex(&first, "3c00 0001 12345678");
	add_hex(&first, "1100 010400000000 0000000001020304");
	assert_int_equal(parse(ip, &second, 0, &d, &copy), -EAGAIN);
	free(copy);
	assert_int_equal(parse(ip, &first, 0, &d, &copy), 0);
	free(copy);
	assert_int_equal(d.protocol, IP_PROTOCOL_UDP);
	assert_int_equal(d.length, 12);
	assert_int_equal(cursor_left(&d.payload), 12);
	assert_memory_equal(d.payload.bytes, "\0\0\0\0\1\2\3\4\5\6\7\10", 12);
	ip_free(ip);
}

/* A fragment that the capture has cut off makes its datagram unusable. */
static void needs_whole_fragments(void **state)
{
	static struct bytes b;
	struct ip *ip = ip_new();
	struct datagram d;
	void *copy;

	(void)state;
	assert_non_null(ip);
	b.length = 0;
	add_ipv4(&b, 20 + 16, 9, 0x2000 | 8190, IP_PROTOCOL_TCP);
	add_hex(&b, "0102");
	assert_int_equal(parse(ip, &b, 0, &d, &copy), -EAGAIN);
	free(copy);
	assert_int_equal(ip_counts(ip).fragments_dropped, 1);
	ip_free(ip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_ipv4),
		cmocka_unit_test(reads_options_cuts_and_offload),
		cmocka_unit_test(believes_no_more_than_the_wire_had),
		cmocka_unit_test(refuses_nonsense),
		cmocka_unit_test(passes_ipv6_extensions),
		cmocka_unit_test(puts_fragments_together),
		cmocka_unit_test(refuses_overlaps),
		cmocka_unit_test(refuses_impossible_fragments),
		cmocka_unit_test(forgets_in_time),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(puts_ipv6_together),
		cmocka_unit_test(needs_whole_fragments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
