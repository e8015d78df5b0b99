/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rpm's database has no format that others may read, so rpm is asked: run
 * without a shell, with nothing of ours open but its output, and killed at
 * the deadline or after WAIT, whichever comes first.
 */
#include "collect/package/package.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cursor.h"
#include "port/clock.h"

#define WAIT 2000	/* ms */
#define OUTPUT 1024

/* In the child: only calls that are safe between fork and exec. */
static void run(const char *rpm, const char *file, int output)
{
	const char *const arguments[] = {
		"rpm", "-qf", "--qf", "%{NAME}\n%{VERSION}-%{RELEASE}\n", "--",
		file, NULL,
	};
	const char *const environment[] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL,
	};
	long limit = sysconf(_SC_OPEN_MAX);
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, 0) < 0 || dup2(output, 1) < 0 ||
	    dup2(null, 2) < 0)
		_exit(127);
	if (limit < 0 || limit > 65536)
		limit = 65536;
	for (int fd = 3; fd < limit; fd++)
		close(fd);
	setpgid(0, 0);
	execve(rpm, (char *const *)arguments, (char *const *)environment);
	_exit(127);
}

/* Read until the end, the buffer's or the time's. */
static ssize_t listen_to(int fd, char *bytes, size_t size, int64_t deadline)
{
	size_t used = 0;

	while (used < size) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - clock_now();
		ssize_t n;

		if (left <= 0)
			return -ETIMEDOUT;
		n = poll(&p, 1, (int)left);
		if (n == 0 || (n < 0 && errno == EINTR))
			continue;
		n = n < 0 ? n : read(fd, bytes + used, size - used);
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

/* The end of its output is not yet the end of the child. */
static int reap(pid_t pid, int64_t deadline)
{
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_now() >= deadline) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			return -ETIMEDOUT;
		}
		poll(NULL, 0, 1);
	}
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -ENOENT;
}

static int ask(const char *rpm, const char *file, int64_t deadline,
	       char *bytes, size_t *length)
{
	int ends[2], rc;
	ssize_t n;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (pid < 0) {
		rc = -errno;
		close(ends[0]);
		close(ends[1]);
		return rc;
	}
	if (pid == 0)
		run(rpm, file, ends[1]);
	close(ends[1]);
	n = listen_to(ends[0], bytes, *length, deadline);
	close(ends[0]);
	rc = reap(pid, n < 0 ? 0 : deadline);
	if (n < 0)
		return (int)n;
	*length = (size_t)n;
	return rc;
}

int package_rpm_parse(const char *bytes, size_t length,
		      struct package *package)
{
	struct cursor c = cursor_over(bytes, length), name, version;

	if (!cursor_line(&c, &name) || !cursor_line(&c, &version) ||
	    !cursor_left(&name) || cursor_left(&name) >= PACKAGE_TEXT ||
	    cursor_left(&version) >= PACKAGE_TEXT)
		return -ENOENT;
	package->manager = "rpm";
	package_text(&name, package->name);
	package_text(&version, package->version);
	return 0;
}

/* rpm may be there as a tool only, on a system that is not made of its
 * packages. */
int package_rpm(const char *root, const char *file, int64_t deadline,
		struct package *package)
{
	static const char *const databases[] = {"/usr/lib/sysimage/rpm",
						"/var/lib/rpm"};
	char path[PATH_MAX], output[OUTPUT];
	size_t length = sizeof(output), i;
	int64_t soon = clock_now() + WAIT;
	int rc;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", root, databases[i]);
		if (!access(path, F_OK))
			break;
	}
	snprintf(path, sizeof(path), "%s/usr/bin/rpm", root);
	if (i == 2 || access(path, X_OK))
		return -ENOSYS;
	rc = ask(path, file, soon < deadline ? soon : deadline, output,
		 &length);
	return rc ? rc : package_rpm_parse(output, length, package);
}
