/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "port/clock.h"
#include "port/file/draft.h"

static int read_all(int fd, size_t max, char **bytes, size_t *length)
{
	size_t size = 16384, used = 0;
	char *buffer = memory_new(size + 1);
	int rc = -ENOMEM;

	while (buffer) {
		ssize_t n = read(fd, buffer + used, size - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			rc = -errno;
			break;
		}
		if (n == 0) {
			buffer[used] = '\0';
			*bytes = buffer;
			*length = used;
			return 0;
		}
		used += (size_t)n;
		if (used > max) {
			rc = -EFBIG;
			break;
		}
		if (used == size) {
			char *larger = memory_resize(buffer, size * 2 + 1);

			if (!larger)
				break;
			buffer = larger;
			size *= 2;
		}
	}
	free(buffer);
	return rc;
}

int file_read(const char *path, size_t max, char **bytes, size_t *length)
{
	int fd, rc;

	if (!strcmp(path, "-"))
		return read_all(STDIN_FILENO, max, bytes, length);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	rc = read_all(fd, max, bytes, length);
	close(fd);
	return rc;
}

/* A pipe or a device that takes nothing until @end is given up. */
static int write_all(int fd, const char *bytes, size_t length, int64_t end)
{
	struct pollfd ready = {.fd = fd, .events = POLLOUT};

	while (length) {
		ssize_t n = write(fd, bytes, length);

		if (n < 0 && errno == EAGAIN) {
			int64_t left = end - clock_now();

			if (left <= 0)
				return -ETIMEDOUT;
			poll(&ready, 1, left < INT_MAX ? (int)left : INT_MAX);
			continue;
		}
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		bytes += n;
		length -= (size_t)n;
	}
	return 0;
}

/* Is that what the file has now?  A file system may say later than write(). */
static int compare(int fd, const char *bytes, size_t length)
{
	char there[16384];
	size_t at = 0;

	while (at < length) {
		size_t left = length - at;
		ssize_t n = pread(fd, there, left < sizeof(there) ?
						     left : sizeof(there),
				  (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n || memcmp(there, bytes + at, (size_t)n))
			return -EIO;
		at += (size_t)n;
	}
	return 0;
}

static bool is_regular(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && S_ISREG(st.st_mode);
}

int file_replace(const char *path, const char *bytes, size_t length,
		 int timeout)
{
	int64_t end = clock_now() + timeout;
	struct draft *draft;
	int rc = draft_open(path, false, timeout, &draft), fd, closed;

	if (rc)
		return rc;
	fd = draft_output(draft);
	rc = write_all(fd, bytes, length, end);
	if (!rc && fd != STDOUT_FILENO && is_regular(fd))
		rc = compare(fd, bytes, length);
	if (!rc)
		rc = draft_finish(draft);
	closed = draft_close(draft);
	return rc ? rc : closed;
}

static bool identify(const char *path, struct stat *st)
{
	return !(strcmp(path, "-") ? stat(path, st) :
				     fstat(STDIN_FILENO, st)) &&
	       S_ISREG(st->st_mode);
}

bool file_same(const char *a, const char *b)
{
	struct stat one, two;

	return identify(a, &one) && identify(b, &two) &&
	       one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}
