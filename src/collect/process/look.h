/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What of a process cannot be read without waiting, if others want that: its
 * arguments are in its own memory, which is locked while a file system that
 * does not answer is mapped, and the path of its program leads anywhere.  So
 * all that is read in a process of its own, for all processes at once.
 */
#ifndef COLLECT_PROCESS_LOOK_H
#define COLLECT_PROCESS_LOOK_H

#include <jansson.h>
#include <stdint.h>

#include "collect/process/pids.h"

/* struct looks - What was read of some processes */
struct looks;

/**
 * looks_take() - Read what there is to be read
 * @pids:	The processes
 * @deadline:	Of the whole run, on clock_now()'s scale
 *
 * Return: to be freed with looks_free(); NULL when memory is out
 */
struct looks *looks_take(const struct pids *pids, int64_t deadline);

/** looks_free() - Free them; NULL is allowed */
void looks_free(struct looks *looks);

/**
 * looks_of() - What was read of one process
 * @looks:	May be NULL
 * @pid:	The process
 *
 * Its members, each where it could be read: "our_files" (boolean: the path of
 * its program is one of our mount namespace), "marked" (boolean: that path
 * ends with the kernel's mark of a file that has lost its name), "exe_state"
 * ("current", "deleted", "replaced"), "args" (array of text), "started" (when
 * the arguments were read, as struct proc_stat has it).  "unread" is an array
 * with the names of those that could not be read in time, "error" the -errno
 * of what was read first and could not be.
 *
 * Return: an object that belongs to @looks; NULL for a process that @pids did
 * not have
 */
const json_t *looks_of(const struct looks *looks, pid_t pid);

#endif
