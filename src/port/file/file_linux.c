/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(int fd, size_t max, char **bytes, size_t *length)
{
	size_t size = 16384, used = 0;
	char *buffer = malloc(size + 1);
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
			char *larger = realloc(buffer, size * 2 + 1);

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

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = write(fd, bytes, length);

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

static int write_into(const char *path, const char *bytes, size_t length)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
	int rc;

	if (fd < 0)
		return -errno;
	rc = write_all(fd, bytes, length);
	if (close(fd) && !rc)
		rc = -errno;
	return rc;
}

int file_replace(const char *path, const char *bytes, size_t length)
{
	struct stat st;
	char *beside;
	mode_t mask;
	int fd, rc;

	if (!strcmp(path, "-"))
		return write_all(STDOUT_FILENO, bytes, length);
	if (!lstat(path, &st) && !S_ISREG(st.st_mode))
		return S_ISDIR(st.st_mode) ? -EISDIR :
					     write_into(path, bytes, length);
	if (asprintf(&beside, "%s.XXXXXX", path) < 0)
		return -ENOMEM;
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0) {
		rc = -errno;
		free(beside);
		return rc;
	}
	mask = umask(0);
	umask(mask);
	rc = write_all(fd, bytes, length);
	if (!rc)
		rc = compare(fd, bytes, length);
	if (!rc && fchmod(fd, 0666 & ~mask))
		rc = -errno;
	if (close(fd) && !rc)
		rc = -errno;
	if (!rc && rename(beside, path))
		rc = -errno;
	if (rc)
		unlink(beside);
	free(beside);
	return rc;
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
