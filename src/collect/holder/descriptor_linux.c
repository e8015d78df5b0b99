/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process does with one of its descriptors.
 *
 * A process that waits for a listener's clients by accept() or epoll shows
 * it: /proc/PID/syscall has the call and its arguments, and the fdinfo of an
 * epoll set has the descriptors in it.  poll() and select() show nothing.
 *
 * Limits: of the threads, only the first is asked for its call; the first
 * DESCRIPTORS_MAX descriptors of a process are looked at.
 */
#include "collect/holder/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cursor.h"
#include "collect/process/proc.h"

#define DESCRIPTORS_MAX 1024
#define NAMES 16384	/* bytes of descriptors' names read at once */
#define INFO 65536	/* bytes of an epoll set's fdinfo */

/* A number that is not decimal; digits after UINT64_MAX are not checked. */
static bool take_number(struct cursor *c, unsigned int base, uint64_t *value)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t n = 0;
	size_t count = 0;

	while (cursor_left(c)) {
		const char *digit = memchr(digits, cursor_peek(c), base);

		if (!digit)
			break;
		n = n * base + (uint64_t)(digit - digits);
		cursor_skip(c, 1);
		count++;
	}
	if (count)
		*value = n;
	return count > 0;
}

int descriptor_parse_flags(const char *bytes, size_t length, uint64_t *flags)
{
	struct cursor c = cursor_over(bytes, length), line;

	while (cursor_line(&c, &line)) {
		if (!cursor_starts(&line, "flags:"))
			continue;
		cursor_skip_blanks(&line);
		return take_number(&line, 8, flags) ? 0 : -EINVAL;
	}
	return -EINVAL;
}

bool descriptor_parse_epoll(const char *bytes, size_t length, int fd,
			    bool *others)
{
	struct cursor c = cursor_over(bytes, length), line;
	bool found = false;
	uint64_t number;

	while (cursor_line(&c, &line)) {
		if (!cursor_starts(&line, "tfd:"))
			continue;
		cursor_skip_blanks(&line);
		if (!cursor_number(&line, &number))
			continue;
		if (number == (uint64_t)fd)
			found = true;
		else
			*others = true;
	}
	return found;
}

/* "43 0x3 ...": the call's number and arguments; "running" outside a call. */
bool descriptor_parse_call(const char *bytes, size_t length, int fd)
{
	struct cursor c = cursor_over(bytes, length);
	uint64_t number, argument;

	return cursor_number(&c, &number) && cursor_starts(&c, " 0x") &&
	       take_number(&c, 16, &argument) &&
	       (number == SYS_accept || number == SYS_accept4) &&
	       argument == (uint64_t)fd;
}

static void read_flags(json_t *value, int proc, pid_t pid, int fd)
{
	char path[PROC_PATH], bytes[512];
	uint64_t flags;
	ssize_t n;

	snprintf(path, sizeof(path), "%d/fdinfo/%d", pid, fd);
	n = proc_read(proc, path, bytes, sizeof(bytes));
	if (n < 0 || descriptor_parse_flags(bytes, (size_t)n, &flags))
		return;
	json_object_set_new(value, "close_on_exec",
			    json_boolean(flags & O_CLOEXEC));
	json_object_set_new(value, "nonblocking",
			    json_boolean(flags & O_NONBLOCK));
}

static bool is_in_accept(int proc, pid_t pid, int fd)
{
	char path[PROC_PATH], bytes[256];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/syscall", pid);
	n = proc_read(proc, path, bytes, sizeof(bytes));
	return n > 0 && descriptor_parse_call(bytes, (size_t)n, fd);
}

/* Is @number an epoll set with @fd in it? */
static bool is_in_set(int proc, pid_t pid, int number, int fd, bool *others)
{
	char path[PROC_PATH], bytes[INFO], link[32];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/fd/%d", pid, number);
	n = readlinkat(proc, path, link, sizeof(link));
	if (n != (ssize_t)strlen("anon_inode:[eventpoll]") ||
	    memcmp(link, "anon_inode:[eventpoll]", (size_t)n))
		return false;
	snprintf(path, sizeof(path), "%d/fdinfo/%d", pid, number);
	n = proc_read(proc, path, bytes, sizeof(bytes));
	/* A set that was not read, or not to its end, may have it. */
	return n < 0 || n >= INFO - 1 ||
	       (n > 0 && descriptor_parse_epoll(bytes, (size_t)n, fd, others));
}

/* Return: "epoll", "elsewhere", or NULL where there is no epoll set. */
static const char *epoll_of(int proc, pid_t pid, int fd)
{
	_Alignas(max_align_t) char names[NAMES];
	bool others = false, found = false;
	struct proc_entry entry;
	char path[PROC_PATH];
	size_t count = 0;
	ssize_t n;
	int dir;

	snprintf(path, sizeof(path), "%d/fd", pid);
	dir = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return NULL;
	while (!found && count < DESCRIPTORS_MAX &&
	       (n = proc_entries(dir, names, sizeof(names))) > 0)
		for (size_t at = 0;
		     !found && count < DESCRIPTORS_MAX &&
		     proc_entry_next(names, (size_t)n, &at, &entry);)
			if (entry.number >= 0 && ++count < DESCRIPTORS_MAX)
				found = is_in_set(proc, pid, entry.number, fd,
						  &others);
	close(dir);
	if (found)
		return "epoll";
	return others && count < DESCRIPTORS_MAX ? "elsewhere" : NULL;
}

void descriptor_describe(json_t *value, int proc, pid_t pid, int fd)
{
	const char *waits = is_in_accept(proc, pid, fd) ?
				    "accept" : epoll_of(proc, pid, fd);

	read_flags(value, proc, pid, fd);
	if (waits)
		json_object_set_new(value, "waits", json_string(waits));
}
