/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/input.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>

#include "port/clock.h"
#include "port/file/draft.h"
#include "port/file/output.h"
#include "unit/unit.h"

static void waits_no_longer_than_it_may(void **state)
{
	char bytes[8];
	int ends[2];
	int64_t start;

	(void)state;
	assert_int_equal(_pipe(ends, 4096, _O_BINARY), 0);
	start = clock_now();
	assert_int_equal(input_read(ends[0], bytes, sizeof(bytes), 0), -EAGAIN);
	assert_int_equal(input_read(ends[0], bytes, sizeof(bytes), 100),
			 -EAGAIN);
	assert_true(clock_now() - start >= 90);
	/* Nothing is a line's end or a file's. */
	assert_int_equal(_write(ends[1], "h\r\n\x1a", 4), 4);
	assert_int_equal(input_read(ends[0], bytes, sizeof(bytes), -1), 4);
	assert_memory_equal(bytes, "h\r\n\x1a", 4);
	_close(ends[1]);
	assert_int_equal(input_read(ends[0], bytes, sizeof(bytes), -1), 0);
	input_close(ends[0]);
}

static void says_that_a_pipe_is_closed(void **state)
{
	size_t written = 99;
	int ends[2];

	(void)state;
	assert_int_equal(_pipe(ends, 4096, _O_BINARY), 0);
	_close(ends[0]);
	assert_int_equal(output_write(ends[1], "hello", 5, &written), -EPIPE);
	assert_int_equal(written, 0);
	assert_int_equal(output_cut(ends[1], 1), -ESPIPE);
	assert_int_equal(_close(ends[1]), 0);
}

static void cuts_a_file(void **state)
{
	size_t written;
	char bytes[8];
	struct draft *draft = NULL;
	int output, input;

	(void)state;
	assert_int_equal(draft_open("input_win32.tmp", true, -1, &draft), 0);
	output = draft_output(draft);
	assert_int_equal(draft_finish(draft), 0);
	assert_int_equal(output_write(output, "a\nbcdef", 7, &written), 0);
	assert_int_equal(written, 7);
	assert_int_equal(output_cut(output, 4), 0);
	assert_int_equal(output_write(output, "g", 1, &written), 0);
	assert_int_equal(draft_close(draft), 0);
	input = input_open("input_win32.tmp");
	assert_true(input >= 0);
	assert_int_equal(input_read(input, bytes, sizeof(bytes), 0), 4);
	assert_memory_equal(bytes, "a\nbg", 4);
	input_close(input);
	_unlink("input_win32.tmp");
}

static void refuses_what_is_no_file(void **state)
{
	(void)state;
	assert_int_equal(input_open("."), -EISDIR);
	assert_int_equal(draft_open(".", true, -1, NULL), -EISDIR);
	assert_int_equal(input_open("no-such-file"), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_no_longer_than_it_may),
		cmocka_unit_test(says_that_a_pipe_is_closed),
		cmocka_unit_test(cuts_a_file),
		cmocka_unit_test(refuses_what_is_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
