/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/sniff_source.h"

#include <errno.h>
#include <stdio.h>

#include "unit/bytes.h"
#include "unit/captured.h"
#include "wire/capture/capture_write.h"

#define WRITTEN "sniff_source.tmp"

/* To ports 25 and 80, by Ethernet and IPv4. */
static const char *const segments[] = {
	"020000000001 020000000002 0800"
	"45000028000140004006 0000 c0000201 c0000219"
	"9c40 0019 00000001 00000000 5002 0400 0000 0000",
	"020000000001 020000000002 0800"
	"45000028000140004006 0000 c0000201 c0000219"
	"9c40 0050 00000001 00000000 5002 0400 0000 0000",
};

static void write_file(size_t count)
{
	struct capture_write *write;
	struct draft *draft;
	struct bytes b;

	draft = begin_capture(WRITTEN, &write);
	for (size_t i = 0; i < count; i++) {
		struct packet packet = {.bytes = b.at, .link = 1};

		b.length = 0;
		add_hex(&b, segments[i % 2]);
		packet.captured = b.length;
		packet.length = (uint32_t)b.length;
		assert_int_equal(capture_write_packet(write, &packet), 0);
	}
	assert_int_equal(end_capture(draft, write), 0);
}

static int open_with(struct sniff_source *source, const char *file,
		     const char *filter, char *error)
{
	struct sniff_options options = {.file = file, .filter = filter};

	*source = (struct sniff_source){0};
	return sniff_source_open(source, &options, NULL, 0, error);
}

static void says_why_a_file_does_not_open(void **state)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	struct sniff_source source;

	(void)state;
	assert_int_equal(open_with(&source, "no-such-file", NULL, error),
			 -ENOENT);
	assert_string_equal(error, "no-such-file: No such file or directory "
				   "(ENOENT)");
	sniff_source_close(&source);
	assert_int_equal(open_with(&source, ".", NULL, error), -EISDIR);
	sniff_source_close(&source);
}

static void says_what_is_wrong_with_a_filter(void **state)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	struct sniff_source source;
	int rc;

	(void)state;
	write_file(0);
	rc = open_with(&source, WRITTEN, "tcp prot 25", error);
	sniff_source_close(&source);
	remove(WRITTEN);
	if (rc == -EOPNOTSUPP)
		skip();
	assert_int_equal(rc, -EINVAL);
	assert_memory_equal(error, "filter: ", 8);
}

static void reads_a_file_in_two_steps(void **state)
{
	struct capture_counts counts;
	struct sniff_source source;
	char error[CAPTURE_ERROR_TEXT] = "";
	struct packet packet;

	(void)state;
	write_file(3);
	assert_int_equal(open_with(&source, WRITTEN, NULL, error), 0);
	assert_null(source.capture);
	sniff_source_counts(&source, &counts);
	assert_int_equal(counts.received, 0);
	assert_int_equal(sniff_source_start(&source, error), 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(sniff_source_next(&source, &packet, 0, error),
				 1);
	assert_int_equal(sniff_source_next(&source, &packet, 0, error),
			 -ENODATA);
	sniff_source_counts(&source, &counts);
	assert_int_equal(counts.received, 3);
	sniff_source_close(&source);
	remove(WRITTEN);
}

/* The user's filter is about packets of a file, too. */
static void filters_a_file(void **state)
{
	struct sniff_source source;
	char error[CAPTURE_ERROR_TEXT] = "";
	struct packet packet;
	int rc;

	(void)state;
	write_file(4);
	rc = open_with(&source, WRITTEN, "tcp dst port 80", error);
	if (rc == -EOPNOTSUPP) {
		sniff_source_close(&source);
		remove(WRITTEN);
		skip();
	}
	assert_int_equal(rc, 0);
	assert_int_equal(sniff_source_start(&source, error), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(sniff_source_next(&source, &packet, 0, error),
				 i % 2 ? 1 : -EAGAIN);
	assert_int_equal(sniff_source_next(&source, &packet, 0, error),
			 -ENODATA);
	sniff_source_close(&source);
	remove(WRITTEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_why_a_file_does_not_open),
		cmocka_unit_test(says_what_is_wrong_with_a_filter),
		cmocka_unit_test(reads_a_file_in_two_steps),
		cmocka_unit_test(filters_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
