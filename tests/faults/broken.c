/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that does wrong what bindwhy must not, one thing at a time:
 *
 *	broken WRONG [FILE]
 *
 * It prints what `bindwhy --json` could print of a port that is held, with
 * status 2, and copies FILE to "out", if WRONG begins so.  What WRONG names goes wrong where the fault comes that faults.py
 * has for it; without a fault all is well.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FACT "{\"kind\": \"%s\", \"subject\": \"it\", \"status\": \"%s\", " \
	     "\"value\": {\"name\": 1}}"

static const char *wrong, *file = "/dev/zero";

static bool is(const char *name)
{
	return !strcmp(wrong, name);
}

static int fail(void)
{
	fprintf(stderr, "bindwhy: it failed\n");
	return 3;
}

static int print(const char *text, int code)
{
	size_t left = strlen(text);

	while (left) {
		ssize_t n = write(STDOUT_FILENO, text, left);

		if (n < 0 && errno != EINTR)
			return fail();
		text += n < 0 ? 0 : n;
		left -= n < 0 ? 0 : (size_t)n;
	}
	return code;
}

/* What @status is empty for is left out. */
static int finish(const char *state, const char *status, int code)
{
	char text[1024], fact[256] = "";

	if (*status)
		snprintf(fact, sizeof(fact), ", " FACT, "unit", status);
	snprintf(text, sizeof(text), "{\"exit\": %d, \"verdicts\": "
		 "[{\"target\": {\"address\": \"0.0.0.0\"}, \"state\": "
		 "\"%s\"}], \"facts\": [" FACT "%s]}\n", code, state,
		 "socket", "SEEN", fact);
	return print(text, code);
}

/* Does what stands beside no other name. */
static int with_memory(void)
{
	char *volatile memory = malloc(16);

	if (is("crash"))
		*(volatile char *)memory = 'x';
	free(memory);
	if (memory)
		return -1;
	/* Where all fail, this one, too. */
	memory = malloc(16);
	free(memory);
	if (is("half"))
		return print("{\"exit\": 2, \"facts\": [\n", 2);
	if (is("silent"))
		return 3;
	if (is("unknown-status"))
		return 99;
	return fail();
}

/* Its size is of no importance; that it comes in one piece is. */
static int with_read(int fd)
{
	char bytes[8];
	ssize_t n = read(fd, bytes, sizeof(bytes));

	if (n < 0 && errno == EINTR && !is("interrupted"))
		n = read(fd, bytes, sizeof(bytes));
	if (is("pieces") && n >= 0 && n < (ssize_t)sizeof(bytes))
		return finish("undetermined", "SEEN", 3);
	if (n >= 0)
		return -1;
	if (is("hang"))
		poll(NULL, 0, -1);
	while (is("spin"))
		getppid();
	return fail();
}

static void leave_process(void)
{
	if (!fork()) {
		for (int i = 0; i < 600; i++)
			poll(NULL, 0, 1000);
		_exit(0);
	}
}

static int with_open(void)
{
	int fd = open(file, O_RDONLY);

	if (fd >= 0)
		return fd;
	if (is("false"))
		return finish("free", "SEEN", 0) - 256;
	if (is("false-state"))
		return finish("free", "SEEN", 2) - 256;
	if (is("lost"))
		return finish("in-use", "", 2) - 256;
	if (is("absence"))
		return finish("in-use", "ABSENT", 2) - 256;
	if (is("left-file"))
		close(open("left", O_WRONLY | O_CREAT, 0600));
	if (is("left-process"))
		leave_process();
	return fail() - 256;
}

/* Half of it, where it is to be wrong. */
static int copy(bool half)
{
	FILE *from = fopen(file, "r"), *to = fopen("out", "w");
	int c, left = -1;

	if (!from || !to)
		return fail();
	if (half) {
		fseek(from, 0, SEEK_END);
		left = (int)(ftell(from) / 2);
		rewind(from);
	}
	while (left-- && (c = fgetc(from)) != EOF)
		fputc(c, to);
	fclose(from);
	return fclose(to) ? fail() : finish("in-use", "SEEN", 2);
}

int main(int argc, char **argv)
{
	int fd, status;

	wrong = argc > 1 ? argv[1] : "";
	if (argc > 2)
		file = argv[2];
	status = with_memory();
	if (is("out-file"))
		return copy(status >= 0);
	if (status >= 0)
		return status;
	fd = with_open();
	if (fd < 0)
		return fd + 256;
	status = with_read(fd);
	close(fd);
	return status >= 0 ? status : finish("in-use", "SEEN", 2);
}
