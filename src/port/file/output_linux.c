/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int output_create(const char *path)
{
	int fd;

	if (!strcmp(path, "-"))
		return STDOUT_FILENO;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY,
		  0600);
	return fd < 0 ? -errno : fd;
}

int output_write(int output, const void *bytes, size_t length, size_t *written)
{
	const char *at = bytes;

	*written = 0;
	while (*written < length) {
		ssize_t n = write(output, at + *written, length - *written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		*written += (size_t)n;
	}
	return 0;
}

int output_cut(int output, size_t length)
{
	off_t to = lseek(output, 0, SEEK_CUR);

	if (to < 0)
		return -errno;
	to -= (off_t)length;
	/* A device has a position, too, and cannot be cut. */
	if (to < 0 || ftruncate(output, to))
		return to < 0 || errno == EINVAL ? -ESPIPE : -errno;
	return lseek(output, to, SEEK_SET) < 0 ? -errno : 0;
}

int output_close(int output)
{
	if (output == STDOUT_FILENO)
		return 0;
	return close(output) ? -errno : 0;
}
