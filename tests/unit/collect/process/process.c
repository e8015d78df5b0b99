/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collect/process/look.h"
#include "collect/process/mount.h"
#include "collect/process/proc.h"
#include "port/clock.h"

#include "unit/unit.h"

static void reads_stat(void **state)
{
#define REST " S 812 1 1 0 -1 2097152 1 2 3 4 5 6 7 8 20 0 1 0 98765 11 12\n"
	static const struct {
		const char *bytes, *name;
	} good[] = {
		{"900 (exim4)" REST, "exim4"},
		{"900 (a) R 1 (b)" REST, "a) R 1 (b"},
		{"900 ()" REST, ""},
		{"900 (( )" REST, "( "},
	};
	static const char *const bad[] = {
		"", "900", "900 (exim4", "900 exim4)", ")(", "900 (exim4) S",
		"900 (exim4) S 812 1 1 0 -1 x", "900 (exim4) S x 1 1 0 -1 1",
	};
	struct proc_stat stat = {.ppid = 7};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(proc_stat_parse(bad[i], strlen(bad[i]),
						 &stat), -EINVAL);
	assert_int_equal(stat.ppid, 7);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(proc_stat_parse(good[i].bytes,
						 strlen(good[i].bytes), &stat),
				 0);
		assert_string_equal(stat.name, good[i].name);
		assert_int_equal(stat.ppid, 812);
		assert_int_equal(stat.flags, 2097152);
		assert_int_equal(stat.started, 98765);
	}
}

/* A process that runs a copy of a program, with a root of its own or NULL. */
static pid_t run_copy(const char *copy, const char *root)
{
	int ends[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		execl(copy, "slumber", "stay", "\033[31m", root ? root : "",
		      NULL);
		_exit(127);
	}
	assert_true(pid > 0);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
	return pid;
}

/* Of this test itself: see main(). */
static int copy_program(const char *to)
{
	char command[256];

	snprintf(command, sizeof(command), "cp /proc/%d/exe %s", getpid(), to);
	return system(command);
}

static struct looks *look_at(pid_t pid)
{
	struct pids pids = {0};
	struct looks *looks;

	pids_add(&pids, pid, PIDS_NO_UID);
	looks = looks_take(&pids, clock_now() + 60000);
	pids_free(&pids);
	assert_non_null(looks);
	return looks;
}

static void expect_exe(int proc, pid_t pid, const char *exe, const char *is)
{
	struct looks *looks = look_at(pid);
	struct facts *facts = facts_new();
	struct process process;
	const struct fact *fact;

	assert_int_equal(process_collect(facts, proc, pid, looks_of(looks, pid),
					 &process), 0);
	looks_free(looks);
	assert_int_equal(facts_error(facts), 0);
	fact = facts_at(facts, 0);
	assert_int_equal(fact->status, FACT_SEEN);
	assert_string_equal(fact_string(fact, "exe"), exe);
	assert_string_equal(fact_string(fact, "exe_state"), is);
	assert_string_equal(process.exe, exe);
	assert_true(process.our_files && process.files_known);
	assert_null(fact_array(fact, "unread"));
	assert_string_equal(json_string_value(json_array_get(
				    fact_array(fact, "args"), 2)),
			    "\\x1b[31m");
	facts_free(facts);
}

static void sees_a_program_go(void **state)
{
	char copy[64] = "/tmp/bindwhy-unit.XXXXXX", odd[80];
	int proc = open("/proc", O_RDONLY | O_DIRECTORY);
	int fd = mkstemp(copy);
	pid_t pid;

	(void)state;
	assert_true(fd >= 0 && proc >= 0);
	close(fd);
	snprintf(odd, sizeof(odd), "%s (deleted)", copy);
	assert_int_equal(unlink(copy), 0);
	assert_int_equal(copy_program(copy), 0);
	pid = run_copy(copy, NULL);
	expect_exe(proc, pid, copy, "current");
	assert_int_equal(rename(copy, odd), 0);
	expect_exe(proc, pid, odd, "current");
	assert_int_equal(rename(odd, copy), 0);
	assert_int_equal(unlink(copy), 0);
	expect_exe(proc, pid, copy, "deleted");
	assert_int_equal(copy_program(copy), 0);
	expect_exe(proc, pid, copy, "replaced");
	unlink(copy);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(process_collect(NULL, proc, pid, NULL,
					 &(struct process){.runtime = NULL}),
			 -ESRCH);
	close(proc);
}

static void lists_end_with_the_time(void **state)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY);
	int64_t over = clock_now() - 1, later = clock_now() + 60000;
	struct pids pids = {0};

	(void)state;
	assert_int_equal(pids_children(proc, getpid(), later, &pids), 0);
	assert_int_equal(pids_children(proc, getpid(), over, &pids),
			 -ETIMEDOUT);
	if (cgroup_mount()) {
		assert_int_equal(cgroup_pids("/", later, &pids), 0);
		assert_true(pids.count);
		assert_int_equal(cgroup_pids("/", over, &pids), -ETIMEDOUT);
	}
	pids_free(&pids);
	close(proc);
}

