/* SPDX-License-Identifier: BSD-2-Clause */
/* Lists of processes. */
#ifndef COLLECT_PROCESS_PIDS_H
#define COLLECT_PROCESS_PIDS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define PIDS_NO_UID ((uid_t)-1)
#define PIDS_LIMIT (4 << 20)	/* above any: the kernel's PID_MAX_LIMIT */

/**
 * struct pids - A growing list of processes
 * @items:	The processes, in no order; @uid is the effective one, or
 *		PIDS_NO_UID where it was not looked up, or could not be
 * @count:	How many
 * @failed:	Memory ran out, and some are missing
 */
struct pids {
	struct pid_uid {
		pid_t pid;
		uid_t uid;
	} *items;
	size_t count, size;
	bool failed;
};

/** pids_add() - Append a process; a failure is remembered in the list */
void pids_add(struct pids *pids, pid_t pid, uid_t uid);

/**
 * pids_parse() - Append the processes of a list
 * @bytes:	Numbers separated by blanks or ends of lines, as in the
 *		kernel's cgroup.procs and children.  0 means a process of
 *		another pid namespace and is left out
 * @length:	In bytes
 */
void pids_parse(struct pids *pids, const char *bytes, size_t length);

/** pids_free() - Free the list's memory; the list is empty then */
void pids_free(struct pids *pids);

/**
 * pids_mark() - Is a process marked?  From now on it is.
 * @marks:	PIDS_LIMIT bits, all zero at first
 * @pid:	A number that no process can have counts as marked
 */
bool pids_mark(unsigned char *marks, pid_t pid);

/**
 * pids_all() - Every process of /proc, with its uid
 * @proc:	A descriptor of /proc
 * @pids:	Appended to
 *
 * Return: 0 or -errno
 */
int pids_all(int proc, struct pids *pids);

/**
 * pids_children() - The processes that a process has forked and still has
 * @proc:	A descriptor of /proc
 * @pid:	The parent
 * @deadline:	On clock_now()'s scale: it may have thousands of threads
 * @pids:	Appended to
 *
 * Nothing is appended where the kernel lists no children.
 *
 * Return: 0, or -ETIMEDOUT past the deadline
 */
int pids_children(int proc, pid_t pid, int64_t deadline, struct pids *pids);

#endif
