/* SPDX-License-Identifier: BSD-2-Clause */
/* What /proc and its memory say of a traced task. */
#include "faults/inject.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

void look_descriptor(pid_t task, uint64_t fd, char *text, size_t size)
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)task, (int)fd);
	n = readlink(path, text, size - 1);
	text[n < 0 ? 0 : n] = '\0';
}

bool look_waits(pid_t task, uint64_t fd)
{
	unsigned int flags = 0;
	char path[64];
	FILE *info;

	snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)task, (int)fd);
	info = fopen(path, "r");
	if (info && fscanf(info, "%*s %*s flags: %o", &flags) != 1)
		flags = 0;
	if (info)
		fclose(info);
	return !(flags & O_NONBLOCK);
}

int look_bytes(pid_t task, uint64_t address, void *bytes, size_t size)
{
	struct iovec here = {bytes, size};
	struct iovec there = {(void *)(uintptr_t)address, size};

	return process_vm_readv(task, &here, 1, &there, 1, 0) ==
			       (ssize_t)size ?
		       0 :
		       -1;
}

void look_string(pid_t task, uint64_t address, char *text, size_t size)
{
	size_t n = 0;

	while (n < size - 1 && !look_bytes(task, address + n, text + n, 1) &&
	       text[n]) {
		if (text[n] <= ' ' || text[n] > '~')
			text[n] = '?';
		n++;
	}
	text[n] = '\0';
}

/* A line of /proc/TASK/status, without its name; "" where there is none. */
static void status_line(pid_t task, const char *name, char *line, size_t size)
{
	size_t length = strlen(name);
	char path[64], text[256];
	FILE *status;

	*line = '\0';
	snprintf(path, sizeof(path), "/proc/%d/status", (int)task);
	status = fopen(path, "r");
	while (status && fgets(text, sizeof(text), status))
		if (!strncmp(text, name, length) && text[length] == ':')
			snprintf(line, size, "%s",
				 text + length + 1 +
					 strspn(text + length + 1, "\t "));
	if (status)
		fclose(status);
}

pid_t look_process(pid_t task)
{
	char line[256];

	status_line(task, "Tgid", line, sizeof(line));
	return *line ? atoi(line) : task;
}

bool look_confined(pid_t task)
{
	static const char *const sets[] = {"CapPrm", "CapEff", "CapAmb"};
	char line[256];

	status_line(task, "Seccomp", line, sizeof(line));
	if (atoi(line) != 2)
		return false;
	status_line(task, "Uid", line, sizeof(line));
	if (atoi(line) == 0)
		return false;
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		status_line(task, sets[i], line, sizeof(line));
		if (!*line || strtoull(line, NULL, 16))
			return false;
	}
	return true;
}
