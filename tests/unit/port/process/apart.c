/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/process/apart.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "port/clock.h"

#include "unit/unit.h"

#define SOME_UID 4711
#define SOME_GID 4712
#define NEVER (clock_now() + 60000)	/* only bounds a hang */

static int run(const struct apart_user *user, int64_t deadline, size_t max,
	       int (*work)(void *context, int output), const char *context,
	       char *text, size_t size)
{
	char *bytes;
	size_t length;
	int rc = apart_run(user, deadline, max, work, (void *)context, &bytes,
			   &length);

	assert_true(length < size);
	if (length)
		memcpy(text, bytes, length);
	text[length] = '\0';
	free(bytes);
	return rc;
}

static int say(void *context, int output)
{
	const char *text = context;

	return apart_write(output, text, strlen(text));
}

static int say_and_fail(void *context, int output)
{
	say(context, output);
	return -ENOTDIR;
}

static void gives_what_the_work_wrote(void **state)
{
	char text[32];

	(void)state;
	assert_int_equal(run(NULL, NEVER, 99, say, "hello", text, 32), 0);
	assert_string_equal(text, "hello");
	assert_int_equal(run(NULL, NEVER, 99, say_and_fail, "so far", text,
			     32), -ENOTDIR);
	assert_string_equal(text, "so far");
	assert_int_equal(run(NULL, NEVER, 5, say, "hello", text, 32), 0);
	assert_int_equal(run(NULL, NEVER, 4, say, "hello", text, 32), -EFBIG);
}

static int say_and_wait(void *context, int output)
{
	say(context, output);
	pause();
	return 0;
}

static int close_and_wait(void *context, int output)
{
	(void)context;
	close(output);
	pause();
	return 0;
}

/* The work is ended; what it wrote until then counts. */
static void ends_at_the_deadline(void **state)
{
	char text[32] = "";

	(void)state;
	/* As long as the machine takes to start it. */
	for (int wait = 50; !text[0] && wait < 60000; wait *= 2)
		assert_int_equal(run(NULL, clock_now() + wait, 99,
				     say_and_wait, "so far", text, 32),
				 -ETIMEDOUT);
	assert_string_equal(text, "so far");
	assert_int_equal(run(NULL, clock_now() + 50, 99, close_and_wait, NULL,
			     text, 32), -ETIMEDOUT);
	assert_int_equal(run(NULL, clock_now() - 1, 99, say_and_wait, "",
			     text, 32), -ETIMEDOUT);
}

static int crash(void *context, int output)
{
	say(context, output);
	raise(SIGKILL);
	return 0;
}

static void survives_a_crash(void **state)
{
	char text[32];

	(void)state;
	assert_int_equal(run(NULL, NEVER, 99, crash, "so far", text, 32),
			 -ECHILD);
	assert_string_equal(text, "so far");
}

static int list_descriptors(void *context, int output)
{
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;
	char target[64];

	(void)context;
	while (folder && (entry = readdir(folder))) {
		ssize_t n = readlinkat(dirfd(folder), entry->d_name, target,
				       sizeof(target) - 1);
		int fd = atoi(entry->d_name);

		if (n < 0 || fd == dirfd(folder) || fd == output)
			continue;
		target[n] = '\0';
		if (fd > STDERR_FILENO || strcmp(target, "/dev/null"))
			dprintf(output, "%d %s\n", fd, target);
	}
	if (folder)
		closedir(folder);
	return folder ? 0 : -errno;
}

/* One that is left behind must hold no socket, and no pipe of our caller. */
static void holds_nothing_of_ours(void **state)
{
	int fds[3];
	char text[256];

	(void)state;
	for (int i = 0; i < 3; i++)
		fds[i] = open("/dev/zero", O_RDONLY);
	assert_int_equal(run(NULL, NEVER, 200, list_descriptors, NULL, text,
			     sizeof(text)), 0);
	assert_string_equal(text, "");
	for (int i = 0; i < 3; i++)
		close(fds[i]);
}

static int tell_rights(void *context, int output)
{
	static const char *const wanted[] = {"Uid:", "Gid:", "Groups:",
					     "CapPrm:", "CapEff:",
					     "NoNewPrivs:"};
	FILE *status = fopen("/proc/self/status", "re");
	char line[256];

	(void)context;
	while (status && fgets(line, sizeof(line), status))
		for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
			if (!strncmp(line, wanted[i], strlen(wanted[i])))
				apart_write(output, line, strlen(line));
	if (status)
		fclose(status);
	return status ? 0 : -EIO;
}

static int read_file(void *context, int output)
{
	int fd = open(context, O_RDONLY);

	(void)output;
	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static void has_a_user_s_rights(void **state)
{
	const struct apart_user user = {SOME_UID, SOME_GID};
	char text[512], path[] = "/tmp/bindwhy-unit.XXXXXX";
	int fd;

	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(run(&user, NEVER, 500, tell_rights, NULL, text,
			     sizeof(text)), 0);
	assert_string_equal(text, "Uid:\t4711\t4711\t4711\t4711\n"
				  "Gid:\t4712\t4712\t4712\t4712\n"
				  "Groups:\t4712 \n"
				  "CapPrm:\t0000000000000000\n"
				  "CapEff:\t0000000000000000\n"
				  "NoNewPrivs:\t1\n");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(run(&user, NEVER, 99, read_file, path, text,
			     sizeof(text)), -EACCES);
	assert_int_equal(run(NULL, NEVER, 99, read_file, path, text,
			     sizeof(text)), 0);
	/* root's own rights, and not those to overrule others. */
	assert_int_equal(fchmod(fd, 0), 0);
	assert_int_equal(run(&(struct apart_user){0, 0}, NEVER, 99, read_file,
			     path, text, sizeof(text)), -EACCES);
	close(fd);
	unlink(path);
}

static void takes_a_part_of_the_time(void **state)
{
	int64_t now = clock_now();

	(void)state;
	assert_true(apart_deadline(now + 100000) >= now + 25000);
	assert_true(apart_deadline(now + 100000) < now + 100000);
	assert_true(apart_deadline(now - 5) >= now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_what_the_work_wrote),
		cmocka_unit_test(ends_at_the_deadline),
		cmocka_unit_test(survives_a_crash),
		cmocka_unit_test(holds_nothing_of_ours),
		cmocka_unit_test(has_a_user_s_rights),
		cmocka_unit_test(takes_a_part_of_the_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
