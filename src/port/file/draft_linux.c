/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file has no name until it is finished (O_TMPFILE), so that nothing is
 * left of it however the program ends.  Where the file system does not have
 * that, it has a random name.
 */
#include "port/file/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "port/clock.h"
#include "port/random.h"

#define NAMES_TRIED 16
#define LOOK_EVERY 10		/* ms: has the pipe a reader? */

/**
 * struct draft - A file that is written
 * @fd:		It
 * @folder:	Where it will be; -1 for what is written to as it is
 * @name:	Its name there
 * @beside:	Its name until then; "" for none
 * @mode:	That it will have
 */
struct draft {
	int fd;
	int folder;
	char name[NAME_MAX + 1];
	char beside[32];
	mode_t mode;
};

static bool is_ours(const struct stat *st)
{
	return st->st_uid == geteuid();
}

/* May @st, in a folder, be written over?  In /tmp all may make files. */
static bool is_protected(int folder, const struct stat *st)
{
	struct stat around;

	return !is_ours(st) &&
	       (fstat(folder, &around) || around.st_mode & S_ISVTX);
}

/* "-" or a file, pipe or device that we have open already. */
static int open_standard(struct draft *draft)
{
	draft->fd = STDOUT_FILENO;
	return 0;
}

static int wait_for_reader(const char *path, int timeout)
{
	int flags = O_WRONLY | O_CLOEXEC | O_NOCTTY;
	int64_t end = clock_now() + timeout;
	int fd;

	if (timeout < 0)
		return open(path, flags);
	while ((fd = open(path, flags | O_NONBLOCK)) < 0 && errno == ENXIO) {
		if (clock_now() >= end) {
			errno = ETIMEDOUT;
			return -1;
		}
		poll(NULL, 0, LOOK_EVERY);
	}
	return fd;
}

/* A pipe or a device, and still the one that was looked at. */
static int open_special(struct draft *draft, const char *path,
			const struct stat *before, int timeout)
{
	struct stat st;

	draft->fd = wait_for_reader(path, timeout);
	if (draft->fd < 0)
		return -errno;
	if (!fstat(draft->fd, &st) && st.st_dev == before->st_dev &&
	    st.st_ino == before->st_ino)
		return 0;
	close(draft->fd);
	return -EPERM;
}

static void choose_name(struct draft *draft)
{
	uint64_t number = 0;

	random_bytes(&number, sizeof(number));
	snprintf(draft->beside, sizeof(draft->beside), ".bindwhy-%016" PRIx64,
		 number);
}

