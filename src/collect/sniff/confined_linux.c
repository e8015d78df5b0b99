/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child ignores what asks us to stop: a terminal asks all processes at
 * once, and being asked twice means more.  We set a flag that it sees, and
 * break its waiting by SIGUSR1, again and again, since the first may come
 * just before it waits.
 *
 * Down the pipe goes one byte that says what follows: FACTS, then a line for
 * each fact as it is made, so that neither side has them twice, and an empty
 * one behind the last; or ERROR, then an int, -errno, and a line.
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

#include "facts/save.h"
#include "port/error.h"
#include "port/terminal/interrupt.h"
#include "priv/sandbox.h"

#define FACTS 'F'
#define ERROR 'E'
#define CHUNK 65536
#define LINE_LIMIT (1 << 20)	/* bytes of a fact */
#define NUDGE_EVERY 50		/* ms */
#define LOOK_EVERY 250		/* ms: a request may come just before a wait */
#define ERRNO_MAX 4095

/* Shared with the child; NULL where there is none. */
static volatile sig_atomic_t *stop_child;

bool confined_stopped(void)
{
	return stop_child ? *stop_child : interrupt_asked();
}

static void wake(int number)
{
	(void)number;
}

static void ignore_requests(void)
{
	struct sigaction action = {.sa_handler = wake};

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	sigaction(SIGUSR1, &action, NULL);
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

static void tell_error(int fd, int rc, const char *error)
{
	if (!write_all(fd, &(char){ERROR}, 1) &&
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

/** struct inherited - Descriptors that were open before us */
struct inherited {
	int *fds;
	size_t count;
};

/* Without /proc there are none that we know of. */
static int list_inherited(struct inherited *inherited, int pipe)
{
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;
	int rc = 0;

	while (!rc && folder && (entry = readdir(folder))) {
		int fd = atoi(entry->d_name), *fds;

		if (fd <= STDERR_FILENO || fd == pipe || fd == dirfd(folder))
			continue;
		fds = realloc(inherited->fds,
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
 * What whoever started us left open is none of the reader's.  It is closed
 * after @open, to which "/dev/fd/63" may be a file's name (a shell's <(...)).
 */
static int open_alone(const struct confined *confined, int pipe, char *error)
{
	struct inherited inherited = {.fds = NULL};
	int rc = list_inherited(&inherited, pipe);

	if (!rc)
		rc = confined->open(confined->user, error);
	for (size_t i = 0; !rc && i < inherited.count; i++)
		close(inherited.fds[i]);
	free(inherited.fds);
	return rc;
}

/* The child: what it has to say goes down the pipe. */
static int read_confined(const struct confined *confined, int fd, pid_t parent)
{
	char error[CONFINED_ERROR_TEXT] = "", how[SANDBOX_TEXT] = "";
	struct facts *facts = facts_new_passing(tell_fact, &fd);
	int rc = facts ? open_alone(confined, fd, error) : -ENOMEM;

	if (rc) {
		tell_error(fd, rc, error);
		return 0;
	}
	/* Its first table would open /dev/urandom. */
	json_object_seed(0);
	rc = sandbox_enter(how);
	if (rc && rc != -EOPNOTSUPP) {
		snprintf(error, sizeof(error), "rights could not be given "
			 "up, so nothing was read: %s", strerror(-rc));
		tell_error(fd, rc, error);
		return 0;
	}
	/* A change of user undoes it, so it comes after that. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		return 1;
	if (write_all(fd, &(char){FACTS}, 1))
		return 1;
	confined->run(confined->user, how, facts);
	fflush(stdout);
	fflush(stderr);
	return facts_error(facts) || write_all(fd, "\n", 1);
}

/**
 * struct told - What came through the pipe
 * @kind:	FACTS, ERROR, or 0 for nothing yet
 * @bytes:	What is still to be looked at; to be freed
 * @total:	Bytes of facts so far
 * @whole:	The last one came
 * @facts:	Those, good or not
 * @error:	CONFINED_ERROR_TEXT bytes
 */
struct told {
	char kind;
	char *bytes;
	size_t length;
	size_t room;
	size_t total;
	bool whole;
	struct facts *facts;
	char *error;
};

static bool is_traffic(const struct fact *fact)
{
	return fact->kind >= FACT_CAPTURE && fact->kind <= FACT_CONTROL_REQUEST;
}

static int take_fact(struct told *told, const char *line, size_t length)
{
	size_t count = facts_count(told->facts);
	int rc;

	told->whole = !length;
	if (told->whole)
		return 0;
	rc = fact_load(told->facts, line, length, told->error);

	if (rc || is_traffic(facts_at(told->facts, count)))
		return rc;
	snprintf(told->error, CONFINED_ERROR_TEXT, "the confined reader "
		 "handed over what is no traffic");
	return -ECHILD;
}

static int too_much(struct told *told)
{
	snprintf(told->error, CONFINED_ERROR_TEXT, "the confined reader "
		 "handed over too much");
	return -ECHILD;
}

/* Looks at the lines that are whole. */
static int take_facts(struct told *told)
{
	char *at = told->bytes, *end;
	size_t left = told->length;
	int rc = 0;

	while (!rc && left && (end = memchr(at, '\n', left))) {
		size_t length = (size_t)(end - at);

		rc = take_fact(told, at, length);
		at = end + 1;
		left -= length + 1;
		told->total += length + 1;
	}
	memmove(told->bytes, at, left);
	told->length = left;
	if (!rc && (left > LINE_LIMIT || told->total > FACTS_FILE_MAX))
		rc = too_much(told);
	return rc;
}

static int out_of(struct told *told, int rc)
{
	snprintf(told->error, CONFINED_ERROR_TEXT, "the confined reader's "
		 "facts could not be read: %s", strerror(-rc));
	return rc;
}

/* Takes what is there: 1, 0 at its end, or -errno. */
static int take(struct told *told, int fd)
{
	ssize_t n;
	int rc = 0;

	if (told->room - told->length < CHUNK) {
		size_t room = told->room ? 2 * told->room : 2 * CHUNK;
		char *bytes = realloc(told->bytes, room);

		if (!bytes)
			return out_of(told, -ENOMEM);
		told->bytes = bytes;
		told->room = room;
	}
	n = read(fd, told->bytes + told->length, told->room - told->length);
	if (n < 0)
		return errno == EINTR ? 1 : out_of(told, -errno);
	told->length += (size_t)n;
	if (!told->kind && n) {
		told->kind = *told->bytes;
		memmove(told->bytes, told->bytes + 1, --told->length);
	}
	if (told->kind == FACTS)
		rc = take_facts(told);
	else if (told->length > LINE_LIMIT)
		rc = too_much(told);
	return rc ? rc : n > 0;
}

/* Until the pipe's end, or an error. */
static int listen_to(struct told *told, int fd, pid_t child)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	int rc = 1;

	while (rc > 0) {
		bool stop = interrupt_asked();
		int n;

		if (stop) {
			*stop_child = 1;
			kill(child, SIGUSR1);
		}
		n = poll(&ready, 1, stop ? NUDGE_EVERY : LOOK_EVERY);
		if (n > 0)
			rc = take(told, fd);
	}
	return rc;
}

/* They are all there, and good. */
static void move(struct facts *facts, const struct facts *theirs)
{
	for (size_t i = 0; i < facts_count(theirs); i++) {
		const struct fact *f = facts_at(theirs, i);

		facts_add(facts, f->kind, f->status, f->source,
			  f->code.space ? &f->code : NULL,
			  json_incref(f->value), "%s", f->subject);
	}
}

/* What it said before its time was over; its own rc is not trusted. */
static int load_error(const char *bytes, size_t length, char *error)
{
	size_t text = length > sizeof(int) ? length - sizeof(int) : 0;
	int rc = -ECHILD;

	if (length >= sizeof(rc))
		memcpy(&rc, bytes, sizeof(rc));
	if (text >= CONFINED_ERROR_TEXT)
		text = CONFINED_ERROR_TEXT - 1;
	memcpy(error, bytes + length - text, text);
	error[text] = '\0';
	return rc < 0 && rc >= -ERRNO_MAX ? rc : -ECHILD;
}

static int killed(int status, char *error)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (number == SIGSYS)
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader was "
			 "killed by SIGSYS: it tried what it has no right to; "
			 "please report this");
	else if (number)
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader was "
			 "killed by signal %d (%s)%s", number,
			 strsignal(number),
			 number == SIGKILL || number == SIGTERM ?
				 "" :
				 "; please report this");
	else
		snprintf(error, CONFINED_ERROR_TEXT, "the confined reader "
			 "ended without a word, status %d",
			 WEXITSTATUS(status));
	return -ECHILD;
}

static int conclude(const struct told *told, int status, struct facts *facts,
		    char *error)
{
	if (WIFSIGNALED(status) || WEXITSTATUS(status) || !told->kind ||
	    (told->kind == FACTS && (!told->whole || told->length)))
		return killed(status, error);
	if (told->kind != FACTS)
		return load_error(told->bytes, told->length, error);
	move(facts, told->facts);
	return 0;
}

static int wait_for(pid_t child, int fd, struct facts *facts, char *error)
{
	struct told told = {.facts = facts_new(), .error = error};
	int status = 0, rc;

	rc = told.facts ? listen_to(&told, fd, child) : out_of(&told, -ENOMEM);
	if (rc)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!rc)
		rc = conclude(&told, status, facts, error);
	facts_free(told.facts);
	free(told.bytes);
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
	pid_t parent = getpid(), child;
	int ends[2], rc;
	void *shared = mmap(NULL, sizeof(*stop_child), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		return no_process(errno, error);
	if (pipe2(ends, O_CLOEXEC)) {
		rc = no_process(errno, error);
		munmap(shared, sizeof(*stop_child));
		return rc;
	}
	stop_child = shared;
	fflush(NULL);
	child = fork();
	if (!child) {
		ignore_requests();
		close(ends[0]);
		_exit(read_confined(confined, ends[1], parent));
	}
	rc = child < 0 ? no_process(errno, error) : 0;
	close(ends[1]);
	if (!rc)
		rc = wait_for(child, ends[0], facts, error);
	close(ends[0]);
	stop_child = NULL;
	munmap(shared, sizeof(*stop_child));
	return rc;
}
