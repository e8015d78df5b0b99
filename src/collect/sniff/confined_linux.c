/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child ignores signals that ask to stop: a terminal sends them to all
 * processes at once, and a second one has another meaning.  The parent sets a
 * shared flag and interrupts the child's waiting with SIGUSR1, repeatedly,
 * since the first may come just before it waits.
 *
 * handover.h describes the bytes in the pipe.
 */
#include "collect/sniff/confined.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "collect/sniff/handover.h"
#include "collect/sniff/patience.h"
#include "facts/save.h"
#include "port/error.h"
#include "port/terminal/interrupt.h"

#define NUDGE_EVERY 50		/* ms */
#define CHECK_EVERY 250		/* ms: a request may come just before a wait */

/** struct shared - Shared with the child: it is to stop; it lives */
struct shared {
	volatile sig_atomic_t stop;
	volatile unsigned int beats;
};

/* NULL where there is no child. */
static struct shared *shared;

bool confined_stopped(void)
{
	if (!shared)
		return interrupt_asked();
	shared->beats++;
	return shared->stop;
}

static void wake(int number)
{
	(void)number;
}

static void ignore_requests(void)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
}

static int write_all(int fd, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		ssize_t n = write(fd, at, length);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			at += n;
			length -= (size_t)n;
		}
	}
	return 0;
}

/* The child's end of the pipe. */
static int told = -1;

void confined_begin(void)
{
	if (told >= 0)
		write_all(told, (char[]){HANDOVER_BEGUN, '\n'}, 2);
}

static void tell_error(int fd, int rc, const char *error)
{
	if (!write_all(fd, &(char){HANDOVER_ERROR}, 1) &&
	    !write_all(fd, &rc, sizeof(rc)))
		write_all(fd, error, strlen(error));
}

static int tell_fact(void *user, const struct fact *fact)
{
	char *line = fact_dump(fact);
	int rc = line ? write_all(*(int *)user, line, strlen(line)) : -ENOMEM;

	free(line);
	return rc;
}

/** struct inherited - Descriptors that the program inherited */
struct inherited {
	int *fds;
	size_t count;
};

/* Without /proc there are none that we know of. */
static int list_inherited(struct inherited *inherited, int pipe, int output)
{
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;
	int rc = 0;

	while (!rc && folder && (entry = readdir(folder))) {
		int fd = atoi(entry->d_name), *fds;

		if (fd <= STDERR_FILENO || fd == pipe || fd == output ||
		    fd == dirfd(folder))
			continue;
		fds = memory_resize(inherited->fds,
			      (inherited->count + 1) * sizeof(*fds));
		if (!fds) {
			rc = -ENOMEM;
			break;
		}
		fds[inherited->count++] = fd;
		inherited->fds = fds;
	}
	if (folder)
		closedir(folder);
	return rc;
}

/*
 * Close inherited descriptors, which the reader does not need; after @open,
 * which may open "/dev/fd/63" (a shell's <(...)).
 */
static int open_alone(const struct confined *confined, int pipe, char *error)
{
	struct inherited inherited = {.fds = NULL};
	int rc = list_inherited(&inherited, pipe, confined->output);

	if (!rc)
		rc = confined->open(confined->user, error);
	for (size_t i = 0; !rc && i < inherited.count; i++)
		close(inherited.fds[i]);
	free(inherited.fds);
	return rc;
}

static int refuse(int fd, int rc, const char *why)
{
	char error[CONFINED_ERROR_TEXT];

	confined_refuse(why, error);
	tell_error(fd, rc, error);
	return 0;
}

/* Nothing that somebody types is for the reader. */
static int leave_input(const struct sandbox_use *use)
{
	int null, rc;

	if (use->read == STDIN_FILENO)
		return 0;
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (null < 0)
		return -errno;
	rc = null == STDIN_FILENO || dup2(null, STDIN_FILENO) >= 0 ? 0 : -errno;
	if (null != STDIN_FILENO)
		close(null);
	return rc;
}

static int confine(const struct confined *confined, int fd,
		   struct confined_how *how)
{
	struct sandbox_use use = {
		.read = -1,
		.receive = -1,
		.write = {fd, STDOUT_FILENO, STDERR_FILENO},
		.write_count = 3,
	};
	int rc;

	if (confined->uses)
		confined->uses(confined->user, &use);
	rc = leave_input(&use);
	if (rc)
		snprintf(how->text, sizeof(how->text), "/dev/null: %s (%s)",
			 strerror(-rc), error_name(-rc));
	else
		rc = sandbox_enter(&use, how->text);
	how->confined = !rc;
	return rc;
}

