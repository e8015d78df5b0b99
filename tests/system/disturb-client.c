/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * disturb-client - A client that connects in a tight loop until it is served
 *
 *	disturb-client ADDRESS PORT SECONDS COMMAND...
 *
 * Starts the command, which is to disturb it and then to serve it.  Each connection is refused, served (the server says "220 "), or neither
 * yet.  The last PENDING of the latter are kept, whose SYN was lost: when a
 * new connection is served, these must be too, after the kernel has sent the
 * SYN once more.  A connection that was accepted and then reset or closed
 * without a greeting was disturbed.
 *
 * At the end the command is killed, and a line printed:
 *
 *	refused N dropped N disturbed N served N late N lost N
 *
 * with the SYNs that were dropped, the new connections that were served (1),
 * and of the kept ones those that were served and those that were not.
 * Status 1 when the time is over.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PENDING 4	/* fewer than a server keeps waiting */
#define LATE_WAIT 8000	/* ms: a SYN is sent again after 1, 3 and 7 s */

enum fate { REFUSED, UNANSWERED, DISTURBED, SERVED };

static struct sockaddr_storage name;
static socklen_t name_length;
static unsigned long counts[4];
static unsigned long dropped;

static long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void fatal(const char *what)
{
	perror(what);
	exit(2);
}

static int is_greeted(int fd)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	char bytes[64];

	return poll(&ready, 1, 5000) == 1 && recv(fd, bytes, 64, 0) >= 4 &&
	       !memcmp(bytes, "220 ", 4);
}

/* What has become of a connection after @wait ms at most. */
static enum fate fate_of(int fd, int wait)
{
	struct pollfd ready = {.fd = fd, .events = POLLOUT};
	socklen_t size = sizeof(int);
	int error;

	if (poll(&ready, 1, wait) != 1)
		return UNANSWERED;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size))
		fatal("getsockopt");
	if (error == ECONNREFUSED)
		return REFUSED;
	/* Anything else happens to connections that were accepted. */
	return !error && is_greeted(fd) ? SERVED : DISTURBED;
}

static enum fate knock(int *fd)
{
	*fd = socket(name.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (*fd < 0)
		fatal("socket");
	if (connect(*fd, (struct sockaddr *)&name, name_length) &&
	    errno != EINPROGRESS) {
		if (errno != ECONNREFUSED)
			fatal("connect");
		return REFUSED;
	}
	return fate_of(*fd, 0);
}

/* A pending connection makes room for a newer one. */
static void drop(int fd)
{
	enum fate fate = fate_of(fd, 0);

	if (fate == UNANSWERED)
		dropped++;
	else
		counts[fate]++;
	close(fd);
}

static void resolve(const char *address, const char *port)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&name;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&name;

	if (inet_pton(AF_INET, address, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		name_length = sizeof(*v4);
	} else if (inet_pton(AF_INET6, address, &v6->sin6_addr) == 1) {
		v6->sin6_family = AF_INET6;
		name_length = sizeof(*v6);
	} else {
		fatal(address);
	}
	/* At one place in both. */
	v4->sin_port = htons((uint16_t)atoi(port));
}

/* What becomes of the kept ones of @n. */
static void see_late(const int *pending, unsigned long n, unsigned long *late,
		     unsigned long *lost)
{
	long end = now() + LATE_WAIT;

	for (unsigned long i = n > PENDING ? n - PENDING : 0; i < n; i++) {
		int fd = pending[i % PENDING];
		long left = end - now();
		enum fate fate = fate_of(fd, left > 0 ? (int)left : 0);

		dropped++;
		*late += fate == SERVED;
		*lost += fate == REFUSED || fate == UNANSWERED;
		counts[DISTURBED] += fate == DISTURBED;
		close(fd);
	}
}

static pid_t start(char **command)
{
	pid_t pid = fork();

	if (pid < 0)
		fatal("fork");
	if (pid)
		return pid;
	execvp(command[0], command);
	fatal(command[0]);
	return 0;
}

int main(int argc, char **argv)
{
	unsigned long served = 0, late = 0, lost = 0, n = 0;
	int pending[PENDING];
	pid_t command;
	long end;

	if (argc < 5) {
		fprintf(stderr, "usage: disturb-client ADDRESS PORT SECONDS "
				"COMMAND...\n");
		return 2;
	}
	resolve(argv[1], argv[2]);
	end = now() + atoi(argv[3]) * 1000L;
	command = start(argv + 4);
	while (!served && now() < end) {
		int fd;
		enum fate fate = knock(&fd);

		served = fate == SERVED;
		if (fate == UNANSWERED) {
			if (n >= PENDING)
				drop(pending[n % PENDING]);
			pending[n++ % PENDING] = fd;
			continue;
		}
		counts[fate]++;
		close(fd);
	}
	see_late(pending, n, &late, &lost);
	printf("refused %lu dropped %lu disturbed %lu served %lu late %lu "
	       "lost %lu\n",
	       counts[REFUSED], dropped, counts[DISTURBED], served, late,
	       lost);
	kill(command, SIGKILL);
	waitpid(command, NULL, 0);
	return !served;
}
