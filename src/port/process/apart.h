/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Work in a process of its own, for what others may make hang or crash.
 *
 * A read that waits for another user's file system cannot be ended, not even
 * by SIGKILL: such a process is left behind, and holds nothing of ours.
 */
#ifndef PORT_PROCESS_APART_H
#define PORT_PROCESS_APART_H

#include <stddef.h>
#include <stdint.h>

/** struct apart_user - A user whose rights a process is to have */
struct apart_user {
	uint32_t uid;
	uint32_t gid;
};

/**
 * apart_run() - Run a function in a process of its own, and wait
 * @user:	It has the rights of this user, no other groups and no
 *		capabilities.  Where we may not become that user, it has our
 *		own without capabilities; root without the right to become
 *		another is -EPERM.  NULL: it keeps our rights
 * @deadline:	When it is ended, on clock_now()'s scale
 * @max:	Of the output, in bytes
 * @work:	Writes to @output, with apart_write(), and returns 0 or
 *		-errno.  It has no other descriptor but 0, 1 and 2, which are
 *		/dev/null
 * @context:	Handed to @work; what it changes there is lost
 * @bytes:	Set to what it wrote, on failure too: to be freed, or NULL
 * @length:	Set
 *
 * Return: what @work returned; -ETIMEDOUT; -EFBIG past @max; -ECHILD where
 * the process was killed or crashed; another -errno where there was none
 */
int apart_run(const struct apart_user *user, int64_t deadline, size_t max,
	      int (*work)(void *context, int output), void *context,
	      char **bytes, size_t *length);

/** apart_write() - Write all of some bytes; 0 or -errno */
int apart_write(int output, const void *bytes, size_t length);

/**
 * apart_deadline() - A part of the time that is left
 * @deadline:	Of all
 *
 * Return: when a quarter of the time until then will be over, so that one file
 * that makes us wait does not take all of it
 */
int64_t apart_deadline(int64_t deadline);

#endif
