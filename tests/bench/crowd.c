/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A crowd: many processes with many open files, and listeners among them.
 *
 *	crowd PROCESSES FILES LISTENERS	FILES in all; prints "ready"; stays
 *	crowd listen PORT UID		one listener, owned by UID; stays
 *
 * It is meant for namespaces of its own, whose end is its end.
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_PORT 20000

static void listen_on(uint32_t address, unsigned int port)
{
	struct sockaddr_in in = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(address),
		.sin_port = htons((uint16_t)port),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&in, sizeof(in)) ||
	    listen(fd, 16))
		err(1, "listen on port %u", port);
}

/* One more file, of the kinds that a server has open. */
static int open_file(unsigned int n)
{
	switch (n % 6) {
	case 0:
	case 1:
		return socket(AF_UNIX, SOCK_STREAM, 0);
	case 2:
		return socket(AF_INET, SOCK_DGRAM, 0);
	case 3:
		return open("/proc/self/exe", O_RDONLY);
	case 4:
		return eventfd(0, 0);
	default:
		return open("/dev/null", O_RDONLY);
	}
}

static void member(unsigned int files, unsigned int port, int ready)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (port)
		listen_on(INADDR_LOOPBACK, port);
	for (unsigned int n = port ? 5 : 4; n < files; n++)
		if (open_file(n) < 0)
			err(1, "file %u of %u", n, files);
	if (write(ready, "", 1) != 1)
		err(1, "ready");
	for (;;)
		pause();
}

static unsigned int number(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*end || end == text || n > 1000000)
		errx(2, "not a number: %s", text);
	return (unsigned int)n;
}

static void crowd(unsigned int processes, unsigned int files,
		  unsigned int listeners)
{
	int ready[2];
	char byte;

	if (pipe(ready))
		err(1, "pipe");
	for (unsigned int i = 0; i < processes; i++) {
		pid_t pid = fork();

		if (pid < 0)
			err(1, "fork %u of %u", i, processes);
		if (pid == 0) {
			close(ready[0]);
			member(files / processes,
			       i < listeners ? FIRST_PORT + i : 0, ready[1]);
		}
	}
	close(ready[1]);
	for (unsigned int i = 0; i < processes; i++)
		if (read(ready[0], &byte, 1) != 1)
			errx(1, "%u of %u came up", i, processes);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		errx(2, "usage: crowd PROCESSES FILES LISTENERS | "
			"crowd listen PORT UID");
	if (!strcmp(argv[1], "listen")) {
		uid_t uid = number(argv[3]);

		if (setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
			err(1, "uid %u", uid);
		listen_on(INADDR_ANY, number(argv[2]));
	} else {
		crowd(number(argv[1]), number(argv[2]), number(argv[3]));
	}
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}
