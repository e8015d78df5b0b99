/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/holder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "collect/holder/seen.h"
#include "collect/holder/walk.h"
#include "collect/process/cgroup.h"
#include "collect/process/pids.h"
#include "collect/socket/socket.h"
#include "port/clock.h"

#include "unit/unit.h"

#define NOBODY 65534

static int made;	/* the socket that is looked for */
static struct facts *facts;

static int setup(void **state)
{
	struct stat st;

	(void)state;
	made = socket(AF_UNIX, SOCK_STREAM, 0);
	facts = facts_new();
	return made < 0 || !facts || fstat(made, &st) ? -1 : 0;
}

static int teardown(void **state)
{
	(void)state;
	close(made);
	facts_free(facts);
	return 0;
}

/* Has the machine so many processes that the kernel looks at all at once? */
static bool is_crowded(void)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct pids all = {0};
	bool crowded;

	assert_true(proc >= 0);
	assert_int_equal(pids_all(proc, &all), 0);
	/* Others may start some meanwhile. */
	crowded = all.count > WALK_CROWD / 2;
	pids_free(&all);
	close(proc);
	return crowded;
}

static void expect_scope(const struct fact *found, const char *scope)
{
	const char *got = fact_string(found, "scope");

	if (!is_crowded() || strcmp(got, "all"))
		assert_string_equal(got, scope);
}

/* A fact of the socket, as if the kernel had listed it. */
static void tell_socket(uid_t uid, const char *cgroup)
{
	struct stat st;
	json_t *value;

	assert_int_equal(fstat(made, &st), 0);
	value = json_pack("{s:I, s:i}", "inode", (json_int_t)st.st_ino, "uid",
			  (int)uid);
	if (cgroup) {
		json_object_set_new(value, "cgroup", json_string(cgroup));
		json_object_set_new(value, "cgroup_id", json_integer(4711));
	}
	facts_add(facts, FACT_SOCKET, FACT_SEEN, "test", NULL, value, "socket");
}

/* A child that stays, as a user, with the socket open. */
static pid_t fork_holder(uid_t uid)
{
	int ready[2];
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		if (uid && setresuid(uid, uid, uid))
			_exit(1);
		/* A change of the user takes this back. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		for (;;)
			pause();
	}
	assert_true(pid > 0);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static bool holds(pid_t pid)
{
	facts_each(facts, FACT_HOLDER, holder)
		if (fact_integer(holder, "pid", 0) == pid)
			return true;
	return false;
}

static const struct fact *search(void)
{
	const struct fact *found;

	holder_collect(facts, clock_now() + 10000);
	assert_int_equal(facts_error(facts), 0);
	found = facts_next(facts, FACT_HOLDER_SEARCH, NULL);
	assert_non_null(found);
	return found;
}

static void finds_ourselves(void **state)
{
	const struct fact *found, *process, *holder;
	char exe[4096];
	ssize_t n;

	(void)state;
	tell_socket(getuid(), NULL);
	found = search();
	assert_int_equal(found->status, FACT_SEEN);
	assert_int_equal(fact_integer(found, "found", 0), 1);
	holder = facts_next(facts, FACT_HOLDER, NULL);
	assert_int_equal(fact_integer(holder, "pid", 0), getpid());
	assert_int_equal(fact_integer(holder, "fd", 0), made);

	process = facts_next(facts, FACT_PROCESS, NULL);
	assert_int_equal(fact_integer(process, "pid", 0), getpid());
	assert_int_equal(fact_integer(process, "ppid", 0), getppid());
	assert_int_equal(fact_integer(process, "uid", -1), geteuid());
	assert_string_equal(fact_string(process, "exe_state"), "current");
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	assert_true(n > 0);
	exe[n] = '\0';
	assert_string_equal(fact_string(process, "exe"), exe);
	assert_true(time(NULL) - fact_integer(process, "started", 0) < 60);
	assert_true(json_array_size(fact_array(process, "args")) >= 1);
	assert_int_equal(
		json_integer_value(json_object_get(
			json_array_get(fact_array(process, "parents"), 0),
			"pid")), getppid());

	/* What has been searched for is not searched for again. */
	n = (ssize_t)facts_count(facts);
	holder_collect(facts, clock_now() + 10000);
	assert_int_equal(facts_count(facts), n);
}

static void finds_children(void **state)
{
	pid_t child = fork_holder(0);

	(void)state;
	tell_socket(getuid(), NULL);
	search();
	end(child);
	assert_true(holds(getpid()));
	assert_true(holds(child));
}

/* The worker of another user, by way of its parent; and the other way. */
static void finds_the_family(void **state)
{
	const struct fact *found;
	pid_t child;

	(void)state;
	if (getuid())
		skip();
	child = fork_holder(NOBODY);
	tell_socket(NOBODY, NULL);
	found = search();
	end(child);
	expect_scope(found, "uid");
	assert_true(holds(child));
	assert_true(holds(getpid()));
}

/* The master by its user, the worker of another user by way of its parent. */
static void finds_workers_of_another_user(void **state)
{
	const struct fact *found;
	pid_t child, bystander;

	(void)state;
	if (getuid())
		skip();
	child = fork_holder(NOBODY);
	bystander = fork_holder(NOBODY);
	tell_socket(0, NULL);
	found = search();
	end(bystander);
	end(child);
	expect_scope(found, "uid");
	assert_true(holds(getpid()));
	assert_true(holds(child));
}

