/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/input.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "port/clock.h"
#include "unit/unit.h"

/* A pipe's end, opened by its name, and the other end. */
static int open_pipe(int *writer)
{
	char path[64];
	int ends[2], input;

	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	input = input_open(path);
	assert_true(input >= 0);
	close(ends[0]);
	*writer = ends[1];
	return input;
}

static void waits_no_longer_than_it_may(void **state)
{
	char bytes[8];
	int writer, input = open_pipe(&writer);
	int64_t start = clock_now();

	(void)state;
	assert_int_equal(input_read(input, bytes, sizeof(bytes), 0), -EAGAIN);
	assert_int_equal(input_read(input, bytes, sizeof(bytes), 50), -EAGAIN);
	assert_true(clock_now() - start >= 49);
	assert_int_equal(write(writer, "hello", 5), 5);
	assert_int_equal(input_read(input, bytes, sizeof(bytes), -1), 5);
	assert_memory_equal(bytes, "hello", 5);
	close(writer);
	assert_int_equal(input_read(input, bytes, sizeof(bytes), -1), 0);
	input_close(input);
}

static void on_signal(int number)
{
	(void)number;
}

static void is_interrupted(void **state)
{
	struct sigaction action = {.sa_handler = on_signal};
	struct itimerval soon = {.it_value = {.tv_usec = 20000}};
	char bytes[8];
	int writer, input = open_pipe(&writer);

	(void)state;
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
	assert_int_equal(input_read(input, bytes, sizeof(bytes), 10000),
			 -EINTR);
	close(writer);
	input_close(input);
}

static void refuses_what_is_no_file(void **state)
{
	(void)state;
	assert_int_equal(input_open("."), -EISDIR);
	assert_int_equal(input_open("no-such-file"), -ENOENT);
}

static void knows_standard_input(void **state)
{
	(void)state;
	assert_int_equal(input_open("-"), STDIN_FILENO);
	input_close(STDIN_FILENO);
	assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
	/* A folder for standard input is one, too. */
	assert_int_equal(dup2(open("/", O_RDONLY), STDIN_FILENO), 0);
	assert_int_equal(input_open("-"), -EISDIR);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_no_longer_than_it_may),
		cmocka_unit_test(is_interrupted),
		cmocka_unit_test(refuses_what_is_no_file),
		cmocka_unit_test(knows_standard_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
