/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each task of the program stops before and after each system call.  A call
 * that is to fail becomes brk(0) on the way in, and gets its error on the way
 * out; one that is done and fails afterwards (close) gets the error alone.
 *
 * A filter of the program's own looks at a call after we did, so what is
 * skipped must be a call that it allows: brk() is one for malloc().
 */
#include "faults/inject.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <linux/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "faults/machine.h"
#include "faults/page.h"

#define TASKS_MAX 64
#define NAMES_MAX 64	/* of calls, a task */
#define FDS_MAX 64
#define DETAIL 160
#define PACKETS_MAX 8
#define FIRST_PIECES 64		/* of one byte; then of PIECE */
#define PIECE 1021
#define GRACE 10	/* s: until a process that was killed is gone */
#define TICK 100000	/* us */

/**
 * struct task - A thread of the program's
 * @index:	In the order in which they were made
 * @call:	The one that it is in; NULL for one that the table has not
 * @number:	Its number
 * @arguments:	Its own
 * @inside:	It is in one
 * @error:	What it is to fail with, or 0
 * @changed:	Its arguments are not its own any more
 * @done:	How often it made each call, by the table's pointer
 * @pieces:	How often a descriptor was read or written
 */
struct task {
	pid_t id;
	pid_t process;
	unsigned int index;
	bool alive;
	const struct call *call;
	long number;
	uint64_t arguments[6];
	bool inside;
	int error;
	bool changed;
	struct {
		const struct call *call;
		unsigned int count;
	} done[NAMES_MAX];
	unsigned int pieces[FDS_MAX];
};

/** struct trace - A run */
struct trace {
	const struct plan *plan;
	const struct page *page;
	FILE *report;
	struct task tasks[TASKS_MAX];
	unsigned int count;
	unsigned long calls;
	pid_t main;
	bool over;	/* the program has ended */
	bool broken;	/* all of it has to be ended */
	char packets[PACKETS_MAX][DETAIL];	/* sockets that capture */
	unsigned int packet_count;
	int64_t end;
};

static void tick(int number)
{
	(void)number;
}

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static struct task *find_task(struct trace *trace, pid_t id)
{
	for (unsigned int i = 0; i < trace->count; i++)
		if (trace->tasks[i].alive && trace->tasks[i].id == id)
			return &trace->tasks[i];
	return NULL;
}

static struct task *add_task(struct trace *trace, pid_t id)
{
	struct task *task = find_task(trace, id);

	if (task || trace->count == TASKS_MAX)
		return task;
	task = &trace->tasks[trace->count];
	*task = (struct task){.id = id, .process = look_process(id),
			      .index = trace->count++, .alive = true};
	return task;
}

static unsigned int count_call(struct task *task)
{
	for (size_t i = 0; i < NAMES_MAX; i++) {
		if (!task->done[i].call)
			task->done[i].call = task->call;
		if (task->done[i].call == task->call)
			return ++task->done[i].count;
	}
	return 0;
}

static const char *name_of(const struct task *task, char *number)
{
	if (task->call)
		return task->call->name;
	snprintf(number, CALL_NAME, "%ld", task->number);
	return number;
}

static void describe(const struct task *task, char *text)
{
	int kind = task->call ? task->call->kind : 0;

	*text = '\0';
	if (kind & (CALL_PATH0 | CALL_PATH1))
		look_string(task->id, task->arguments[!(kind & CALL_PATH0)],
			    text, DETAIL);
	/* fstat(), as the C library makes it of another. */
	if ((kind & CALL_PATH1) && !*text)
		kind |= CALL_FD;
	if (kind & (CALL_FD | CALL_MAP))
		look_descriptor(task->id, task->arguments[kind & CALL_MAP ? 4 :
							  0], text, DETAIL);
	for (char *c = text; *c; c++)
		if (*c == ' ')
			*c = '?';
	if (!*text)
		strcpy(text, "-");
}

