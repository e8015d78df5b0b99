/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/link.h"

#include <errno.h>

#include "unit/bytes.h"

#define MACS "020000000001 020000000002"

/**
 * struct example - A packet in hexadecimal
 * @rc:		What link_strip() says
 * @vlan, @ip: Where it says 0; @ip is where the IP header starts
 */
static const struct example {
	int link;
	const char *hex;
	int rc;
	unsigned int vlan;
	size_t ip;
} examples[] = {
	{1, MACS "0800 45", 0, 0, 14},
	{1, MACS "86dd 60", 0, 0, 14},
	{1, MACS "0806 00", -ENOENT, 0, 0},
	{1, MACS "8100 2019 0800 45", 0, 25, 18},
	{1, MACS "88a8 0064 8100 0019 86dd 60", 0, 25, 22},
	{1, MACS "9100 0001 9100 0002 9100 0003 0800 45", 0, 3, 26},
	{1, MACS "8100 0001 8100 0001 8100 0001 8100 0001 8100 0001 8100 0001"
	    "8100 0001 8100 0001 8100 0001 0800 45", -ENOENT, 0, 0},
	{1, MACS "8864 1100 1234 0003 0021 45", 0, 0, 22},
	{1, MACS "8100 0007 8864 1100 1234 0003 0057 60", 0, 7, 26},
	{1, MACS "8864 1100 1234 0003 c021 01", -ENOENT, 0, 0},
	{1, MACS "8864 1109 0000 0000", -ENOENT, 0, 0},
	{1, MACS "0020 aaaa03 000000 0800 45", 0, 0, 22},
	{1, MACS "0020 424203 000000", -ENOENT, 0, 0},
	{1, MACS "08", -EINVAL, 0, 0},
	{1, MACS "8100 00", -EINVAL, 0, 0},
	{1, MACS "8864 1100 1234", -EINVAL, 0, 0},
	{1, "", -EINVAL, 0, 0},
	{0, "02000000 45", 0, 0, 4},
	{0, "00000002 45", 0, 0, 4},
	{0, "18000000 60", 0, 0, 4},	/* NetBSD, OpenBSD */
	{0, "1c000000 60", 0, 0, 4},	/* FreeBSD */
	{0, "1e000000 60", 0, 0, 4},	/* macOS */
	{0, "0000001e 60", 0, 0, 4},
	{0, "17000000 60", 0, 0, 4},	/* Windows */
	{0, "07000000 60", -ENOENT, 0, 0},
	{0, "020000", -EINVAL, 0, 0},
	{108, "00000002 45", 0, 0, 4},
	{108, "00000018 60", 0, 0, 4},
	{9, "ff03 0021 45", 0, 0, 4},
	{9, "0021 45", 0, 0, 2},
	{9, "21 45", 0, 0, 1},
	{9, "ff03 57 60", 0, 0, 3},
	{9, "ff03 c021 01", -ENOENT, 0, 0},
	{9, "ff03", -EINVAL, 0, 0},
	{50, "ff03 0021 45", 0, 0, 4},
	{50, "0f00 0800 45", 0, 0, 4},
	{50, "8f00 86dd 60", 0, 0, 4},
	{50, "0f00 8035 00", -ENOENT, 0, 0},
	{51, "1100 1234 0003 0021 45", 0, 0, 8},
	{51, "1100 1234 0003", -EINVAL, 0, 0},
	{101, "45", 0, 0, 0},
	{101, "60", 0, 0, 0},
	{12, "45", 0, 0, 0},
	{14, "60", 0, 0, 0},
	{228, "45", 0, 0, 0},
	{229, "60", 0, 0, 0},
	{101, "00", -ENOENT, 0, 0},
	{101, "", -EINVAL, 0, 0},
	{113, "0000 0001 0006 020000000001 0000 0800 45", 0, 0, 16},
	{113, "0004 0001 0006 020000000001 0000 86dd 60", 0, 0, 16},
	{113, "0000 0304 0000 000000000000 0000 0800 45", 0, 0, 16},
	{113, "0000 0001 0006 020000000001 0000 8100 0019 0800 45", 0, 25,
	 20},
	{113, "0000 0001 0006 020000000001 0000 0004 4242", -ENOENT, 0, 0},
	{113, "0004 0338 0000 000000000000 0000 0000 60", -ENOENT, 0, 0},
	{113, "0000 0001 0006 020000000001 0000 08", -EINVAL, 0, 0},
	{276, "0800 0000 00000002 0001 00 06 020000000001 0000 45", 0, 0,
	 20},
	{276, "86dd 0000 00000002 0304 04 06 020000000001 0000 60", 0, 0,
	 20},
	{276, "0806 0000 00000002 0001 00 06 020000000001 0000 00", -ENOENT, 0, 0},
	{276, "0800 0000 00000002 0001 00 06 020000000001 00", -EINVAL, 0, 0},
	{147, "45", -EPROTONOSUPPORT, 0, 0},
};

static void finds_ip(void **state)
{
	static struct bytes b;

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		const struct example *e = &examples[i];
		struct frame frame = {.vlan = 4711};
		struct packet packet = {.link = e->link};
		unsigned char *copy;
		int rc;

		b.length = 0;
		add_hex(&b, e->hex);
		/* On memory of its own, so that reading past it shows. */
		copy = malloc(b.length ? b.length : 1);
		assert_non_null(copy);
		memcpy(copy, b.at, b.length);
		packet.bytes = copy;
		packet.captured = b.length;
		packet.length = (uint32_t)b.length;
		rc = link_strip(&packet, &frame);
		if (rc != e->rc)
			fail_msg("link %d, %s: %d", e->link, e->hex, rc);
		if (rc)
			assert_int_equal(frame.vlan, 4711);
		else if (frame.vlan != e->vlan ||
			 frame.ip.bytes != copy + e->ip || frame.ip.at ||
			 frame.ip.length != b.length - e->ip)
			fail_msg("link %d, %s", e->link, e->hex);
		free(copy);
	}
}

static void names_what_it_reads(void **state)
{
	(void)state;
	assert_true(link_supported(1));
	assert_true(link_supported(276));
	assert_false(link_supported(147));
	assert_false(link_supported(-1));
	assert_string_equal(link_name(1), "Ethernet");
	assert_null(link_name(147));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_ip),
		cmocka_unit_test(names_what_it_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
