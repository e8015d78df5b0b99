/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From inside the sandbox: a reader that a packet has taken over tries what
 * would harm the machine, and each attempt has its end.
 */
#include "collect/sniff/confined.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/version.h"
#include "unit/unit.h"

#define GRACE 300		/* ms */
#define FRAME 60		/* bytes of an Ethernet frame */

/* What the reader has: a packet socket on an interface, if we are root. */
static int packets = -1;
static pid_t us;
static void (*attack)(void);

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

static void uses(void *user, struct sandbox_use *use)
{
	(void)user;
	use->receive = packets;
}

static void attacks(void *user, const struct confined_how *how,
		    struct facts *facts)
{
	(void)user;
	if (!how->confined)
		_exit(1);
	attack();
	facts_add(facts, FACT_CAPTURE, FACT_SEEN, "test", NULL,
		  json_pack("{s:s}", "detail", "done"), "a test");
}

static int run(void (*act)(void), int (*open)(void *user, char *error),
	       char *error)
{
	const struct rlimit no_core = {0, 0};
	struct facts *facts = facts_new();
	int rc;

	assert_non_null(facts);
	setrlimit(RLIMIT_CORE, &no_core);
	attack = act;
	*error = '\0';
	rc = confined_run(&(struct confined){
			.open = open, .output = packets, .uses = uses,
			.run = attacks, .close = closes, .grace = GRACE,
		}, facts, error);
	facts_free(facts);
	/* Nobody is left. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	return rc;
}

static void open_file(void)
{
	(void)!open("/etc/passwd", O_RDONLY);
}

static void create_file(void)
{
	(void)!syscall(SYS_openat, AT_FDCWD, "hostile.tmp", O_CREAT | O_WRONLY,
		       0600);
}

static void connect_out(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(25)};

	(void)!connect(packets, (struct sockaddr *)&to, sizeof(to));
}

static void make_socket(void)
{
	(void)!socket(AF_INET, SOCK_DGRAM, 0);
}

static void kill_parent(void)
{
	kill(us, SIGKILL);
}

static void kill_all(void)
{
	kill(-1, SIGKILL);
}

static void queue_signal(void)
{
	syscall(SYS_rt_tgsigqueueinfo, us, us, SIGKILL, NULL);
}

static void trace_parent(void)
{
	ptrace(PTRACE_ATTACH, us, NULL, NULL);
}

static void read_memory(void)
{
	syscall(SYS_process_vm_readv, us, NULL, 0, NULL, 0, 0);
}

static void type_for_us(void)
{
	char byte = '\n';

	ioctl(STDIN_FILENO, TIOCSTI, &byte);
}

static void multiply(void)
{
	for (;;)
		if (!syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
			continue;
}

static void run_shell(void)
{
	char *arguments[] = {(char *)"sh", NULL};

	execve("/bin/sh", arguments, arguments + 1);
}

static void fill_disk(void)
{
	(void)!syscall(SYS_fallocate, STDOUT_FILENO, 0, 0L, 1L << 40);
}

static void install_filter(void)
{
	syscall(SYS_seccomp, 1, 0, NULL);
}

static void raise_limit(void)
{
	const struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};

	setrlimit(RLIMIT_AS, &more);
}

static void send_frame(void)
{
	static const unsigned char frame[FRAME];

	(void)!write(packets, frame, sizeof(frame));
}

static void send_frame_to(void)
{
	static const unsigned char frame[FRAME];

	(void)!send(packets, frame, sizeof(frame), 0);
}

static void read_typed_text(void)
{
	char byte;

	(void)!read(STDIN_FILENO, &byte, 1);
}

static void forbidden_calls_kill(void **state)
{
	static const struct {
		const char *name;
		void (*act)(void);
	} acts[] = {
		{"open", open_file}, {"create", create_file},
		{"connect", connect_out}, {"socket", make_socket},
		{"kill", kill_parent}, {"kill all", kill_all},
		{"rt_tgsigqueueinfo", queue_signal},
		{"ptrace", trace_parent}, {"process_vm_readv", read_memory},
		{"TIOCSTI", type_for_us}, {"clone", multiply},
		{"execve", run_shell}, {"fallocate", fill_disk},
		{"seccomp", install_filter}, {"setrlimit", raise_limit},
		{"write of a frame", send_frame},
		{"send of a frame", send_frame_to},
		{"read of typed text", read_typed_text},
	};
	char error[CONFINED_ERROR_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		int rc = run(acts[i].act, opens, error);

		if (rc != -ECHILD || !strstr(error, "SIGSYS"))
			print_error("%s: %d %s\n", acts[i].name, rc, error);
		assert_int_equal(rc, -ECHILD);
		assert_non_null(strstr(error, "SIGSYS"));
	}
	assert_int_equal(access("hostile.tmp", F_OK), -1);
}

/* Packets that an interface has sent, by /proc/net/dev. */
static unsigned long sent(const char *interface)
{
	FILE *file = fopen("/proc/self/net/dev", "r");
	unsigned long packets_sent = ULONG_MAX;
	char line[512];

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		char *name = line + strspn(line, " ");
		char *colon = strchr(name, ':');

		if (!colon || (size_t)(colon - name) != strlen(interface) ||
		    strncmp(name, interface, strlen(interface)))
			continue;
		assert_int_equal(sscanf(colon + 1, "%*u %*u %*u %*u %*u %*u "
						   "%*u %*u %*u %lu",
					&packets_sent), 1);
	}
	fclose(file);
	return packets_sent;
}