/* A socket's type, where it is one; 0 for none. */
static int type_of(pid_t process, uint64_t fd)
{
	int handle = (int)syscall(SYS_pidfd_open, process, 0), copy = -1;
	socklen_t size = sizeof(int);
	int type = 0;

	if (handle >= 0)
		copy = (int)syscall(SYS_pidfd_getfd, handle, (int)fd, 0);
	if (copy < 0 || getsockopt(copy, SOL_SOCKET, SO_TYPE, &type, &size))
		type = 0;
	if (copy >= 0)
		close(copy);
	if (handle >= 0)
		close(handle);
	return type;
}

/*
 * Bytes that may come in pieces.  A number in /proc/sys comes whole or not at
 * all, and so does what an eventfd or a datagram has.
 */
static bool is_stream(const struct task *task)
{
	char text[DETAIL];

	look_descriptor(task->id, task->arguments[0], text, sizeof(text));
	if (!strncmp(text, "socket:", 7))
		return type_of(task->process, task->arguments[0]) ==
		       SOCK_STREAM;
	return !strncmp(text, "pipe:", 5) ||
	       (*text == '/' && strncmp(text, "/proc/sys/", 10));
}

static void take_piece(struct task *task)
{
	uint64_t size, fd = task->arguments[0];

	if (!task->call || !(task->call->kind & (CALL_READS | CALL_WRITES)) ||
	    fd >= FDS_MAX || !is_stream(task))
		return;
	size = task->pieces[fd]++ < FIRST_PIECES ? 1 : PIECE;
	task->changed = task->arguments[2] > size;
	if (task->changed)
		machine_size(task->id, size);
}

/* Which error this call is to have, or 0. */
static int choose_error(const struct trace *trace, const struct task *task,
			unsigned int nth)
{
	const struct plan *plan = trace->plan;
	char text[DETAIL] = "";

	if (!task->call)
		return 0;
	if (plan->name && plan->task == task->index && plan->nth == nth &&
	    !strcmp(plan->name, task->call->name))
		return plan->error;
	if (!plan->interrupt || !(task->call->kind & CALL_WAITS) || nth % 2 == 0)
		return 0;
	if (!(task->call->kind & CALL_FD))
		return EINTR;
	look_descriptor(task->id, task->arguments[0], text, sizeof(text));
	return call_fits(task->call, EINTR, text) &&
			       look_waits(task->id, task->arguments[0]) ?
		       EINTR :
		       0;
}

static void list_call(const struct trace *trace, const struct task *task,
		      unsigned int nth, const char *detail)
{
	char number[CALL_NAME];

	fprintf(trace->report, "call %u %s %u %s", task->index,
		name_of(task, number), nth, detail);
	for (size_t i = 0; task->call && i < CALL_ERRORS &&
			   task->call->errors[i]; i++)
		if (call_fits(task->call, task->call->errors[i], detail))
			fprintf(trace->report, " %s",
				call_error_name(task->call->errors[i]));
	fputc('\n', trace->report);
}

static bool is_packet_socket(const struct trace *trace, const char *text)
{
	for (unsigned int i = 0; i < trace->packet_count; i++)
		if (!strcmp(trace->packets[i], text))
			return true;
	return false;
}

static bool is_guarded(const struct trace *trace, const struct task *task,
		       uint64_t fd, char *text)
{
	look_descriptor(task->id, fd, text, DETAIL);
	return !strcmp(text, trace->plan->confined) ||
	       is_packet_socket(trace, text);
}

/* Does it wait for packets? */
static bool waits_for_packets(const struct trace *trace,
			      const struct task *task, char *text)
{
	struct pollfd polled;

	for (uint64_t i = 0; i < task->arguments[1] && i < FDS_MAX; i++)
		if (!look_bytes(task->id, task->arguments[0] +
				i * sizeof(polled), &polled, sizeof(polled)) &&
		    is_guarded(trace, task, (uint64_t)polled.fd, text))
			return true;
	return false;
}

