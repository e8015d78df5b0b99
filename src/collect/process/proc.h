/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading /proc with few system calls. */
#ifndef COLLECT_PROCESS_PROC_H
#define COLLECT_PROCESS_PROC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define PROC_PATH 48	/* room for "PID/task/TID/children" */
#define PROC_NAME 64	/* room for a process's name, kernel threads' too */
#define PROC_ENTRY_MIN 24	/* bytes that an entry takes, or more */

/**
 * struct proc_entry - A name in a directory of /proc
 * @name:	NUL-terminated; into the bytes that were read
 * @number:	The name as a number, or -1
 */
struct proc_entry {
	const char *name;
	int number;
};

/**
 * proc_entries() - Read names of a directory
 * @fd:		The directory
 * @bytes:	Aligned for any object
 * @size:	In bytes
 *
 * Return: bytes read, 0 at the end, or -errno
 */
ssize_t proc_entries(int fd, char *bytes, size_t size);

/**
 * proc_entry_next() - The next name among those read
 * @bytes:	As proc_entries() read them
 * @length:	What it returned
 * @at:		0 at first
 * @entry:	Written unless at the end
 */
bool proc_entry_next(const char *bytes, size_t length, size_t *at,
		     struct proc_entry *entry);

/**
 * proc_read() - The start of a small file
 * @dir:	A directory's descriptor
 * @path:	Relative to it
 * @bytes:	Written, with a NUL added
 * @size:	In bytes, for the NUL too
 *
 * Return: bytes read without the NUL, or -errno
 */
ssize_t proc_read(int dir, const char *path, char *bytes, size_t size);

/**
 * struct proc_stat - Fields of /proc/PID/stat
 * @name:	The process's own name for itself, any bytes
 * @ppid:	Its parent, 0 where that is outside of the pid namespace
 * @pgrp:	Its process group, which is the pid of the group's leader
 * @flags:	The kernel's PF_ flags
 * @started:	In clock ticks since the machine started
 */
struct proc_stat {
	char name[PROC_NAME];
	pid_t ppid;
	pid_t pgrp;
	uint64_t flags;
	uint64_t started;
};

/**
 * proc_stat_parse() - Read the content of /proc/PID/stat
 * @bytes:	The content
 * @length:	In bytes
 * @stat:	Written on success only
 *
 * Return: 0, or -EINVAL
 */
int proc_stat_parse(const char *bytes, size_t length, struct proc_stat *stat);

/**
 * proc_stat() - Read /proc/PID/stat
 * @proc:	A descriptor of /proc
 * @pid:	The process
 * @stat:	Written on success only
 *
 * Return: 0, -ESRCH for a process that is gone, or another -errno
 */
int proc_stat(int proc, pid_t pid, struct proc_stat *stat);

#define PROC_EXE_DELETED " (deleted)"	/* the mark of such a file */

/**
 * proc_exe() - The path of a process's program, from /proc/PID/exe
 * @size:	Of @exe, in bytes
 *
 * The kernel marks a file that has lost this name with PROC_EXE_DELETED.
 *
 * Return: 0 or -errno
 */
int proc_exe(int proc, pid_t pid, char *exe, size_t size);

/**
 * proc_living_thread() - A thread of a process that has not ended
 *
 * The first thread, once it has ended, has no program and no arguments.
 *
 * Return: the process itself, or where its first thread has ended, another
 * of its threads
 */
pid_t proc_living_thread(int proc, pid_t pid);

/**
 * proc_args_parse() - The arguments in the content of /proc/PID/cmdline
 * @bytes:	The content: each argument ends with a NUL
 * @length:	In bytes
 *
 * A server that rewrites its title leaves empty arguments at the end; these
 * are left out.  The first 64 arguments are kept.
 *
 * Return: a new array of printable text; null where @length is 0
 */
json_t *proc_args_parse(const char *bytes, size_t length);

/**
 * proc_cgroup_parse() - The path in the content of /proc/PID/cgroup
 * @bytes:	The content
 * @length:	In bytes
 * @cgroup:	CGROUP_PATH bytes: the path that says most, of the unified
 *		hierarchy or another; "" where there is none
 */
void proc_cgroup_parse(const char *bytes, size_t length, char *cgroup);

/** proc_may_trace() - Have we CAP_SYS_PTRACE, which opens every process? */
bool proc_may_trace(void);

#endif
