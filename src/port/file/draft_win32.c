/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An old file is opened and emptied when the new one is finished: until then
 * nothing may be written.  A file that is open cannot be renamed here.
 */
#include "port/file/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <windows.h>

#include "base/memory.h"
#include "port/wide.h"

/**
 * struct draft - A file that is written
 * @path:	To be freed; NULL for standard output
 * @is_new:	There was none before
 */
struct draft {
	int fd;
	wchar_t *path;
	bool is_new;
	bool finished;
};

static int open_file(struct draft *draft)
{
	/* The C library says that access is denied. */
	DWORD attributes = GetFileAttributesW(draft->path);

	if (attributes != INVALID_FILE_ATTRIBUTES &&
	    attributes & FILE_ATTRIBUTE_DIRECTORY)
		return -EISDIR;
	draft->is_new = attributes == INVALID_FILE_ATTRIBUTES;
	draft->fd = _wsopen(draft->path, _O_WRONLY | _O_CREAT | _O_BINARY |
			    _O_NOINHERIT, _SH_DENYNO, _S_IREAD | _S_IWRITE);
	return draft->fd < 0 ? -errno : 0;
}

int draft_open(const char *path, bool is_private, int timeout,
	       struct draft **result)
{
	struct draft *draft = memory_zeroed(1, sizeof(*draft));
	int rc = 0;

	(void)is_private;
	(void)timeout;
	if (!draft)
		return -ENOMEM;
	if (!strcmp(path, "-")) {
		_setmode(STDOUT_FILENO, _O_BINARY);
		draft->fd = STDOUT_FILENO;
	} else {
		draft->path = wide_from_utf8(path);
		rc = draft->path ? open_file(draft) : -ENOMEM;
	}
	if (!rc) {
		*result = draft;
		return 0;
	}
	free(draft->path);
	free(draft);
	return rc;
}

int draft_output(const struct draft *draft)
{
	return draft->fd;
}

int draft_finish(struct draft *draft)
{
	HANDLE handle = (HANDLE)_get_osfhandle(draft->fd);

	if (draft->path && !draft->finished &&
	    GetFileType(handle) == FILE_TYPE_DISK && _chsize_s(draft->fd, 0))
		return -errno;
	draft->finished = true;
	return 0;
}

int draft_close(struct draft *draft)
{
	int rc = 0;

	if (!draft)
		return 0;
	if (draft->path && _close(draft->fd))
		rc = -errno;
	if (draft->path && draft->is_new && !draft->finished)
		_wunlink(draft->path);
	free(draft->path);
	free(draft);
	return rc;
}
