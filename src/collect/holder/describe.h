/* SPDX-License-Identifier: BSD-2-Clause */
/* What holders belong to: processes, units, containers, packages. */
#ifndef COLLECT_HOLDER_DESCRIBE_H
#define COLLECT_HOLDER_DESCRIBE_H

#include <sys/types.h>

#include "collect/process/pids.h"
#include "facts/facts.h"

struct describer;

/**
 * describer_new() - Prepare to describe
 * @facts:	Appended to; what it has already is not described again
 * @deadline:	On clock_now()'s scale
 *
 * Return: the describer, or NULL
 */
struct describer *describer_new(struct facts *facts, int64_t deadline);

/** describer_free() - Free a describer; NULL is allowed */
void describer_free(struct describer *describer);

/**
 * describe_look() - Look at the processes that are to be described
 * @describer:	The describer
 * @pids:	Those
 *
 * What others can make us wait for is read of all of them at once.
 */
void describe_look(struct describer *describer, const struct pids *pids);

/**
 * describe_process() - FACT_PROCESS, and what its cgroup and file belong to
 * @describer:	The describer
 * @proc:	A descriptor of /proc
 * @pid:	The process, of those that were looked at
 *
 * Return: 0, or -ESRCH for a process that is gone, with nothing appended
 */
int describe_process(struct describer *describer, int proc, pid_t pid);

/** describe_socket() - FACT_UNIT and FACT_CONTAINER that a FACT_SOCKET names */
void describe_socket(struct describer *describer, const struct fact *socket);

#endif
