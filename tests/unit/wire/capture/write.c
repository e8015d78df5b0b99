/* SPDX-License-Identifier: BSD-2-Clause */
/* A capture that is written where there is not room enough. */
#include "wire/capture/capture_write.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "port/file/input.h"
#include "unit/captured.h"
#include "unit/unit.h"
#include "wire/capture/capture_file.h"

#define WRITTEN "sniff_write.tmp"

static void limit(rlim_t bytes)
{
	struct rlimit r;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &r), 0);
	r.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &r), 0);
}

/**
 * fill() - Write packets until it fails, at most 2000
 * @flush:	After each
 *
 * Return: what it failed with
 */
static int fill(const char *path, size_t captured, int flush)
{
	static const uint8_t bytes[3000];
	struct packet packet = {
		.bytes = bytes, .captured = captured, .length = 5000,
		.link = 1,
	};
	struct capture_write *write;
	struct draft *draft;
	int rc, again;

	draft = begin_capture(path, &write);
	for (int i = 0; i < 2000; i++) {
		rc = capture_write_packet(write, &packet);
		if (!rc && flush)
			rc = capture_write_flush(write);
		if (rc)
			break;
	}
	again = capture_write_packet(write, &packet);
	assert_int_equal(again, rc);
	assert_int_equal(capture_write_flush(write), rc);
	assert_int_equal(end_capture(draft, write), rc);
	return rc;
}

static ptrdiff_t read_file(void *state, void *bytes, size_t size, int wait)
{
	return input_read(*(int *)state, bytes, size, wait);
}

/* How many packets a file has that ends where a packet does. */
static int count_packets(void)
{
	char error[CAPTURE_ERROR_TEXT] = "";
	int fd = input_open(WRITTEN), rc, count = 0;
	struct capture_input input = {read_file, &fd};
	struct capture *capture;
	struct packet packet;

	assert_in_range(fd, 0, INT_MAX);
	assert_int_equal(capture_open_input(&input, &capture, error), 0);
	while ((rc = capture_next(capture, &packet, 0, error)) == 1)
		count++;
	capture_close(capture);
	input_close(fd);
	if (rc != -ENODATA)
		fail_msg("%s", error);
	return count;
}

static off_t size_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

/* A limit stands for the full disk: the write that passes it is cut short. */
static void a_full_disk_leaves_whole_packets(void **state)
{
	/* On the edge of a packet, and around; within the first; far on. */
	static const rlim_t room[] = {
		24 + 3 * 1016, 24 + 3 * 1016 - 1, 24 + 3 * 1016 + 1,
		24 + 3 * 1016 + 16, 24, 25, 700000,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(room) / sizeof(room[0]); i++) {
		for (int flush = 0; flush < 2; flush++) {
			rlim_t whole = (room[i] - 24) / 1016;

			limit(room[i]);
			assert_int_equal(fill(WRITTEN, 1000, flush), -EFBIG);
			limit(RLIM_INFINITY);
			assert_int_equal(count_packets(), whole);
			assert_int_equal(size_of(WRITTEN), 24 + whole * 1016);
		}
	}
	/* Not even the header. */
	limit(23);
	assert_int_equal(fill(WRITTEN, 1000, 1), -EFBIG);
	limit(RLIM_INFINITY);
	assert_int_equal(size_of(WRITTEN), 0);
	remove(WRITTEN);
}

static void says_that_a_device_is_full(void **state)
{
	(void)state;
	assert_int_equal(fill("/dev/full", 1000, 0), -ENOSPC);
	assert_int_equal(fill("/dev/full", 1000, 1), -ENOSPC);
}

static void says_that_a_pipe_is_closed(void **state)
{
	char path[64];
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[1]);
	close(ends[0]);
	assert_int_equal(fill(path, 1000, 0), -EPIPE);
	close(ends[1]);
}

/* It holds what people wrote. */
static void is_for_its_owner_alone(void **state)
{
	struct capture_write *write;
	struct draft *draft;
	struct stat st;

	(void)state;
	umask(0);
	draft = begin_capture(WRITTEN, &write);
	assert_int_equal(end_capture(draft, write), 0);
	assert_int_equal(stat(WRITTEN, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	remove(WRITTEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_disk_leaves_whole_packets),
		cmocka_unit_test(says_that_a_device_is_full),
		cmocka_unit_test(says_that_a_pipe_is_closed),
		cmocka_unit_test(is_for_its_owner_alone),
	};

	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
