/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/file.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <windows.h>

#include "base/memory.h"
#include "port/wide.h"

#define CHUNK (1 << 20)	/* maximum of one call */
#define NAMES_TRIED 100

/* What MoveFileEx() may say, where the C library has no call for it. */
static int error_of_move(DWORD error)
{
	switch (error) {
	case ERROR_FILE_NOT_FOUND:
	case ERROR_PATH_NOT_FOUND:
		return -ENOENT;
	case ERROR_ACCESS_DENIED:
	case ERROR_SHARING_VIOLATION:
	case ERROR_LOCK_VIOLATION:
		return -EACCES;
	case ERROR_DISK_FULL:
	case ERROR_HANDLE_DISK_FULL:
		return -ENOSPC;
	case ERROR_WRITE_PROTECT:
		return -EROFS;
	case ERROR_FILENAME_EXCED_RANGE:
		return -ENAMETOOLONG;
	}
	return -EIO;
}

static int open_wide(const wchar_t *path, int flags)
{
	int fd = _wsopen(path, flags | _O_BINARY | _O_NOINHERIT, _SH_DENYNO,
			 _S_IREAD | _S_IWRITE);

	return fd < 0 ? -errno : fd;
}

static int read_all(int fd, size_t max, char **bytes, size_t *length)
{
	size_t size = 16384, used = 0;
	char *buffer = memory_new(size + 1), *larger;
	int rc = -ENOMEM, n;

	while (buffer) {
		size_t want = size - used < CHUNK ? size - used : CHUNK;

		n = _read(fd, buffer + used, (unsigned int)want);
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
		if (used < size)
			continue;
		larger = memory_resize(buffer, size * 2 + 1);
		if (!larger)
			break;
		buffer = larger;
		size *= 2;
	}
	free(buffer);
	return rc;
}

static bool is_directory(const wchar_t *path)
{
	DWORD attributes = GetFileAttributesW(path);

	return attributes != INVALID_FILE_ATTRIBUTES &&
	       attributes & FILE_ATTRIBUTE_DIRECTORY;
}

int file_read(const char *path, size_t max, char **bytes, size_t *length)
{
	wchar_t *wide;
	int fd, rc;

	if (!strcmp(path, "-")) {
		_setmode(STDIN_FILENO, _O_BINARY);
		return read_all(STDIN_FILENO, max, bytes, length);
	}
	wide = wide_from_utf8(path);
	if (!wide)
		return -ENOMEM;
	/* The C library says that access is denied. */
	fd = is_directory(wide) ? -EISDIR : open_wide(wide, _O_RDONLY);
	free(wide);
	if (fd < 0)
		return fd;
	rc = read_all(fd, max, bytes, length);
	_close(fd);
	return rc;
}

static int write_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		size_t want = length < CHUNK ? length : CHUNK;
		int n = _write(fd, bytes, (unsigned int)want);

		if (n < 0)
			return -errno;
		if (n == 0)
			return -ENOSPC;
		bytes += n;
		length -= (size_t)n;
	}
	return 0;
}

static int write_and_close(int fd, const char *bytes, size_t length)
{
	int rc = write_all(fd, bytes, length);

	if (_close(fd) && !rc)
		rc = -errno;
	return rc;
}

/* NUL, COM1, a pipe, a symbolic link; else -ENOTTY. */
static int open_special(const wchar_t *path)
{
	int fd = open_wide(path, _O_WRONLY);
	HANDLE handle;

	if (fd < 0)
		return -ENOTTY;
	handle = (HANDLE)_get_osfhandle(fd);
	if (GetFileType(handle) != FILE_TYPE_DISK)
		return fd;
	_close(fd);
	if (GetFileAttributesW(path) & FILE_ATTRIBUTE_REPARSE_POINT)
		return open_wide(path, _O_WRONLY | _O_TRUNC);
	return -ENOTTY;
}

/* A new file beside another: its name, to be freed, and its descriptor. */
static int open_beside(const wchar_t *path, wchar_t **beside)
{
	size_t size = wcslen(path) + 10;
	wchar_t *name = memory_zeroed(size, sizeof(*name));
	int fd = -EEXIST;

	if (!name)
		return -ENOMEM;
	for (int i = 0; i < NAMES_TRIED && fd == -EEXIST; i++) {
		_snwprintf(name, size, L"%ls.%08lx", path,
			   GetCurrentProcessId() * NAMES_TRIED + i);
		fd = open_wide(name, _O_WRONLY | _O_CREAT | _O_EXCL);
	}
	if (fd < 0)
		free(name);
	else
		*beside = name;
	return fd;
}

static int replace(const wchar_t *path, const char *bytes, size_t length)
{
	wchar_t *beside;
	int rc, fd;

	if (is_directory(path))
		return -EISDIR;
	fd = open_special(path);
	if (fd != -ENOTTY)
		return fd < 0 ? fd : write_and_close(fd, bytes, length);
	fd = open_beside(path, &beside);
	if (fd < 0)
		return fd;
	rc = write_and_close(fd, bytes, length);
	if (!rc && !MoveFileExW(beside, path, MOVEFILE_REPLACE_EXISTING))
		rc = error_of_move(GetLastError());
	if (rc)
		_wunlink(beside);
	free(beside);
	return rc;
}

int file_replace(const char *path, const char *bytes, size_t length,
		 int timeout)
{
	wchar_t *wide;
	int rc;

	(void)timeout;
	if (!strcmp(path, "-"))
		return write_all(STDOUT_FILENO, bytes, length);
	wide = wide_from_utf8(path);
	if (!wide)
		return -ENOMEM;
	rc = replace(wide, bytes, length);
	free(wide);
	return rc;
}

static bool identify(const char *path, BY_HANDLE_FILE_INFORMATION *info)
{
	HANDLE handle = INVALID_HANDLE_VALUE;
	bool known = false;
	wchar_t *wide;

	if (!strcmp(path, "-")) {
		handle = GetStdHandle(STD_INPUT_HANDLE);
		return GetFileType(handle) == FILE_TYPE_DISK &&
		       GetFileInformationByHandle(handle, info);
	}
	wide = wide_from_utf8(path);
	if (wide)
		handle = CreateFileW(wide, 0,
				     FILE_SHARE_READ | FILE_SHARE_WRITE |
					     FILE_SHARE_DELETE,
				     NULL, OPEN_EXISTING, 0, NULL);
	free(wide);
	if (handle != INVALID_HANDLE_VALUE) {
		known = GetFileType(handle) == FILE_TYPE_DISK &&
			GetFileInformationByHandle(handle, info);
		CloseHandle(handle);
	}
	return known;
}

bool file_same(const char *a, const char *b)
{
	BY_HANDLE_FILE_INFORMATION one, two;

	return identify(a, &one) && identify(b, &two) &&
	       one.dwVolumeSerialNumber == two.dwVolumeSerialNumber &&
	       one.nFileIndexHigh == two.nFileIndexHigh &&
	       one.nFileIndexLow == two.nFileIndexLow;
}
