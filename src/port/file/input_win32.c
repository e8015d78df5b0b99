/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/input.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <windows.h>

#include "port/clock.h"
#include "port/wide.h"

#define CHUNK (1 << 20)	/* maximum of one call */
#define PAUSE 10	/* milliseconds between two looks at a pipe */

int input_open(const char *path)
{
	wchar_t *wide;
	DWORD attributes;
	int fd;

	if (!strcmp(path, "-")) {
		_setmode(STDIN_FILENO, _O_BINARY);
		return STDIN_FILENO;
	}
	wide = wide_from_utf8(path);
	if (!wide)
		return -ENOMEM;
	/* The C library says that access is denied. */
	attributes = GetFileAttributesW(wide);
	if (attributes != INVALID_FILE_ATTRIBUTES &&
	    attributes & FILE_ATTRIBUTE_DIRECTORY) {
		fd = -EISDIR;
	} else {
		/* Another program may still be writing it. */
		fd = _wsopen(wide, _O_RDONLY | _O_BINARY | _O_NOINHERIT,
			     _SH_DENYNO);
		if (fd < 0)
			fd = -errno;
	}
	free(wide);
	return fd;
}

/* A pipe that has ended is not empty: the end is there to be read. */
static bool is_empty_pipe(int input)
{
	HANDLE handle = (HANDLE)_get_osfhandle(input);
	DWORD there;

	return GetFileType(handle) == FILE_TYPE_PIPE &&
	       PeekNamedPipe(handle, NULL, 0, NULL, &there, NULL) && !there;
}

ptrdiff_t input_read(int input, void *bytes, size_t size, int wait)
{
	int64_t until = clock_now() + wait;
	int n;

	/* Windows cannot wait for an anonymous pipe. */
	while (is_empty_pipe(input)) {
		if (wait >= 0 && clock_now() >= until)
			return -EAGAIN;
		Sleep(PAUSE);
	}
	n = _read(input, bytes, (unsigned int)(size < CHUNK ? size : CHUNK));
	return n < 0 ? -errno : n;
}

void input_close(int input)
{
	if (input != STDIN_FILENO)
		_close(input);
}
