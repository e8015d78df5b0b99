/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measure COMMAND [ARGUMENT...]
 *
 * Runs a command once with its output thrown away, and prints its wall time
 * in microseconds and its peak resident memory in KiB.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void run(char **argv)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 ||
	    dup2(null, 2) < 0)
		_exit(127);
	execvp(argv[0], argv);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct timespec start, end;
	struct rusage usage;
	int status;
	pid_t pid;

	if (argc < 2)
		errx(2, "usage: measure COMMAND [ARGUMENT...]");
	clock_gettime(CLOCK_MONOTONIC, &start);
	/* vfork: with fork, the child's peak would be at least ours. */
	pid = vfork();
	if (pid < 0)
		err(1, "fork");
	if (pid == 0)
		run(argv + 1);
	if (wait4(pid, &status, 0, &usage) < 0)
		err(1, "wait");
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		errx(1, "cannot run %s", argv[1]);
	printf("%lld %ld\n",
	       (end.tv_sec - start.tv_sec) * 1000000LL +
		       (end.tv_nsec - start.tv_nsec) / 1000,
	       usage.ru_maxrss);
	return 0;
}