/* Is it about to get what only a confined process may read? */
static bool gets_guarded(const struct trace *trace, const struct task *task,
			 char *text)
{
	switch (task->number) {
	case SYS_read:
	case SYS_pread64:
	case SYS_readv:
	case SYS_preadv:
	case SYS_recvmsg:
		return is_guarded(trace, task, task->arguments[0], text);
	case SYS_recvfrom:
		/* libpcap drops what came before its filter, a byte each. */
		return task->arguments[2] > 1 &&
		       is_guarded(trace, task, task->arguments[0], text);
	case SYS_mmap:
		/* A ring is mapped before there is anything in it. */
		return is_guarded(trace, task, task->arguments[4], text) &&
		       *text == '/';
#ifdef SYS_poll
	case SYS_poll:
#endif
	case SYS_ppoll:
		return waits_for_packets(trace, task, text);
	}
	return false;
}

static void check_confined(struct trace *trace, const struct task *task)
{
	char text[DETAIL];

	if (trace->plan->confined && gets_guarded(trace, task, text) &&
	    !look_confined(task->id))
		fprintf(trace->report, "unconfined %u %s\n", task->index, text);
}

static void break_off(struct trace *trace, const char *why)
{
	char number[CALL_NAME];

	for (unsigned int i = 0; i < trace->count; i++) {
		const struct task *task = &trace->tasks[i];

		if (!task->alive)
			continue;
		if (trace->over)
			fprintf(trace->report, "left %u %s\n", task->index,
				name_of(task, number));
		else
			fprintf(trace->report, "%s %u %s\n", why, task->index,
				name_of(task, number));
		kill(task->process, SIGKILL);
	}
	trace->broken = true;
}

static void enter(struct trace *trace, struct task *task,
		  const struct ptrace_syscall_info *info)
{
	char detail[DETAIL], number[CALL_NAME];
	unsigned int nth;

	task->number = (long)info->entry.nr;
	task->call = call_find(task->number);
	for (size_t i = 0; i < 6; i++)
		task->arguments[i] = info->entry.args[i];
	task->inside = true;
	task->error = 0;
	task->changed = false;
	check_confined(trace, task);
	if (!atomic_load(&trace->page->started))
		return;
	trace->calls++;
	nth = count_call(task);
	task->error = choose_error(trace, task, nth);
	if (trace->plan->list || (task->error && task->error != EINTR))
		describe(task, detail);
	if (trace->plan->list)
		list_call(trace, task, nth, detail);
	if (task->error && task->error != EINTR)
		fprintf(trace->report, "injected %u %s %u %s %s\n",
			task->index, name_of(task, number), nth,
			call_error_name(task->error), detail);
	if (task->error && !(task->call->kind & CALL_DONE)) {
		task->changed = true;
		machine_skip(task->id);
	} else if (trace->plan->pieces) {
		take_piece(task);
	}
}

static void leave(struct trace *trace, struct task *task,
		  const struct ptrace_syscall_info *info)
{
	task->inside = false;
	if (task->changed)
		machine_restore(task->id, task->arguments);
	/* brk() that did not work gives the old end, as brk(0) does. */
	if (task->error && !(task->call->kind & CALL_MEMORY))
		machine_return(task->id, -task->error);
	if (task->number == SYS_socket && info->exit.rval >= 0 &&
	    task->arguments[0] == AF_PACKET &&
	    trace->packet_count < PACKETS_MAX)
		look_descriptor(task->id, (uint64_t)info->exit.rval,
				trace->packets[trace->packet_count++], DETAIL);
}

