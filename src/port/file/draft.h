/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file that is written beside the place that it will have.
 *
 * The old file stays until draft_finish() replaces it in one step.  Before
 * that nobody but the owner can read the new one, and draft_close() leaves
 * nothing of it behind.
 *
 * A pipe or a device is written to as it is.
 */
#ifndef PORT_FILE_DRAFT_H
#define PORT_FILE_DRAFT_H

#include <stdbool.h>

struct draft;

/**
 * draft_open() - Begin a file
 * @path:	UTF-8; "-" is standard output
 * @is_private:	Only the owner may read a new file; else whom the umask
 *		allows.  The mode of an old file of ours is kept
 * @timeout:	For a pipe that nobody reads yet, in milliseconds; -1 waits
 *		until a signal comes.  With -1 writing waits, too; else it
 *		gives -EAGAIN
 * @draft:	Written on success
 *
 * On Linux not through a link into a file of another user, not through
 * another user's link, and in a folder like /tmp not over what another user
 * has put there: -EPERM.  On Windows the rights of the folder decide.
 *
 * Return: 0; -EISDIR; -EPERM; -ETIMEDOUT; another -errno
 */
int draft_open(const char *path, bool is_private, int timeout,
	       struct draft **draft);

/** draft_output() - Its descriptor, for output.h; the draft closes it */
int draft_output(const struct draft *draft);

/**
 * draft_finish() - Put it in its place
 * Writing may go on.  On Windows it begins only then.
 *
 * Return: 0, or -errno with the old file as it was
 */
int draft_finish(struct draft *draft);

/**
 * draft_close() - End, and forget what was not finished
 * @draft:	NULL is allowed
 *
 * Return: 0, or -errno of close(2): of a finished file not all may be written
 */
int draft_close(struct draft *draft);

#endif
