/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/udp.h"

#include <errno.h>

#include "unit/unit.h"

/* From port 1745 to port 4660; @says is the length in the header. */
static int parse(uint16_t says, size_t have, struct udp *udp)
{
	static unsigned char bytes[] = {
		0x06, 0xd1, 0x12, 0x34, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o',
	};
	struct datagram datagram = {.protocol = IP_PROTOCOL_UDP};

	bytes[4] = (unsigned char)(says >> 8);
	bytes[5] = (unsigned char)says;
	datagram.payload = cursor_over(bytes, have);
	return udp_parse(&datagram, udp);
}

static void reads_a_header(void **state)
{
	struct udp udp;

	(void)state;
	assert_int_equal(parse(13, 13, &udp), 0);
	assert_int_equal(udp.source, 1745);
	assert_int_equal(udp.target, 4660);
	assert_true(cursor_is(&udp.payload, "hello"));
	assert_int_equal(parse(8, 8, &udp), 0);
	assert_int_equal(cursor_left(&udp.payload), 0);
}

/* Ethernet pads short packets: the header says what belongs to this one. */
static void believes_a_length_that_can_be(void **state)
{
	struct udp udp;

	(void)state;
	assert_int_equal(parse(10, 13, &udp), 0);
	assert_true(cursor_is(&udp.payload, "he"));
	assert_int_equal(parse(8, 13, &udp), 0);
	assert_int_equal(cursor_left(&udp.payload), 0);
	assert_int_equal(parse(7, 13, &udp), 0);
	assert_true(cursor_is(&udp.payload, "hello"));
	assert_int_equal(parse(1000, 13, &udp), 0);
	assert_true(cursor_is(&udp.payload, "hello"));
}

static void needs_a_whole_header(void **state)
{
	struct udp udp = {.source = 1};

	(void)state;
	for (size_t have = 0; have < 8; have++)
		assert_int_equal(parse(13, have, &udp), -EINVAL);
	assert_int_equal(udp.source, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_header),
		cmocka_unit_test(believes_a_length_that_can_be),
		cmocka_unit_test(needs_a_whole_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
