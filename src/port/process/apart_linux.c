/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/process/apart.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "port/clock.h"

#define CHUNK 16384
#define OUTPUT 3	/* the descriptor in the child */
#define GRACE 100	/* ms for a process that was killed to be gone */
#define ERRNO_MAX 255	/* what fits into a status */

int64_t apart_deadline(int64_t deadline)
{
	int64_t now = clock_now();

	return now < deadline ? now + (deadline - now + 3) / 4 : now;
}

int apart_write(int output, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		ssize_t n = write(output, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		at += n;
		length -= (size_t)n;
	}
	return 0;
}

/* --- The child ----------------------------------------------------------- */

static int close_others(int output)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	long limit = sysconf(_SC_OPEN_MAX);

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (null < 0 || dup2(null, fd) < 0)
			return -errno;
	if (output != OUTPUT && dup2(output, OUTPUT) < 0)
		return -errno;
	fcntl(OUTPUT, F_SETFD, FD_CLOEXEC);
#ifdef SYS_close_range
	if (!syscall(SYS_close_range, OUTPUT + 1, UINT_MAX, 0))
		return 0;
#endif
	if (limit < 0 || limit > 65536)
		limit = 65536;
	for (int fd = OUTPUT + 1; fd < limit; fd++)
		close(fd);
	return 0;
}

static int drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};

	return syscall(SYS_capset, &head, none) ? -errno : 0;
}

static int become(const struct apart_user *user)
{
	gid_t gid = user->gid;

	if (user->uid == geteuid())
		return 0;
	if (!setgroups(1, &gid) && !setresgid(gid, gid, gid) &&
	    !setresuid(user->uid, user->uid, user->uid))
		return 0;
	/* Without a right that others lack, our own rights do no harm. */
	return errno == EPERM && geteuid() ? 0 : -errno;
}

static int take_rights(const struct apart_user *user)
{
	int rc = become(user);

	if (!rc)
		rc = drop_capabilities();
	if (!rc && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		rc = -errno;
	return rc;
}

static int start(const struct apart_user *user, int output, pid_t parent)
{
	const struct rlimit none = {0, 0};
	int rc = close_others(output);

	/* What it starts is ended with it; a terminal's Ctrl-C is ours. */
	setpgid(0, 0);
	if (!rc && setrlimit(RLIMIT_CORE, &none))
		rc = -errno;
	if (!rc && user)
		rc = take_rights(user);
	/* A change of user undoes it, so it comes after that. */
	if (!rc && prctl(PR_SET_PDEATHSIG, SIGKILL))
		rc = -errno;
	return !rc && getppid() != parent ? -ESRCH : rc;
}

/* --- The parent ---------------------------------------------------------- */

/** struct output - What came from the child */
struct output {
	char *bytes;
	size_t length;
	size_t size;
	size_t max;
};

/* Wait for input, or for the end of a process; 0, or -ETIMEDOUT. */
static int wait_for(int fd, int64_t deadline)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		int64_t left = deadline - clock_now();
		int n = poll(&p, 1, left < 0 ? 0 : left < INT_MAX ?
				   (int)left : INT_MAX);

		if (n > 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0 && left <= 0)
			return -ETIMEDOUT;
	}
}

/* Return: 1, 0 at the end, or -errno */
static int take(struct output *output, int fd)
{
	ssize_t n;

	if (output->size - output->length < CHUNK) {
		size_t size = 2 * output->size + CHUNK;
		char *bytes = memory_resize(output->bytes, size);

		if (!bytes)
			return -ENOMEM;
		output->bytes = bytes;
		output->size = size;
	}
	n = read(fd, output->bytes + output->length,
		 output->size - output->length);
	if (n < 0)
		return errno == EINTR ? 1 : -errno;
	if ((size_t)n > output->max - output->length)
		return -EFBIG;
	output->length += (size_t)n;
	return n > 0;
}

static int listen_to(struct output *output, int fd, int64_t deadline)
{
	int rc = 1;

	while (rc > 0) {
		rc = wait_for(fd, deadline);
		if (!rc)
			rc = take(output, fd);
	}
	return rc;
}

static bool is_gone(pid_t child, int64_t deadline, int *status)
{
	int fd = -1, rc = 0;

#ifdef SYS_pidfd_open
	fd = (int)syscall(SYS_pidfd_open, child, 0);
#endif
	if (fd >= 0) {
		wait_for(fd, deadline);
		close(fd);
	}
	while ((rc = waitpid(child, status, WNOHANG)) == 0 &&
	       clock_now() < deadline)
		poll(NULL, 0, 1);
	return rc == child;
}

/* The end of its output is not yet the end of the child. */
static int reap(pid_t child, int rc, int64_t deadline)
{
	int status = 0;

	if (rc || !is_gone(child, deadline, &status)) {
		kill(-child, SIGKILL);
		kill(child, SIGKILL);
		is_gone(child, clock_now() + GRACE, &status);
		return rc ? rc : -ETIMEDOUT;
	}
	if (WIFSIGNALED(status))
		return -ECHILD;
	/* As an errno it is that of a parent that has gone. */
	return WEXITSTATUS(status) == MEMORY_EXIT ? -ENOMEM :
						    -WEXITSTATUS(status);
}

int apart_run(const struct apart_user *user, int64_t deadline, size_t max,
	      int (*work)(void *context, int output), void *context,
	      char **bytes, size_t *length)
{
	struct output output = {.max = max};
	pid_t parent = getpid(), child;
	int ends[2], rc;

	*bytes = NULL;
	*length = 0;
	if (clock_now() >= deadline)
		return -ETIMEDOUT;
	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	child = fork();
	if (!child) {
		rc = start(user, ends[1], parent);
		if (!rc)
			rc = work(context, OUTPUT);
		_exit(-rc <= ERRNO_MAX ? -rc : EIO);
	}
	rc = child < 0 ? -errno : 0;
	close(ends[1]);
	if (!rc)
		rc = reap(child, listen_to(&output, ends[0], deadline),
			  deadline);
	close(ends[0]);
	*bytes = output.bytes;
	*length = output.length;
	return rc;
}
