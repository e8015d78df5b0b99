/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/regular.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

/* Its size in bytes. */
static int check(int fd, size_t *size)
{
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	*size = (size_t)st.st_size;
	return 0;
}

int regular_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW |
				    O_NOCTTY);
	size_t size;
	int rc;

	if (fd < 0)
		return -errno;
	rc = check(fd, &size);
	if (!rc)
		return fd;
	close(fd);
	return rc;
}

/* What is added to the file after fstat() is left out. */
int regular_read(int fd, size_t max, char **bytes, size_t *length)
{
	size_t size, used = 0;
	ssize_t n = 1;
	char *buffer;
	int rc = check(fd, &size);

	if (rc || size > max)
		return rc ? rc : -EFBIG;
	buffer = memory_new(size + 1);
	if (!buffer)
		return -ENOMEM;
	while (used < size && n) {
		n = read(fd, buffer + used, size - used);
		if (n < 0 && errno != EINTR) {
			rc = -errno;
			free(buffer);
			return rc;
		}
		used += n > 0 ? (size_t)n : 0;
	}
	buffer[used] = '\0';
	*bytes = buffer;
	*length = used;
	return 0;
}

int regular_load(const char *path, size_t max, char **bytes, size_t *length)
{
	int fd = regular_open(path), rc;

	if (fd < 0)
		return fd;
	rc = regular_read(fd, max, bytes, length);
	close(fd);
	return rc;
}
