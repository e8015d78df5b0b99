/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/output.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <windows.h>

#include "port/wide.h"

#define CHUNK (1 << 20)	/* maximum of one call */

/* The C library has no errno for a pipe whose reader has closed it. */
static int write_error(void)
{
	switch (_doserrno) {
	case ERROR_NO_DATA:
	case ERROR_PIPE_NOT_CONNECTED:
		return -EPIPE;
	}
	return -errno;
}

/* A full disk takes some of the bytes without an error, or none. */
int output_write(int output, const void *bytes, size_t length, size_t *written)
{
	const char *at = bytes;

	*written = 0;
	while (*written < length) {
		size_t left = length - *written;
		int n = _write(output, at + *written,
			       (unsigned int)(left < CHUNK ? left : CHUNK));

		if (n < 0)
			return write_error();
		if (n == 0)
			return -ENOSPC;
		*written += (size_t)n;
	}
	return 0;
}

int output_cut(int output, size_t length)
{
	long long here = _lseeki64(output, 0, SEEK_CUR), to;

	if (here < 0 || GetFileType((HANDLE)_get_osfhandle(output)) !=
				FILE_TYPE_DISK)
		return -ESPIPE;
	to = here - (long long)length;
	if (to < 0)
		return -ESPIPE;
	if (_chsize_s(output, to))
		return -errno;
	return _lseeki64(output, to, SEEK_SET) < 0 ? -errno : 0;
}

/* No signal breaks a write here. */
FILE *output_stream(FILE *standard)
{
	return standard;
}

int output_finish(FILE *stream)
{
	errno = 0;
	if (!fflush(stream) && !ferror(stream))
		return 0;
	/* A write that failed earlier has left no errno. */
	return errno ? -errno : -EIO;
}
