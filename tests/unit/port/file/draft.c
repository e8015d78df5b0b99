/* SPDX-License-Identifier: BSD-2-Clause */
/* Files that are written beside their place, and what strangers put there. */
#include "port/file/draft.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/clock.h"
#include "port/file/file.h"
#include "unit/unit.h"

#define STRANGER 54321
#define SOON 100		/* ms */

static char folder[] = "/tmp/bindwhy-draft.XXXXXX";

static void put(const char *name, const char *text, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, mode);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static void assert_has(const char *name, const char *text)
{
	size_t length;
	char *bytes;

	assert_int_equal(file_read(name, 1 << 20, &bytes, &length), 0);
	assert_string_equal(bytes, text);
	free(bytes);
}

static mode_t mode_of(const char *name)
{
	struct stat st;

	assert_int_equal(lstat(name, &st), 0);
	return st.st_mode & 07777;
}

static int count_files(void)
{
	DIR *all = opendir(".");
	const struct dirent *entry;
	int count = 0;

	assert_non_null(all);
	while ((entry = readdir(all)))
		count += *entry->d_name != '.' || strlen(entry->d_name) > 2;
	closedir(all);
	return count;
}

static int save(const char *name, const char *text)
{
	return file_replace(name, text, strlen(text), SOON);
}

static int set_up(void **state)
{
	(void)state;
	umask(022);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	return !mkdtemp(folder) || chdir(folder);
}

static int tear_down(void **state)
{
	(void)state;
	return chdir("/") || rmdir(folder);
}

/* A folder like /tmp, where a stranger has put something. */
static void be_shared(void)
{
	assert_int_equal(chmod(".", 01777), 0);
}

static int alone(void **state)
{
	(void)state;
	return chmod(".", 0700);
}

static void need_root(void)
{
	if (geteuid())
		skip();
}

static void old_files_stay_until_the_end(void **state)
{
	struct draft *draft;

	(void)state;
	put("file", "old", 0600);
	assert_int_equal(draft_open("file", false, SOON, &draft), 0);
	assert_int_equal(write(draft_output(draft), "new", 3), 3);
	assert_has("file", "old");
	assert_int_equal(draft_close(draft), 0);
	assert_has("file", "old");
	assert_int_equal(count_files(), 1);
	assert_int_equal(draft_open("file", false, SOON, &draft), 0);
	assert_int_equal(write(draft_output(draft), "new", 3), 3);
	assert_int_equal(draft_finish(draft), 0);
	assert_has("file", "new");
	assert_int_equal(write(draft_output(draft), "er", 2), 2);
	assert_int_equal(draft_close(draft), 0);
	assert_has("file", "newer");
	assert_int_equal(count_files(), 1);
	unlink("file");
}

static void modes_are_kept(void **state)
{
	struct draft *draft;

	(void)state;
	put("file", "old", 0600);
	assert_int_equal(save("file", "new"), 0);
	assert_int_equal(mode_of("file"), 0600);
	unlink("file");
	assert_int_equal(save("file", "new"), 0);
	assert_int_equal(mode_of("file"), 0644);
	unlink("file");
	assert_int_equal(draft_open("file", true, SOON, &draft), 0);
	assert_int_equal(draft_finish(draft), 0);
	assert_int_equal(draft_close(draft), 0);
	assert_int_equal(mode_of("file"), 0600);
	unlink("file");
}

static void links_of_ours_are_followed(void **state)
{
	struct stat st;

	(void)state;
	put("file", "old", 0640);
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(save("link", "new"), 0);
	assert_has("file", "new");
	assert_int_equal(mode_of("file"), 0640);
	assert_int_equal(lstat("link", &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink("file");
	assert_int_equal(save("link", "new"), -ENOENT);
	unlink("link");
	assert_int_equal(save(".", "new"), -EISDIR);
	assert_int_equal(save("nosuch/file", "new"), -ENOENT);
	assert_int_equal(count_files(), 0);
}

static void strangers_files_stay(void **state)
{
	(void)state;
	need_root();
	put("victim", "old", 0644);
	/* The stranger's link to ours, and ours to his. */
	assert_int_equal(symlink("victim", "link"), 0);
	assert_int_equal(lchown("link", STRANGER, STRANGER), 0);
	assert_int_equal(save("link", "new"), -EPERM);
	assert_has("victim", "old");
	assert_int_equal(chown("victim", STRANGER, STRANGER), 0);
	assert_int_equal(lchown("link", 0, 0), 0);
	assert_int_equal(save("link", "new"), -EPERM);
	assert_has("victim", "old");
	unlink("link");
	/* His file, in a folder for all and in ours. */
	be_shared();
	assert_int_equal(save("victim", "new"), -EPERM);
	assert_has("victim", "old");
	assert_int_equal(mkfifo("pipe", 0666), 0);
	assert_int_equal(chown("pipe", STRANGER, STRANGER), 0);
	assert_int_equal(save("pipe", "new"), -EPERM);
	unlink("pipe");
	alone(NULL);
	assert_int_equal(save("victim", "new"), 0);
	assert_has("victim", "new");
	assert_int_equal(count_files(), 1);
	unlink("victim");
}

/* He puts it there while we write. */
static void strangers_files_stay_that_come_late(void **state)
{
	struct draft *draft;

	(void)state;
	need_root();
	be_shared();
	assert_int_equal(draft_open("file", false, SOON, &draft), 0);
	put("file", "his", 0644);
	assert_int_equal(chown("file", STRANGER, STRANGER), 0);
	assert_int_equal(draft_finish(draft), -EPERM);
	assert_int_equal(draft_close(draft), 0);
	assert_has("file", "his");
	assert_int_equal(count_files(), 1);
	unlink("file");
}

static void pipes_end_in_time(void **state)
{
	static char much[1 << 20];
	int64_t start = clock_now();
	char bytes[8];
	int fd;

	(void)state;
	memset(much, 'x', sizeof(much) - 1);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(save("pipe", "new"), -ETIMEDOUT);
	fd = open("pipe", O_RDONLY | O_NONBLOCK);
	assert_true(fd >= 0);
	assert_int_equal(save("pipe", "new"), 0);
	assert_int_equal(read(fd, bytes, sizeof(bytes)), 3);
	assert_int_equal(save("pipe", much), -ETIMEDOUT);
	assert_true(clock_now() - start >= 2 * SOON);
	close(fd);
	unlink("pipe");
	assert_int_equal(save("/dev/full", "new"), -ENOSPC);
	assert_int_equal(save("/dev/null", "new"), 0);
}

static void large_files_are_errors(void **state)
{
	struct rlimit before, small;

	(void)state;
	put("file", "old", 0600);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	small = before;
	small.rlim_cur = 4;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(save("file", "too long"), -EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_has("file", "old");
	assert_int_equal(count_files(), 1);
	unlink("file");
}

static void nothing_is_left_by_a_killed_process(void **state)
{
	struct draft *draft;
	int status;
	pid_t pid;

	(void)state;
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		if (!draft_open("file", false, SOON, &draft) &&
		    write(draft_output(draft), "new", 3) == 3)
			raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(count_files(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(old_files_stay_until_the_end),
		cmocka_unit_test(modes_are_kept),
		cmocka_unit_test(links_of_ours_are_followed),
		cmocka_unit_test_teardown(strangers_files_stay, alone),
		cmocka_unit_test_teardown(strangers_files_stay_that_come_late,
					  alone),
		cmocka_unit_test(pipes_end_in_time),
		cmocka_unit_test(large_files_are_errors),
		cmocka_unit_test(nothing_is_left_by_a_killed_process),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