static int open_beside(struct draft *draft)
{
	int flags = O_RDWR | O_CLOEXEC;

	draft->fd = -1;
	/* It gets its name through /proc. */
	if (!access("/proc/self/fd", X_OK))
		draft->fd = openat(draft->folder, ".", flags | O_TMPFILE, 0600);
	for (int i = 0; draft->fd < 0 && i < NAMES_TRIED; i++) {
		choose_name(draft);
		draft->fd = openat(draft->folder, draft->beside,
				   flags | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
		if (draft->fd < 0 && errno != EEXIST)
			break;
	}
	return draft->fd < 0 ? -errno : 0;
}

static mode_t new_mode(bool is_private)
{
	mode_t mask = umask(0);

	umask(mask);
	return is_private ? 0600 : 0666 & ~mask;
}

/* The folder and the name of a path. */
static int open_folder(struct draft *draft, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *folder;

	if (strlen(name) > NAME_MAX)
		return -ENAMETOOLONG;
	if (!*name)
		return *path ? -EISDIR : -ENOENT;
	snprintf(draft->name, sizeof(draft->name), "%s", name);
	folder = slash ? memory_copy_part(path, (size_t)(slash - path) + 1) :
			 memory_copy(".");
	if (!folder)
		return -ENOMEM;
	draft->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(folder);
	return draft->folder < 0 ? -errno : 0;
}

/* @path is not a link. */
static int open_path(struct draft *draft, const char *path, bool is_private,
		     int timeout)
{
	struct stat st;
	int rc = open_folder(draft, path);

	if (rc)
		return rc;
	draft->mode = new_mode(is_private);
	if (fstatat(draft->folder, draft->name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? open_beside(draft) : -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (S_ISLNK(st.st_mode) || is_protected(draft->folder, &st))
		return -EPERM;
	if (S_ISREG(st.st_mode)) {
		if (is_ours(&st))
			draft->mode = st.st_mode & 0777;
		return open_beside(draft);
	}
	close(draft->folder);
	draft->folder = -1;
	return open_special(draft, path, &st, timeout);
}

/* Is it what standard output is?  Its program wants it there. */
static bool is_standard(const struct stat *st)
{
	struct stat out;

	return !fstat(STDOUT_FILENO, &out) && out.st_dev == st->st_dev &&
	       out.st_ino == st->st_ino;
}

static int open_link(struct draft *draft, const char *path,
		     const struct stat *link, bool is_private, int timeout)
{
	struct stat st;
	char *real;
	int rc;

	if (!is_ours(link) && link->st_uid)
		return -EPERM;
	if (stat(path, &st))
		return -errno;
	if (is_standard(&st))
		return open_standard(draft);
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	/* /proc's links to pipes lead to no path. */
	if (!S_ISREG(st.st_mode))
		return open_special(draft, path, &st, timeout);
	if (!is_ours(&st))
		return -EPERM;
	real = realpath(path, NULL);
	if (!real)
		return -errno;
	rc = open_path(draft, real, is_private, timeout);
	free(real);
	return rc;
}

int draft_open(const char *path, bool is_private, int timeout,
	       struct draft **result)
{
	struct draft *draft = memory_new(sizeof(*draft));
	struct stat st;
	int rc;

	if (!draft)
		return -ENOMEM;
	*draft = (struct draft){.fd = -1, .folder = -1};
	if (!strcmp(path, "-"))
		rc = open_standard(draft);
	else if (!lstat(path, &st) && S_ISLNK(st.st_mode))
		rc = open_link(draft, path, &st, is_private, timeout);
	else
		rc = open_path(draft, path, is_private, timeout);
	if (!rc) {
		*result = draft;
		return 0;
	}
	if (draft->folder >= 0)
		close(draft->folder);
	free(draft);
	return rc;
}

int draft_output(const struct draft *draft)
{
	return draft->fd;
}

static int name_it(struct draft *draft)
{
	char self[64];

	snprintf(self, sizeof(self), "/proc/self/fd/%d", draft->fd);
	for (int i = 0; i < NAMES_TRIED; i++) {
		choose_name(draft);
		if (!linkat(AT_FDCWD, self, draft->folder, draft->beside,
			    AT_SYMLINK_FOLLOW))
			return 0;
		if (errno != EEXIST)
			break;
	}
	*draft->beside = '\0';
	return -errno;
}

static void forget(struct draft *draft)
{
	if (*draft->beside)
		unlinkat(draft->folder, draft->beside, 0);
	*draft->beside = '\0';
}

/* No other user has put something there meanwhile. */
static int look_again(const struct draft *draft)
{
	struct stat st;

	if (fstatat(draft->folder, draft->name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	return !S_ISREG(st.st_mode) || is_protected(draft->folder, &st) ?
		       -EPERM : 0;
}

int draft_finish(struct draft *draft)
{
	sigset_t all, before;
	int rc;

	if (draft->folder < 0)
		return 0;
	rc = look_again(draft);
	if (!rc && fchmod(draft->fd, draft->mode))
		rc = -errno;
	if (rc)
		return rc;
	/* While it has another name nothing ends us. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	if (!*draft->beside)
		rc = name_it(draft);
	if (!rc && renameat(draft->folder, draft->beside, draft->folder,
			    draft->name)) {
		rc = -errno;
		forget(draft);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (rc)
		return rc;
	*draft->beside = '\0';
	close(draft->folder);
	draft->folder = -1;
	return 0;
}

int draft_close(struct draft *draft)
{
	int rc = 0;

	if (!draft)
		return 0;
	if (draft->folder >= 0) {
		forget(draft);
		close(draft->folder);
	}
	if (draft->fd != STDOUT_FILENO && close(draft->fd))
		rc = -errno;
	free(draft);
	return rc;
}