/* On every descriptor that it has, by every call that sends. */
static int tried;

static void send_on_one(void)
{
	static const unsigned char frame[FRAME];
	struct iovec vector = {(void *)(uintptr_t)frame, sizeof(frame)};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};

	switch (tried) {
	case 0: (void)!write(packets, frame, FRAME); break;
	case 1: (void)!writev(packets, &vector, 1); break;
	case 2: (void)!send(packets, frame, FRAME, 0); break;
	case 3: (void)!sendmsg(packets, &message, 0); break;
	case 4: (void)!pwrite(packets, frame, FRAME, 0); break;
	case 5: syscall(SYS_sendfile, packets, packets, NULL, 1L); break;
	case 6: syscall(SYS_splice, packets, NULL, packets, NULL, 1L, 0); break;
	default: syscall(SYS_io_uring_setup, 1, NULL); break;
	}
}

static void nothing_is_sent(void **state)
{
	static const unsigned char frame[FRAME];
	char error[CONFINED_ERROR_TEXT];
	unsigned long before;

	(void)state;
	if (packets < 0)
		skip();
	/* It would be seen. */
	before = sent("lo");
	assert_int_equal(write(packets, frame, FRAME), FRAME);
	assert_int_equal(sent("lo"), before + 1);
	for (tried = 0; tried < 8; tried++) {
		assert_int_equal(run(send_on_one, opens, error), -ECHILD);
		assert_non_null(strstr(error, "SIGSYS"));
	}
	assert_int_equal(sent("lo"), before + 1);
}

static void spin(void)
{
	for (volatile unsigned int i = 0;; i++)
		;
}

static void talk_without_end(void)
{
	confined_begin();
	for (;;)
		confined_stopped();
}

static void take_memory(void)
{
	size_t taken = 0, piece = 64 << 20;
	char *memory;

	while (taken < (size_t)8 << 30 && (memory = malloc(piece))) {
		memset(memory, 1, 4096);
		taken += piece;
	}
	_exit(taken < (size_t)2 << 30 ? 42 : 43);
}

/* Another process stops it. */
static int is_stopped(void *user, char *error)
{
	pid_t reader = getpid();

	if (!fork()) {
		usleep(100000);
		kill(reader, SIGSTOP);
		_exit(0);
	}
	return opens(user, error);
}

static void wait_for_nothing(void)
{
	while (!confined_stopped())
		poll(NULL, 0, 1);
}

static void nobody_waits_for_ever(void **state)
{
	char error[CONFINED_ERROR_TEXT];
	struct facts *facts = facts_new();

	(void)state;
	assert_int_equal(run(spin, opens, error), -ECHILD);
	assert_non_null(strstr(error, "without a sign of life"));
	assert_int_equal(run(wait_for_nothing, is_stopped, error), -ECHILD);
	assert_non_null(strstr(error, "stopped by a signal"));
	attack = talk_without_end;
	assert_int_equal(confined_run(&(struct confined){
				.open = opens, .output = -1, .run = attacks,
				.close = closes, .grace = GRACE, .limit = 100,
			}, facts, error), -ECHILD);
	assert_non_null(strstr(error, "does not end"));
	facts_free(facts);
}

static void memory_ends(void **state)
{
	char error[CONFINED_ERROR_TEXT];

	(void)state;
#ifdef SANDBOX_SANITIZERS
	/* Their memory is larger than any limit. */
	skip();
#endif
	assert_int_equal(run(take_memory, opens, error), -ECHILD);
	assert_non_null(strstr(error, "status 42"));
}

/* An interface of our own: no frame leaves the machine, whatever happens. */
static void open_interface(void)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	struct sockaddr_ll address = {.sll_family = AF_PACKET};

	if (geteuid() || unshare(CLONE_NEWNET))
		return;
	packets = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(3));
	if (packets < 0)
		return;
	assert_int_equal(ioctl(packets, SIOCSIFFLAGS, &request), 0);
	address.sll_protocol = htons(3);
	address.sll_ifindex = (int)if_nametoindex("lo");
	assert_int_equal(bind(packets, (struct sockaddr *)&address,
			      sizeof(address)), 0);
}

static int set_up(void **state)
{
	(void)state;
	us = getpid();
	open_interface();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forbidden_calls_kill),
		cmocka_unit_test(nothing_is_sent),
		cmocka_unit_test(nobody_waits_for_ever),
		cmocka_unit_test(memory_ends),
	};

	/* A reader in our own process would end the test. */
	if (!version_sandbox())
		return 77;
	return cmocka_run_group_tests(tests, set_up, NULL);
}
