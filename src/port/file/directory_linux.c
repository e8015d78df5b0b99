/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum directory_kind kind_of(mode_t mode)
{
	if (S_ISREG(mode))
		return DIRECTORY_FILE;
	return S_ISDIR(mode) ? DIRECTORY_FOLDER : DIRECTORY_OTHER;
}

int directory_kind(const char *path, enum directory_kind *kind)
{
	struct stat st;

	if (stat(path, &st))
		return -errno;
	*kind = kind_of(st.st_mode);
	return 0;
}

/* Why it could not be asked: it is gone, or leads nowhere, or else. */
static enum directory_kind unasked(void)
{
	return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ?
		       DIRECTORY_OTHER :
		       DIRECTORY_UNKNOWN;
}

static enum directory_kind entry_kind(int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW))
		return unasked();
	if (!S_ISLNK(st.st_mode))
		return kind_of(st.st_mode);
	if (fstatat(dir, name, &st, 0))
		return unasked();
	return S_ISREG(st.st_mode) ? DIRECTORY_FILE : DIRECTORY_OTHER;
}

int directory_list(const char *path,
		   int (*visit)(void *context, const char *name,
				enum directory_kind kind),
		   void *context)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int rc = 0;

	if (!dir) {
		rc = -errno;
		if (fd >= 0)
			close(fd);
		return rc;
	}
	while (!rc) {
		errno = 0;
		entry = readdir(dir);
		if (!entry) {
			rc = -errno;
			break;
		}
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		rc = visit(context, entry->d_name,
			   entry_kind(fd, entry->d_name));
	}
	closedir(dir);
	return rc;
}