/* In the cgroup is the child, and we are found for its sake. */
static void looks_in_the_cgroup_first(void **state)
{
	const char *mount = cgroup_mount();
	char path[4200], below[4300], procs[4400];
	const struct fact *found;
	FILE *file;
	pid_t child;

	(void)state;
	snprintf(path, sizeof(path), "%s/bindwhy-unit-%d", mount ? mount : "",
		 getpid());
	snprintf(below, sizeof(below), "%s/below", path);
	if (!mount || mkdir(path, 0755))
		skip();
	assert_int_equal(mkdir(below, 0755), 0);
	child = fork_holder(0);
	snprintf(procs, sizeof(procs), "%s/cgroup.procs", below);
	file = fopen(procs, "w");
	assert_non_null(file);
	fprintf(file, "%d", child);
	assert_int_equal(fclose(file), 0);
	tell_socket(getuid(), path + strlen(mount));
	found = search();
	end(child);
	for (int i = 0; i < 100 && rmdir(below); i++)
		usleep(10000);
	assert_int_equal(rmdir(path), 0);
	expect_scope(found, "cgroup");
	assert_int_equal(fact_integer(found, "looked_at", 0), 1);
	assert_true(holds(child));
	assert_true(holds(getpid()));
	assert_int_equal(fact_integer(found, "found", 0), 2);
}

static void goes_on_where_a_step_finds_nothing(void **state)
{
	const struct fact *found;

	(void)state;
	tell_socket(54321, "/bindwhy-no-such-cgroup");
	found = search();
	assert_string_equal(fact_string(found, "scope"), "all");
	assert_int_equal(found->status, FACT_SEEN);
	assert_true(holds(getpid()));
}

static void tells_hidden_from_nobody(void **state)
{
	const struct fact *found;
	int fd = made;

	(void)state;
	tell_socket(getuid(), NULL);
	made = socket(AF_UNIX, SOCK_STREAM, 0);
	close(fd);
	found = search();
	assert_string_equal(fact_string(found, "scope"), "all");
	assert_int_equal(fact_integer(found, "found", -1), 0);
	if (fact_integer(found, "denied", 0)) {
		assert_int_equal(found->status, FACT_DENIED);
		assert_true(fact_is(found, "EACCES"));
	} else {
		assert_int_equal(found->status, FACT_ABSENT);
	}
	assert_null(facts_next(facts, FACT_HOLDER, NULL));
}

/* Without rights, what our parent holds is hidden, and not nobody's. */
static void says_what_is_hidden(void **state)
{
	const struct fact *found;
	int status;
	pid_t pid;

	(void)state;
	if (getuid())
		skip();
	tell_socket(0, NULL);
	pid = fork();
	if (pid == 0) {
		close(made);
		if (setresuid(NOBODY, NOBODY, NOBODY))
			_exit(1);
		holder_collect(facts, clock_now() + 10000);
		found = facts_next(facts, FACT_HOLDER_SEARCH, NULL);
		_exit(found && found->status == FACT_DENIED &&
				      fact_integer(found, "denied", 0) > 0 &&
				      fact_string(found, "right") ?
			      0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void gives_up_at_the_deadline(void **state)
{
	const struct fact *found;

	(void)state;
	if (is_crowded())
		skip();
	tell_socket(getuid(), NULL);
	holder_collect(facts, clock_now() - 1);
	found = facts_next(facts, FACT_HOLDER_SEARCH, NULL);
	assert_int_equal(found->status, FACT_FAILED);
	assert_true(fact_is(found, "ETIMEDOUT"));
}

static void has_nothing_to_look_for_without_an_inode(void **state)
{
	const struct fact *found;

	(void)state;
	facts_add(facts, FACT_SOCKET, FACT_SEEN, "test", NULL,
		  json_pack("{s:i, s:i}", "inode", 0, "uid", 0), "socket");
	found = search();
	assert_int_equal(found->status, FACT_ABSENT);
	assert_int_equal(fact_integer(found, "inode", -1), 0);
}

/* Many sockets, one walk: some ours, some nobody's. */
static void finds_many_at_once(void **state)
{
	enum { MANY = 300 };
	int fds[MANY], count = 0, held = made;

	(void)state;
	for (; count < MANY; count++) {
		made = fds[count] = socket(AF_UNIX, SOCK_STREAM, 0);
		assert_true(made >= 0);
		tell_socket(getuid(), NULL);
		if (count % 2)
			close(fds[count]);
	}
	made = held;
	holder_collect(facts, clock_now() + 10000);
	for (int i = 0; i < MANY; i += 2)
		close(fds[i]);
	count = 0;
	facts_each(facts, FACT_HOLDER, holder)
		count++;
	assert_true(count >= MANY / 2);
	count = 0;
	facts_each(facts, FACT_HOLDER_SEARCH, s)
		count++;
	assert_true(count >= MANY / 2);
	assert_int_equal(facts_error(facts), 0);
}

static void remembers_strings(void **state)
{
	struct seen seen = {0};
	char text[16];

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1000; i++) {
			snprintf(text, sizeof(text), "%d", i);
			assert_int_equal(seen_before(&seen, text), round);
		}
	assert_false(seen_before(&seen, ""));
	assert_true(seen_before(&seen, ""));
	seen_free(&seen);
	assert_false(seen_before(&seen, "1"));
	seen_free(&seen);
}

#define WITH_SOCKET(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SOCKET(finds_ourselves),
		WITH_SOCKET(finds_children),
		WITH_SOCKET(finds_the_family),
		WITH_SOCKET(finds_workers_of_another_user),
		WITH_SOCKET(looks_in_the_cgroup_first),
		WITH_SOCKET(goes_on_where_a_step_finds_nothing),
		WITH_SOCKET(tells_hidden_from_nobody),
		WITH_SOCKET(says_what_is_hidden),
		WITH_SOCKET(gives_up_at_the_deadline),
		WITH_SOCKET(has_nothing_to_look_for_without_an_inode),
		WITH_SOCKET(finds_many_at_once),
		cmocka_unit_test(remembers_strings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
