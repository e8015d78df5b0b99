/* SPDX-License-Identifier: BSD-2-Clause */
/* The confined reader, with readers that do well, badly and worse. */
#include "collect/sniff/confined.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/terminal/interrupt.h"
#include "port/version.h"
#include "unit/unit.h"

static int opens(void *user, char *error)
{
	(void)user;
	(void)error;
	/* cmocka's own would go on with the next test, in the child. */
	signal(SIGSEGV, SIG_DFL);
	return 0;
}

static void closes(void *user)
{
	(void)user;
}

static void add_capture(struct facts *facts, const char *detail)
{
	facts_add(facts, FACT_CAPTURE, FACT_SEEN, "test", NULL,
		  json_pack("{s:s}", "detail", detail), "a test");
}

static int run(void (*read)(void *user, const struct confined_how *how,
			    struct facts *facts),
	       struct facts *facts, char *error)
{
	const struct rlimit no_core = {0, 0};

	setrlimit(RLIMIT_CORE, &no_core);
	return confined_run(&(struct confined){
			.output = -1, .open = opens, .run = read, .close = closes,
		},
			    facts, error);
}

/* A reader in our own process would end the test. */
static void need_sandbox(void)
{
	if (!version_sandbox())
		skip();
}

static void reads_well(void *user, const struct confined_how *how, struct facts *facts)
{
	(void)user;
	add_capture(facts, how->text);
}

static void hands_facts_over(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();
	const struct fact *f;

	(void)state;
	assert_int_equal(run(reads_well, facts, error), 0);
	assert_int_equal(facts_count(facts), 1);
	f = facts_next(facts, FACT_CAPTURE, NULL);
	assert_non_null(f);
	assert_string_equal(f->subject, "a test");
	assert_string_equal(f->source, "test");
	assert_null(f->code.space);
	assert_true(strlen(fact_string(f, "detail")) > 10);
	assert_int_equal(facts_error(facts), 0);
	facts_free(facts);
	/* Nobody is left to be waited for. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
}

/* More than a pipe holds, and than one piece that we take. */
static void reads_much(void *user, const struct confined_how *how, struct facts *facts)
{
	char text[1001];

	(void)user;
	(void)how;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 3000; i++)
		add_capture(facts, text);
}

static void hands_much_over(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();

	(void)state;
	assert_int_equal(run(reads_much, facts, error), 0);
	assert_int_equal(facts_count(facts), 3000);
	facts_free(facts);
}

static int fails_to_open(void *user, char *error)
{
	(void)user;
	snprintf(error, CONFINED_ERROR_TEXT, "no such thing");
	return -ENODEV;
}

static void tells_what_did_not_open(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();

	(void)state;
	assert_int_equal(confined_run(&(struct confined){
			.output = -1, .open = fails_to_open, .run = reads_well, .close = closes,
		},
				      facts, error),
			 -ENODEV);
	assert_string_equal(error, "no such thing");
	assert_int_equal(facts_count(facts), 0);
	facts_free(facts);
}

/* One that was open before us, and one that we opened. */
static int before, during;

static int opens_one(void *user, char *error)
{
	(void)user;
	(void)error;
	during = dup(before);
	return during < 0 ? -errno : 0;
}

static void uses_one(void *user, struct sandbox_use *use)
{
	(void)user;
	use->read = during;
}

static void reads_both(void *user, const struct confined_how *how, struct facts *facts)
{
	char byte;

	(void)user;
	(void)how;
	add_capture(facts, pread(before, &byte, 1, 0) == 1 ? "leaked" :
			   read(during, &byte, 1) == 1 ? "closed" :
							 "neither");
}

static void keeps_what_it_opened(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();

	(void)state;
	need_sandbox();
	before = open("/etc/passwd", O_RDONLY);
	assert_true(before >= 0);
	assert_int_equal(confined_run(&(struct confined){
			.output = -1, .open = opens_one, .uses = uses_one, .run = reads_both, .close = closes,
		},
				      facts, error),
			 0);
	assert_string_equal(
		fact_string(facts_next(facts, FACT_CAPTURE, NULL), "detail"),
		"closed");
	close(before);
	facts_free(facts);
}

/* What no reader of traffic has to say: it was taken over. */
static void forges(void *user, const struct confined_how *how, struct facts *facts)
{
	(void)user;
	add_capture(facts, how->text);
	facts_add(facts, FACT_TRY, FACT_SEEN, "test", NULL,
		  json_pack("{s:s}", "step", "listen"), "a forgery");
}

static void takes_no_forgeries(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();

	(void)state;
	need_sandbox();
	assert_int_equal(run(forges, facts, error), -ECHILD);
	assert_non_null(strstr(error, "no traffic"));
	facts_each(facts, FACT_TRY, f)
		fail();
	facts_free(facts);
}

static void opens_a_file(void *user, const struct confined_how *how, struct facts *facts)
{
	(void)user;
	(void)how;
	(void)facts;
	(void)!open("/etc/passwd", O_RDONLY);
}

