/* SPDX-License-Identifier: BSD-2-Clause */
/* A walk over processes' descriptors, to find those of some sockets. */
#ifndef COLLECT_HOLDER_WALK_H
#define COLLECT_HOLDER_WALK_H

#include <stddef.h>
#include <stdint.h>

#include "collect/process/pids.h"

struct walk;

#define WALK_CROWD 256	/* so many processes are worth a BPF program */

/**
 * struct holder - A process has a socket open
 * @wanted:	Which of the inodes that walk_new() was given
 * @pid:	The process
 * @fd:		The lowest of its descriptors for the socket
 */
struct holder {
	size_t wanted;
	pid_t pid;
	int fd;
};

/**
 * struct walk_tally - Counts and error of a walk so far
 * @looked_at:	Processes whose descriptors were read
 * @denied:	Processes whose descriptors we may not read
 * @error:	0; -ETIMEDOUT where the deadline came first; another -errno
 *		where some process could not be read for another reason
 */
struct walk_tally {
	size_t looked_at;
	size_t denied;
	int error;
};

/**
 * walk_new() - Prepare to look for some sockets
 * @inodes:	Their inodes; copied.  Of two that are equal only the first
 *		is found
 * @count:	How many
 * @deadline:	When to give up, on clock_now()'s scale
 *
 * Return: the walk, or NULL with errno set
 */
struct walk *walk_new(const uint64_t *inodes, size_t count, int64_t deadline);

/** walk_free() - End a walk; NULL is allowed */
void walk_free(struct walk *walk);

/** walk_proc() - The walk's descriptor of /proc, open as long as the walk */
int walk_proc(const struct walk *walk);

/**
 * walk_look() - Look at the descriptors of some processes
 * @walk:	The walk
 * @pids:	Those already looked at are passed over
 */
void walk_look(struct walk *walk, const struct pids *pids);

/**
 * walk_look_at_tasks() - Look at the tables of other threads than the first
 * @walk:	The walk
 * @pids:	Processes, looked at already or not
 */
void walk_look_at_tasks(struct walk *walk, const struct pids *pids);

/** walk_fail() - Remember that some processes could not be looked at: -errno */
void walk_fail(struct walk *walk, int error);

/** walk_is_complete() - Was every process looked at, whatever was asked for? */
bool walk_is_complete(const struct walk *walk);

/** walk_tally() - How the walk has gone so far */
struct walk_tally walk_tally(const struct walk *walk);

/**
 * walk_holders() - The holders found so far
 * @walk:	The walk
 * @count:	Set to how many
 *
 * Return: sorted by @wanted, then @pid, and one for each pair of these;
 * valid until the next walk_look()
 */
const struct holder *walk_holders(struct walk *walk, size_t *count);

#endif
