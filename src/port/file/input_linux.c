/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse_directory(int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return -errno;
	return S_ISDIR(st.st_mode) ? -EISDIR : 0;
}

int input_open(const char *path)
{
	int fd, rc;

	if (!strcmp(path, "-")) {
		rc = refuse_directory(STDIN_FILENO);
		return rc ? rc : STDIN_FILENO;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	rc = refuse_directory(fd);
	if (!rc)
		return fd;
	close(fd);
	return rc;
}

ptrdiff_t input_read(int input, void *bytes, size_t size, int wait)
{
	/* An ordinary file is always ready. */
	struct pollfd ready = {.fd = input, .events = POLLIN};
	int rc = poll(&ready, 1, wait);
	ssize_t n;

	if (rc < 0)
		return -errno;
	if (rc == 0)
		return -EAGAIN;
	n = read(input, bytes, size);
	return n < 0 ? -errno : n;
}

void input_close(int input)
{
	if (input != STDIN_FILENO)
		close(input);
}