/* Without a look, and with one that is of another process. */
static void tells_what_it_did_not_read(void **state)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY);
	json_t *other = json_pack("{s:b, s:[s], s:I}", "our_files", 1, "args",
				  "other", "started", (json_int_t)1);
	struct facts *facts = facts_new();
	struct process process;

	(void)state;
	assert_int_equal(process_collect(facts, proc, getpid(), NULL,
					 &process), 0);
	assert_false(process.files_known);
	assert_int_equal(facts_at(facts, 0)->status, FACT_FAILED);
	assert_int_equal(process_collect(facts, proc, getpid(), other,
					 &process), 0);
	assert_false(process.files_known);
	assert_null(fact_array(facts_at(facts, 1), "args"));
	json_decref(other);
	facts_free(facts);
	close(proc);
}

/* No time is left, and nothing is waited for. */
static void looks_end_with_the_time(void **state)
{
	struct pids pids = {0};
	struct looks *looks;
	const json_t *look;

	(void)state;
	pids_add(&pids, getpid(), PIDS_NO_UID);
	pids_add(&pids, 1, PIDS_NO_UID);
	pids_add(&pids, getpid(), PIDS_NO_UID);
	looks = looks_take(&pids, clock_now() - 1);
	look = looks_of(looks, getpid());
	assert_int_equal(json_array_size(json_object_get(look, "unread")), 2);
	assert_int_equal(json_integer_value(json_object_get(look, "error")),
			 -ETIMEDOUT);
	assert_null(looks_of(looks, -1));
	looks_free(looks);
	pids_free(&pids);
}

/* A server that has changed its root has not lost its file. */
static void is_not_misled_by_chroot(void **state)
{
	char root[64] = "/tmp/bindwhy-unit.XXXXXX", copy[80], link[64];
	char now[64] = "";
	int proc = open("/proc", O_RDONLY | O_DIRECTORY);
	pid_t pid;

	(void)state;
	if (getuid())
		skip();
	assert_true(proc >= 0 && mkdtemp(root));
	snprintf(copy, sizeof(copy), "%s.copy", root);
	assert_int_equal(copy_program(copy), 0);
	pid = run_copy(copy, root);
	snprintf(link, sizeof(link), "/proc/%d/root", pid);
	for (int i = 0; i < 500 && strcmp(now, root); i++) {
		ssize_t n = readlink(link, now, sizeof(now) - 1);

		now[n < 0 ? 0 : n] = '\0';
		usleep(10000);
	}
	assert_string_equal(now, root);
	expect_exe(proc, pid, copy, "current");
	assert_int_equal(unlink(copy), 0);
	expect_exe(proc, pid, copy, "deleted");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	rmdir(root);
	close(proc);
}

#define ROOT "1 0 8:1 / / rw - ext4 /dev/vda rw\n"

static void finds_the_unified_hierarchy(void **state)
{
	static const struct {
		const char *bytes, *path;
	} cases[] = {
		{ROOT "2 1 0:2 / /sys/fs/cgroup rw shared:4 - cgroup2 c rw\n",
		 "/sys/fs/cgroup"},
		{"3 1 0:3 / /sys/fs/cgroup/memory rw - cgroup c rw,memory\n"
		 "2 1 0:2 / /a\\040b\\134c rw shared:4 master:7 - cgroup2 c rw",
		 "/a b\\c"},
		{"2 1 0:2 / /\\101\\377\\400\\08\\0!0\\12 rw - cgroup2 c rw",
		 "/A\377\\400\\08\\0!0\\12"},
		{ROOT, NULL},
		{"", NULL},
		{"2 1 0:2 / /x rw cgroup2 - ext4 x rw\n", NULL},
		{"2 1 0:2 / /x rw -", NULL},
	};
	char path[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(mount_parse_cgroup2(cases[i].bytes,
						     strlen(cases[i].bytes),
						     path, sizeof(path)),
				 cases[i].path != NULL);
		if (cases[i].path)
			assert_string_equal(path, cases[i].path);
	}
}

static void reads_hidepid(void **state)
{
#define PROC "4 1 0:4 / /proc rw,nosuid - proc proc "
	static const struct {
		const char *bytes;
		int level;
		unsigned int gid;
	} cases[] = {
		{ROOT PROC "rw\n", 0, 0},
		{ROOT PROC "rw,hidepid=2,gid=27\n", 2, 27},
		{PROC "rw,gid=5,hidepid=invisible\n", 2, 5},
		{PROC "rw,hidepid=1\n", 1, 0},
		{PROC "rw,hidepid=ptraceable\n", 4, 0},
		{PROC "rw,hidepid=2\n" PROC "rw\n", 0, 0},
		{"4 1 0:4 / /chroot/proc rw - proc proc rw,hidepid=2\n", 0, 0},
		{"", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unsigned int gid = 99;

		assert_int_equal(mount_parse_hidepid(cases[i].bytes,
						     strlen(cases[i].bytes),
						     &gid), cases[i].level);
		assert_int_equal(gid, cases[i].gid);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_stat),
		cmocka_unit_test(sees_a_program_go),
		cmocka_unit_test(lists_end_with_the_time),
		cmocka_unit_test(tells_what_it_did_not_read),
		cmocka_unit_test(looks_end_with_the_time),
		cmocka_unit_test(is_not_misled_by_chroot),
		cmocka_unit_test(finds_the_unified_hierarchy),
		cmocka_unit_test(reads_hidepid),
	};

	if (argc == 4 && argv[3][0] && chroot(argv[3]))
		return 1;
	while (argc == 4 && !strcmp(argv[1], "stay"))
		pause();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
