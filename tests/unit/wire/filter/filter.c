/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/filter/filter.h"

#include <errno.h>

#include "wire/capture/capture.h"
#include "wire/packet/link.h"
#include "unit/bytes.h"

#define MACS "020000000001 020000000002"
#define SYN_V4 "45000028000140004006 0000 c0000201 c0000219" \
	"9c40 0019 00000001 00000000 5002 0400 0000 0000"
#define SYN_V6 "60000000 0014 06 40 20010db8000000000000000000000001" \
	"20010db8000000000000000000000019" \
	"9c40 0019 00000001 00000000 5002 0400 0000 0000"

static const struct {
	int link;
	const char *hex;
} syns[] = {
	{1, MACS "0800" SYN_V4},
	{1, MACS "86dd" SYN_V6},
	{0, "02000000" SYN_V4},
	{0, "00000002" SYN_V4},
	{0, "1e000000" SYN_V6},
	{0, "17000000" SYN_V6},
	{108, "00000018" SYN_V6},
	{9, "ff03 0021" SYN_V4},
	{50, "ff03 0057" SYN_V6},
	{51, "1100 1234 0003 0021" SYN_V4},
	{101, SYN_V4},
	{12, SYN_V6},
	{14, SYN_V4},
	{228, SYN_V4},
	{229, SYN_V6},
	{113, "0000 0001 0006 020000000001 0000 0800" SYN_V4},
	{276, "86dd 0000 00000002 0304 04 06 020000000001 0000" SYN_V6},
};

static struct filter *make(const char *text)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	struct filter *filter = NULL;
	int rc = filter_new(text, &filter, error);

	if (rc == -EOPNOTSUPP)
		skip();
	if (rc)
		fail_msg("%s: %s", text, error);
	return filter;
}

/* Every link type that can be read can be filtered, whatever its order. */
static void fits_every_link(void **state)
{
	struct filter *yes = make("tcp dst port 25");
	struct filter *no = make("tcp dst port 26");
	static struct bytes b;
	char error[CAPTURE_ERROR_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(syns) / sizeof(syns[0]); i++) {
		struct packet packet = {.bytes = b.at, .link = syns[i].link};

		b.length = 0;
		add_hex(&b, syns[i].hex);
		packet.captured = b.length;
		packet.length = (uint32_t)b.length;
		assert_int_equal(filter_fits(yes, packet.link, error), 0);
		if (!filter_passes(yes, &packet) || filter_passes(no, &packet))
			fail_msg("link %d, %s", syns[i].link, syns[i].hex);
		packet.captured = 3;
		assert_false(filter_passes(yes, &packet));
	}
	for (int link = 0; link < 300; link++) {
		struct packet packet = {.bytes = b.at, .captured = 3,
					.length = 3, .link = link};

		/* Said later is that it is not read. */
		assert_int_equal(filter_passes(yes, &packet),
				 !link_supported(link));
	}
	filter_free(yes);
	filter_free(no);
}

static void says_what_is_wrong(void **state)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	struct filter *filter = make("ether host 02:00:00:00:00:01");
	struct filter *none = NULL;

	(void)state;
	assert_int_equal(filter_fits(filter, 1, error), 0);
	assert_int_equal(filter_fits(filter, 147, error), 0);
	assert_int_equal(filter_fits(filter, 101, error), -EINVAL);
	assert_string_equal(error, "the filter does not work for link "
				   "type 101 (raw IP)");
	filter_free(filter);
	assert_int_equal(filter_new("tcp prot 25", &none, error), -EINVAL);
	assert_memory_equal(error, "filter: ", 8);
	assert_null(none);
	filter_free(NULL);
	filter_free(make(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits_every_link),
		cmocka_unit_test(says_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