/* The child: what it has to say goes down the pipe. */
static int read_confined(const struct confined *confined, int fd, pid_t parent)
{
	char error[CONFINED_ERROR_TEXT] = "";
	struct confined_how how = {.text = ""};
	struct facts *facts = facts_new_passing(tell_fact, &fd);
	int rc = facts ? open_alone(confined, fd, error) : -ENOMEM;

	if (rc) {
		tell_error(fd, rc, error);
		return 0;
	}
	/* jansson's first object would open /dev/urandom. */
	json_object_seed(0);
	rc = confine(confined, fd, &how);
	if (rc && !confined->unconfined)
		return refuse(fd, rc, how.text);
	/* A change of user undoes it, so it comes after that. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		return 1;
	if (write_all(fd, &(char){HANDOVER_FACTS}, 1))
		return 1;
	told = fd;
	confined->run(confined->user, &how, facts);
	fflush(NULL);
	if (facts_error(facts) == -ENOMEM)
		return MEMORY_EXIT;
	return facts_error(facts) || write_all(fd, "\n", 1);
}

static int out_of(int rc, char *error)
{
	snprintf(error, CONFINED_ERROR_TEXT, "the confined reader's facts "
		 "could not be read: %s", strerror(-rc));
	return rc;
}

/* Read from the pipe.  Return: 1, 0 at its end, or -errno. */
static int take(struct handover *handover, int fd, char *error)
{
	size_t room;
	char *at = handover_room(handover, &room);
	ssize_t n;
	int rc;

	if (!at)
		return out_of(-ENOMEM, error);
	n = read(fd, at, room);
	if (n < 0)
		return errno == EINTR ? 1 : out_of(-errno, error);
	rc = handover_take(handover, (size_t)n, error);
	return rc ? rc : n > 0;
}

static int give_up(const char *why, char *error)
{
	snprintf(error, CONFINED_ERROR_TEXT, "the confined reader %s: it was "
		 "killed", why);
	return -ECHILD;
}

/* Until the pipe's end, or an error. */
static int listen_to(const struct confined *confined,
		     struct handover *handover, int fd, pid_t child,
		     char *error)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	bool begun = !confined->begun;
	struct patience patience;
	const char *why;
	int rc = 1;

	patience_begin(&patience, child, confined->limit,
		       confined->grace ? confined->grace : CONFINED_GRACE);
	while (rc > 0) {
		bool stop = interrupt_asked();
		int n;

		if (stop) {
			shared->stop = 1;
			kill(child, SIGUSR1);
		}
		n = poll(&ready, 1, stop ? NUDGE_EVERY : CHECK_EVERY);
		if (n > 0)
			rc = take(handover, fd, error);
		why = patience_left(&patience, stop, n > 0, shared->beats);
		if (rc > 0 && why)
			return give_up(why, error);
		if (rc >= 0 && handover->reads && !begun) {
			int failed = confined->begun(confined->user, error);

			begun = true;
			rc = failed ? failed : rc;
		}
	}
	return rc;
}

static int killed(int status, char *error)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (number == SIGSYS && prctl(PR_GET_SECCOMP) > 0)
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader was "
			 "killed by SIGSYS: a filter for system calls was in "
			 "force before ours and may forbid what it needs; the "
			 "kernel's log (journalctl -k) has the call; see "
			 "SystemCallFilter= of the unit, or the container's");
	else if (number == SIGSYS)
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader was "
			 "killed by SIGSYS: it made a forbidden system call; "
			 "please report this");
	else if (number)
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader was "
			 "killed by signal %d (%s)%s", number,
			 strsignal(number),
			 number == SIGKILL || number == SIGTERM ?
				 "" :
				 "; please report this");
	else if (WEXITSTATUS(status) == MEMORY_EXIT)
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader "
			 "ran out of memory");
	else
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader "
			 "exited without reporting, status %d",
			 WEXITSTATUS(status));
	return -ECHILD;
}

static int wait_for(const struct confined *confined, pid_t child, int fd,
		    struct facts *facts, char *error)
{
	struct handover handover;
	int status = 0, rc = handover_init(&handover);

	rc = rc ? out_of(rc, error) : listen_to(confined, &handover, fd, child,
						error);
	if (rc)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!rc)
		rc = status || !handover_complete(&handover) ?
			     killed(status, error) :
			     handover_end(&handover, facts, error);
	handover_free(&handover);
	return rc;
}

static int no_process(int code, char *error)
{
	snprintf(error, CONFINED_ERROR_TEXT, "no process for the reader: %s "
		 "(%s)", strerror(code), error_name(code));
	return -code;
}

int confined_run(const struct confined *confined, struct facts *facts,
		 char *error)
{
	struct sigaction action = {.sa_handler = wake}, before;
	pid_t parent = getpid(), child;
	int ends[2], rc;
	void *page = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		return no_process(errno, error);
	if (pipe2(ends, O_CLOEXEC)) {
		rc = no_process(errno, error);
		munmap(page, sizeof(*shared));
		return rc;
	}
	shared = page;
	fflush(NULL);
	/* Before the child is there: we may wake it at once. */
	sigaction(SIGUSR1, &action, &before);
	child = fork();
	if (!child) {
		ignore_requests();
		close(ends[0]);
		_exit(read_confined(confined, ends[1], parent));
	}
	rc = child < 0 ? no_process(errno, error) : 0;
	sigaction(SIGUSR1, &before, NULL);
	close(ends[1]);
	if (!rc)
		rc = wait_for(confined, child, ends[0], facts, error);
	close(ends[0]);
	shared = NULL;
	munmap(page, sizeof(*shared));
	return rc;
}
