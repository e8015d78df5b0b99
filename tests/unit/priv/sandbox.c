/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sandbox, from outside: a child enters it and does something, and we
 * see what becomes of it.
 */
#include "priv/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "priv/call_filter.h"
#include "unit/unit.h"

#define NOT_CONFINED 99
#define ENTERED 42

/* What the child has open, and may use. */
static int file, ends[2];
static struct sandbox_use uses = {.read = -1, .receive = -1};

static void use(int read, int receive, int write)
{
	uses = (struct sandbox_use){
		.read = read, .receive = receive,
		.write = {write}, .write_count = 1, .writes_file = true,
	};
}

/*
 * What becomes of a child that enters the sandbox and then acts: its exit
 * status, or minus the signal that ended it.
 */
static int fate_of(void (*act)(void))
{
	const struct rlimit no_core = {0, 0};
	char how[SANDBOX_TEXT];
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		int rc;

		setrlimit(RLIMIT_CORE, &no_core);
		rc = sandbox_enter(&uses, how);
		if (rc)
			_exit(rc == -EOPNOTSUPP ? NOT_CONFINED : 1);
		act();
		_exit(ENTERED);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void nothing(void)
{
}

static bool can_confine(void)
{
	return fate_of(nothing) != NOT_CONFINED;
}

static void open_file(void)
{
	(void)!open("/dev/null", O_RDONLY);
}

static void open_socket(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void run_program(void)
{
	char *arguments[] = {(char *)"true", NULL};

	execve("/bin/true", arguments, arguments + 1);
}

static void make_process(void)
{
	if (!syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
		_exit(1);
}

static void trace(void)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static void signal_parent(void)
{
	kill(getppid(), 0);
}

static void make_code(void)
{
	(void)!mmap(NULL, 4096, PROT_READ | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void make_memory_code(void)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	mprotect(memory, 4096, PROT_READ | PROT_EXEC);
}

static void become_root(void)
{
	(void)!setuid(0);
}

static void be_dumpable(void)
{
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static void remove_file(void)
{
	unlink("/nonexistent/file");
}

static void send_to_socket(void)
{
	(void)!send(ends[0], "x", 1, 0);
}

static void pass_descriptor(void)
{
	struct msghdr message = {0};

	(void)!sendmsg(ends[0], &message, 0);
}

static void forbidden_calls_kill(void **state)
{
	static const struct {
		const char *name;
		void (*act)(void);
	} acts[] = {
		{"open", open_file}, {"socket", open_socket},
		{"execve", run_program}, {"clone", make_process},
		{"ptrace", trace}, {"kill", signal_parent},
		{"mmap executable", make_code},
		{"mprotect executable", make_memory_code},
		{"setuid", become_root}, {"prctl", be_dumpable},
		{"unlink", remove_file}, {"sendto", send_to_socket},
		{"sendmsg", pass_descriptor},
	};

	(void)state;
	if (!can_confine())
		skip();
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		int fate = fate_of(acts[i].act);

		if (fate != -SIGSYS)
			print_error("%s: %d\n", acts[i].name, fate);
		assert_int_equal(fate, -SIGSYS);
	}
}

static void write_elsewhere(void)
{
	(void)!write(ends[1], "x", 1);
}

static void write_where_it_reads(void)
{
	(void)!write(ends[0], "x", 1);
}

static void cut_elsewhere(void)
{
	(void)!ftruncate(ends[1], 0);
}

static void read_elsewhere(void)
{
	char byte;

	(void)!read(ends[1], &byte, 1);
}

static void receive_elsewhere(void)
{
	char byte;

	(void)!recv(ends[1], &byte, 1, MSG_DONTWAIT);
}

static void receive_what_is_read(void)
{
	char byte;

	(void)!recv(file, &byte, 1, MSG_DONTWAIT);
}

/* The socket of packets cannot be written to, nor anything else. */
static void descriptors_are_told_apart(void **state)
{
	static const struct {
		const char *name;
		void (*act)(void);
	} acts[] = {
		{"write", write_elsewhere},
		{"write where it reads", write_where_it_reads},
		{"ftruncate", cut_elsewhere}, {"read", read_elsewhere},
		{"recv", receive_elsewhere},
		{"recv what is read", receive_what_is_read},
	};

	(void)state;
	if (!can_confine())
		skip();
	file = open("/dev/null", O_RDWR);
	assert_true(file >= 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
	use(file, ends[0], file);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		int fate = fate_of(acts[i].act);

		if (fate != -SIGSYS)
			print_error("%s: %d\n", acts[i].name, fate);
		assert_int_equal(fate, -SIGSYS);
	}
	close(file);
	close(ends[0]);
	close(ends[1]);
}

/* Exits itself where something does not work. */
static void work(void)
{
	struct pollfd ready = {.fd = ends[0], .events = POLLIN};
	struct timespec now;
	char bytes[16];
	char *memory;
	int error;
	socklen_t size = sizeof(error);

	if (read(file, bytes, 4) != 4 || memcmp(bytes, "abcd", 4) ||
	    lseek(file, 0, SEEK_SET) || pread(file, bytes, 2, 1) != 2 ||
	    write(file, "xy", 2) != 2 || ftruncate(file, 1) || fsync(file))
		_exit(2);
	if (poll(&ready, 1, 1000) != 1 || recv(ends[0], bytes, 1, 0) != 1 ||
	    getsockopt(ends[0], SOL_SOCKET, SO_ERROR, &error, &size))
		_exit(3);
	memory = malloc(64 << 20);
	if (!memory)
		_exit(4);
	memset(memory, 1, 64 << 20);
	memory = realloc(memory, 128 << 20);
	if (!memory)
		_exit(5);
	free(memory);
	if (clock_gettime(CLOCK_REALTIME, &now) ||
	    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now))
		_exit(6);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || close(ends[0]))
		_exit(7);
}

static void what_a_reader_needs_works(void **state)
{
	char name[] = "/tmp/bindwhy-sandbox.XXXXXX";

	(void)state;
	if (!can_confine())
		skip();
	file = mkstemp(name);
	assert_true(file >= 0);
	unlink(name);
	assert_int_equal(pwrite(file, "abcd", 4, 0), 4);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(write(ends[1], "z", 1), 1);
	use(file, ends[0], file);
	assert_int_equal(fate_of(work), ENTERED);
	assert_int_equal(lseek(file, 0, SEEK_END), 1);
	close(file);
	close(ends[0]);
	close(ends[1]);
}

/* A line of /proc/PID/status, without its name and blanks. */
static void status_line(pid_t pid, const char *name, char *line, size_t size)
{
	char path[64], text[256];
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	status = fopen(path, "r");
	assert_non_null(status);
	*line = '\0';
	while (fgets(text, sizeof(text), status))
		if (!strncmp(text, name, strlen(name)) &&
		    text[strlen(name)] == ':')
			snprintf(line, size, "%s", text + strlen(name) + 2);
	fclose(status);
	line[strcspn(line, "\n")] = '\0';
}

static void assert_status(pid_t pid, const char *name, const char *want)
{
	char line[256];

	status_line(pid, name, line, sizeof(line));
	if (strcmp(line, want))
		print_error("%s: %s\n", name, line);
	assert_string_equal(line, want);
}

static void nothing_is_left(void **state)
{
	static const char none[] = "0000000000000000";
	int go[2], told[2], status;
	char how[SANDBOX_TEXT] = "";
	pid_t pid;

	(void)state;
	if (!can_confine())
		skip();
	assert_int_equal(pipe(go), 0);
	assert_int_equal(pipe(told), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		char byte;

		close(go[1]);
		use(go[0], -1, told[1]);
		if (sandbox_enter(&uses, how) ||
		    write(told[1], how, sizeof(how)) != sizeof(how))
			_exit(1);
		_exit(read(go[0], &byte, 1) ? 2 : 0);
	}
	close(go[0]);
	assert_int_equal(read(told[0], how, sizeof(how)), sizeof(how));
	assert_status(pid, "NoNewPrivs", "1");
	assert_status(pid, "Seccomp", "2");
	assert_status(pid, "CapInh", none);
	assert_status(pid, "CapPrm", none);
	assert_status(pid, "CapEff", none);
	assert_status(pid, "CapAmb", none);
	if (!geteuid()) {
		assert_status(pid, "CapBnd", none);
		assert_status(pid, "Uid", "65534\t65534\t65534\t65534");
		assert_status(pid, "Gid", "65534\t65534\t65534\t65534");
		assert_status(pid, "Groups", " ");
		assert_int_equal(strncmp(how, "user nobody, ", 13), 0);
	}
	assert_non_null(strstr(how, "no capabilities"));
	assert_non_null(strstr(how, "system calls"));
	close(go[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	close(told[0]);
	close(told[1]);
}

/* From here on prctl(option) fails. */
static bool fail_prctl(unsigned int option, int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args) +
				 (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 :
									   0)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, option, 0, 1),
		BPF_STMT(BPF_RET | BPF_K,
			 SECCOMP_RET_ERRNO | (uint32_t)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* Whatever fails, nobody is told that he is confined. */
static void fails_closed(void **state)
{
	static const struct {
		unsigned int option;
		int error, rc;
		const char *text;
	} cases[] = {
		{PR_SET_SECCOMP, EINVAL, -EOPNOTSUPP, "no filters"},
		{PR_SET_SECCOMP, ENOSYS, -EOPNOTSUPP, "no filters"},
		{PR_SET_SECCOMP, EPERM, -EPERM, "EPERM"},
		{PR_SET_SECCOMP, ENOMEM, -ENOMEM, "ENOMEM"},
		{PR_SET_SECCOMP, EACCES, -EACCES, "EACCES"},
		{PR_SET_NO_NEW_PRIVS, EINVAL, -EINVAL, "new privileges"},
		{PR_SET_DUMPABLE, EPERM, -EPERM, "new privileges"},
	};
	char how[SANDBOX_TEXT] = "";
	int status;

	(void)state;
	if (!can_confine())
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		pid_t pid;

		fflush(NULL);
		pid = fork();
		assert_true(pid >= 0);
		if (!pid) {
			if (!fail_prctl(cases[i].option, cases[i].error))
				_exit(1);
			if (sandbox_enter(&uses, how) != cases[i].rc)
				_exit(2);
			_exit(strstr(how, cases[i].text) ? ENTERED : 3);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) != ENTERED)
			print_error("case %zu: %d\n", i, WEXITSTATUS(status));
		assert_int_equal(WEXITSTATUS(status), ENTERED);
	}
}

/* What becomes of a child that makes one call behind a filter. */
static int fate_behind(const struct call_rule *rules, size_t count, long call,
		       long a, long b, long c)
{
	const struct rlimit no_core = {0, 0};
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		setrlimit(RLIMIT_CORE, &no_core);
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		    call_filter_install(rules, count))
			_exit(1);
		syscall(call, a, b, c);
		_exit(ENTERED);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void arguments_are_looked_at(void **state)
{
	const long many = sizeof(long) > 4 ? (long)(UINT64_C(1) << 32) : 2;
	const struct call_rule rules[] = {
		{SYS_exit_group, 0, {{0}}},
		/* One descriptor or another. */
		{SYS_close, 1, {{0, UINT64_MAX, 100}}},
		{SYS_close, 1, {{0, UINT64_MAX, 200}}},
		/* Both words, two arguments. */
		{SYS_lseek, 2, {{1, UINT64_MAX, (uint64_t)many},
				{2, UINT64_MAX, SEEK_CUR}}},
		/* Some bits. */
		{SYS_fsync, 1, {{0, 6, 2}}},
	};
	const struct {
		long call, a, b, c;
		int fate;
	} cases[] = {
		{SYS_close, 100, 0, 0, ENTERED},
		{SYS_close, 200, 0, 0, ENTERED},
		{SYS_close, 101, 0, 0, -SIGSYS},
		{SYS_lseek, -1, many, SEEK_CUR, ENTERED},
		{SYS_lseek, -1, many, SEEK_SET, -SIGSYS},
		{SYS_lseek, -1, many | 1, SEEK_CUR, -SIGSYS},
		{SYS_lseek, -1, 0, SEEK_CUR, -SIGSYS},
		{SYS_fsync, 10, 0, 0, ENTERED},
		{SYS_fsync, 11, 0, 0, ENTERED},
		{SYS_fsync, 12, 0, 0, -SIGSYS},
		{SYS_getppid, 0, 0, 0, -SIGSYS},
		/* Another convention's number of the same call. */
		{0x40000000 | SYS_close, 100, 0, 0, -SIGSYS},
		{-1, 0, 0, 0, -SIGSYS},
	};

	(void)state;
#ifdef SANDBOX_SANITIZERS
	/* They make calls of their own, which these rules do not have. */
	skip();
#endif
	if (!can_confine())
		skip();
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int fate = fate_behind(rules, sizeof(rules) / sizeof(rules[0]),
				       cases[i].call, cases[i].a, cases[i].b,
				       cases[i].c);

		if (fate != cases[i].fate)
			print_error("case %zu: %d\n", i, fate);
		assert_int_equal(fate, cases[i].fate);
	}
}

static void too_many_rules_are_refused(void **state)
{
	struct call_rule rules[400] = {{0}};

	(void)state;
	if (!can_confine())
		skip();
	assert_int_equal(call_filter_install(rules, 400), -E2BIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forbidden_calls_kill),
		cmocka_unit_test(descriptors_are_told_apart),
		cmocka_unit_test(what_a_reader_needs_works),
		cmocka_unit_test(nothing_is_left),
		cmocka_unit_test(fails_closed),
		cmocka_unit_test(arguments_are_looked_at),
		cmocka_unit_test(too_many_rules_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