/* cmocka and the sanitizers catch what should end the reader. */
static int opens_uncaught(void *user, char *error)
{
	(void)user;
	(void)error;
	signal(SIGSEGV, SIG_DFL);
	return 0;
}

static void crashes(void *user, const struct confined_how *how, struct facts *facts)
{
	(void)user;
	(void)how;
	(void)facts;
	*(volatile char *)NULL = 1;
}

static void leaves(void *user, const struct confined_how *how, struct facts *facts)
{
	(void)user;
	(void)how;
	(void)facts;
	_exit(0);
}

static void leaves_early(void *user, const struct confined_how *how, struct facts *facts)
{
	(void)user;
	(void)how;
	add_capture(facts, "half");
	_exit(0);
}

static void tells_how_it_ended(void **state)
{
	char error[CONFINED_ERROR_TEXT];
	struct facts *facts = facts_new();

	(void)state;
	need_sandbox();
	assert_int_equal(run(opens_a_file, facts, error), -ECHILD);
	assert_non_null(strstr(error, "killed by SIGSYS"));
	assert_non_null(strstr(error, "report"));
	assert_int_equal(confined_run(&(struct confined){
			.output = -1, .open = opens_uncaught, .run = crashes, .close = closes,
		},
				      facts, error),
			 -ECHILD);
	assert_non_null(strstr(error, "killed by signal 11"));
	assert_int_equal(run(leaves, facts, error), -ECHILD);
	assert_non_null(strstr(error, "without reporting"));
	assert_int_equal(run(leaves_early, facts, error), -ECHILD);
	assert_non_null(strstr(error, "without reporting"));
	assert_int_equal(facts_count(facts), 0);
	facts_free(facts);
}

/* Asks us to stop, so that we ask it. */
static void waits_for_the_end(void *user, const struct confined_how *how,
			      struct facts *facts)
{
	(void)user;
	(void)how;
	for (int i = 0; i < 400 && !confined_stopped(); i++)
		poll(NULL, 0, 50);
	add_capture(facts, confined_stopped() ? "stopped" : "not stopped");
}

static void is_stopped_gently(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();
	pid_t asker;

	(void)state;
	interrupt_catch();
	fflush(NULL);
	asker = fork();
	assert_true(asker >= 0);
	if (!asker) {
		poll(NULL, 0, 200);
		kill(getppid(), SIGTERM);
		_exit(0);
	}
	assert_int_equal(run(waits_for_the_end, facts, error), 0);
	assert_true(interrupt_asked());
	interrupt_release();
	assert_string_equal(
		fact_string(facts_next(facts, FACT_CAPTURE, NULL), "detail"),
		"stopped");
	waitpid(asker, NULL, 0);
	facts_free(facts);
}

/* As a unit's SystemCallFilter= does it. */
static bool forbid_getppid(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static void names_a_filter_before_ours(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	int status;
	pid_t pid;

	(void)state;
	need_sandbox();
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		struct facts *facts = facts_new();

		if (!facts || !forbid_getppid())
			_exit(2);
		_exit(run(reads_well, facts, error) != -ECHILD ||
		      !strstr(error, "in force before ours"));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static int begun_count, begun_rc;

static int begun(void *user, char *error)
{
	(void)user;
	begun_count++;
	snprintf(error, CONFINED_ERROR_TEXT, "it could not begin");
	return begun_rc;
}

static void begins(void *user, const struct confined_how *how,
		   struct facts *facts)
{
	confined_begin();
	reads_well(user, how, facts);
}

static int run_begun(void (*read)(void *user, const struct confined_how *how,
				  struct facts *facts),
		     int rc, struct facts *facts, char *error)
{
	begun_count = 0;
	begun_rc = rc;
	return confined_run(&(struct confined){
			.output = -1, .open = opens, .run = read,
			.begun = begun, .close = closes,
		}, facts, error);
}

static void says_when_it_begins(void **state)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct facts *facts = facts_new();

	(void)state;
	need_sandbox();
	assert_int_equal(run_begun(reads_well, 0, facts, error), 0);
	assert_int_equal(begun_count, 0);
	assert_int_equal(run_begun(begins, 0, facts, error), 0);
	assert_int_equal(begun_count, 1);
	assert_int_equal(facts_count(facts), 2);
	assert_int_equal(run_begun(begins, -EROFS, facts, error), -EROFS);
	assert_string_equal(error, "it could not begin");
	assert_int_equal(facts_count(facts), 2);
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_facts_over),
		cmocka_unit_test(hands_much_over),
		cmocka_unit_test(tells_what_did_not_open),
		cmocka_unit_test(keeps_what_it_opened),
		cmocka_unit_test(takes_no_forgeries),
		cmocka_unit_test(tells_how_it_ended),
		cmocka_unit_test(is_stopped_gently),
		cmocka_unit_test(says_when_it_begins),
		cmocka_unit_test(names_a_filter_before_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