static void on_call(struct trace *trace, struct task *task)
{
	struct ptrace_syscall_info info;
	long n = ptrace(PTRACE_GET_SYSCALL_INFO, task->id, sizeof(info),
			&info);

	if (n <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		enter(trace, task, &info);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT && task->inside)
		leave(trace, task, &info);
	if (trace->broken || !task->inside)
		return;
	/* What was killed with the program makes no call any more. */
	if (trace->over && task->number != SYS_exit &&
	    task->number != SYS_exit_group)
		break_off(trace, "left");
	else if (trace->calls > trace->plan->calls)
		break_off(trace, "spin");
}

/* A stop of any kind: goes on with it. */
static void on_stop(struct trace *trace, pid_t id, int status)
{
	struct task *task = add_task(trace, id);
	int number = WSTOPSIG(status), event = status >> 16;
	unsigned long made;

	if (!task) {
		ptrace(PTRACE_CONT, id, NULL, NULL);
		return;
	}
	if (number == (SIGTRAP | 0x80)) {
		on_call(trace, task);
		number = 0;
	} else if (event) {
		if ((event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
		     event == PTRACE_EVENT_CLONE) &&
		    !ptrace(PTRACE_GETEVENTMSG, id, NULL, &made))
			add_task(trace, (pid_t)made);
		number = 0;
	}
	ptrace(PTRACE_SYSCALL, id, NULL, (void *)(uintptr_t)number);
}

static void on_end(struct trace *trace, pid_t id, int status)
{
	struct task *task = find_task(trace, id);

	if (!task)
		return;
	task->alive = false;
	if (id == trace->main) {
		trace->over = true;
		trace->end = now() + GRACE;
		if (WIFSIGNALED(status))
			fprintf(trace->report, "signal %d\n", WTERMSIG(status));
		else
			fprintf(trace->report, "exit %d\n",
				WEXITSTATUS(status));
	} else if (WIFSIGNALED(status) && task->process == id) {
		fprintf(trace->report, "task %u %d\n", task->index,
			WTERMSIG(status));
	}
}

/* The program, stopped before it is run. */
static pid_t start(char **arguments, int *go)
{
	int ends[2];
	pid_t child;
	char byte;

	if (pipe(ends))
		return -1;
	child = fork();
	if (!child) {
		close(ends[1]);
		if (read(ends[0], &byte, 1) != 1)
			_exit(126);
		close(ends[0]);
		execv(arguments[0], arguments);
		_exit(127);
	}
	close(ends[0]);
	*go = ends[1];
	return child;
}

/* Until all tasks are gone. */
static void follow(struct trace *trace)
{
	int status;
	pid_t id;

	for (;;) {
		id = waitpid(-1, &status, __WALL);
		if (id < 0 && errno != EINTR)
			return;
		if (id > 0 && WIFSTOPPED(status))
			on_stop(trace, id, status);
		else if (id > 0)
			on_end(trace, id, status);
		else if (now() > trace->end) {
			break_off(trace, "hang");
			trace->end = now() + GRACE;
		}
	}
}

int trace_run(const struct plan *plan, struct page *page, FILE *report,
	      char **arguments)
{
	const struct itimerval every = {{0, TICK}, {0, TICK}};
	const struct sigaction action = {.sa_handler = tick};
	struct trace *trace = calloc(1, sizeof(*trace));
	int go = -1, rc;

	if (!trace)
		return -ENOMEM;
	*trace = (struct trace){.plan = plan, .page = page, .report = report,
				.end = now() + plan->seconds};
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	trace->main = start(arguments, &go);
	if (trace->main < 0 || !add_task(trace, trace->main) ||
	    ptrace(PTRACE_SEIZE, trace->main, NULL,
		   (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
			    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
			    PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL))) {
		rc = -errno;
		close(go);
		free(trace);
		return rc;
	}
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every, NULL);
	rc = write(go, "", 1) == 1 ? 0 : -errno;
	close(go);
	follow(trace);
	fprintf(report, "calls %lu\n", trace->calls);
	rc = trace->broken ? 1 : rc;
	free(trace);
	return rc;
}
