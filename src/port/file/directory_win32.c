/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/directory.h"

#include <errno.h>
#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"
#include "port/wide.h"

static int error_of(DWORD error)
{
	switch (error) {
	case ERROR_FILE_NOT_FOUND:
	case ERROR_PATH_NOT_FOUND:
	case ERROR_INVALID_NAME:
	case ERROR_BAD_NETPATH:
	case ERROR_BAD_NET_NAME:
		return -ENOENT;
	case ERROR_ACCESS_DENIED:
	case ERROR_SHARING_VIOLATION:
		return -EACCES;
	case ERROR_DIRECTORY:
		return -ENOTDIR;
	case ERROR_FILENAME_EXCED_RANGE:
		return -ENAMETOOLONG;
	case ERROR_NOT_ENOUGH_MEMORY:
		return -ENOMEM;
	}
	return -EIO;
}

/* A folder that is a link, or is mounted, may lead in a circle. */
static enum directory_kind kind_of(DWORD attributes)
{
	if (!(attributes & FILE_ATTRIBUTE_DIRECTORY))
		return attributes & FILE_ATTRIBUTE_DEVICE ? DIRECTORY_OTHER :
							    DIRECTORY_FILE;
	return attributes & FILE_ATTRIBUTE_REPARSE_POINT ? DIRECTORY_OTHER :
							   DIRECTORY_FOLDER;
}

/* Attributes alone do not tell NUL or a pipe from a file. */
static int handle_kind(const wchar_t *path, enum directory_kind *kind)
{
	HANDLE handle = CreateFileW(path, FILE_READ_ATTRIBUTES,
				    FILE_SHARE_READ | FILE_SHARE_WRITE |
					    FILE_SHARE_DELETE,
				    NULL, OPEN_EXISTING,
				    FILE_FLAG_BACKUP_SEMANTICS, NULL);
	BY_HANDLE_FILE_INFORMATION info;

	if (handle == INVALID_HANDLE_VALUE)
		return error_of(GetLastError());
	if (GetFileType(handle) != FILE_TYPE_DISK ||
	    !GetFileInformationByHandle(handle, &info))
		*kind = DIRECTORY_OTHER;
	else
		*kind = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ?
				DIRECTORY_FOLDER : DIRECTORY_FILE;
	CloseHandle(handle);
	return 0;
}

int directory_kind(const char *path, enum directory_kind *kind)
{
	wchar_t *wide = wide_from_utf8(path);
	int rc = wide ? handle_kind(wide, kind) : -ENOMEM;

	free(wide);
	return rc;
}

static int visit_entry(const WIN32_FIND_DATAW *entry,
		       int (*visit)(void *context, const char *name,
				    enum directory_kind kind),
		       void *context)
{
	char *name;
	int rc;

	if (!wcscmp(entry->cFileName, L".") || !wcscmp(entry->cFileName, L".."))
		return 0;
	rc = wide_to_utf8(entry->cFileName, &name);
	/* Half a surrogate pair: no path of ours can name it. */
	if (rc == -EILSEQ)
		return 0;
	if (rc)
		return rc;
	rc = visit(context, name, kind_of(entry->dwFileAttributes));
	free(name);
	return rc;
}

/* "PATH\*", to be freed. */
static wchar_t *pattern_of(const char *path)
{
	wchar_t *wide = wide_from_utf8(path), *pattern = NULL;
	size_t length = wide ? wcslen(wide) : 0;

	if (wide)
		pattern = memory_zeroed(length + 3, sizeof(*pattern));
	if (pattern) {
		wmemcpy(pattern, wide, length);
		wmemcpy(pattern + length, L"\\*", 2);
	}
	free(wide);
	return pattern;
}

int directory_list(const char *path,
		   int (*visit)(void *context, const char *name,
				enum directory_kind kind),
		   void *context)
{
	wchar_t *pattern = pattern_of(path);
	WIN32_FIND_DATAW entry;
	HANDLE find;
	DWORD error;
	int rc = 0;

	if (!pattern)
		return -ENOMEM;
	find = FindFirstFileW(pattern, &entry);
	error = GetLastError();
	free(pattern);
	/* An empty root has not even a ".". */
	if (find == INVALID_HANDLE_VALUE)
		return error == ERROR_NO_MORE_FILES ? 0 : error_of(error);
	do
		rc = visit_entry(&entry, visit, context);
	while (!rc && FindNextFileW(find, &entry));
	if (!rc && GetLastError() != ERROR_NO_MORE_FILES)
		rc = error_of(GetLastError());
	FindClose(find);
	return rc;
}
