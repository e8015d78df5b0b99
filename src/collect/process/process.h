/* SPDX-License-Identifier: BSD-2-Clause */
/* A process: its program, its user, its parents, its cgroup. */
#ifndef COLLECT_PROCESS_PROCESS_H
#define COLLECT_PROCESS_PROCESS_H

#include <limits.h>
#include <sys/types.h>

#include "collect/process/cgroup.h"
#include "facts/facts.h"

/**
 * struct process - What the collectors of units, containers and packages
 *	need to know of a process
 * @exe:	Its executable file; "" if not known
 * @cgroup:	"" if not known
 * @unit:	"" where the cgroup names none
 * @runtime:	The container's; NULL where the process is in none
 * @container:	The container's id; "" where the process is in none
 * @our_files:	@exe is a path of our mount namespace
 * @files_known:	@our_files is known
 */
struct process {
	char exe[PATH_MAX];
	char cgroup[CGROUP_PATH];
	char unit[CGROUP_NAME];
	const char *runtime;
	char container[CGROUP_NAME];
	bool our_files;
	bool files_known;
};

/**
 * process_collect() - FACT_PROCESS
 * @facts:	Appended to
 * @proc:	A descriptor of /proc
 * @pid:	The process
 * @look:	What looks_of() has of it; NULL for nothing
 * @process:	Written on success only
 *
 * Return: 0, or -ESRCH for a process that is gone, with nothing appended
 */
int process_collect(struct facts *facts, int proc, pid_t pid,
		    const json_t *look, struct process *process);

/**
 * process_user() - A user's name, as user_name() has it, and kept
 *
 * Return: the name, valid until the next call, or NULL for a uid that has
 * none
 */
const char *process_user(uid_t uid);

#endif
