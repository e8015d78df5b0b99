/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of host_policy_collect() that have a file of their own. */
#ifndef COLLECT_POLICY_POLICY_H
#define COLLECT_POLICY_POLICY_H

#include "collect/collect.h"
#include "collect/unit/unit_files.h"

/**
 * policy_bpf_collect() - FACT_POLICY of BPF programs on cgroups
 * @facts:	Appended to
 * @units:	Whose cgroups to look at besides this process's
 * @count:	How many
 *
 * For each program that a socket of the cgroup would meet: its name, the
 * cgroup that it is attached to, that cgroup's unit, and the "hook" at which
 * it is asked: "sock_create", "bind4", "bind6", "post_bind4", "post_bind6".
 * ABSENT where a cgroup meets none.
 */
void policy_bpf_collect(struct facts *facts, const char *const *units,
			size_t count);

/**
 * policy_unit_collect() - FACT_POLICY of SocketBindAllow= and SocketBindDeny=
 * @facts:	Appended to
 * @tree:	Where the unit files are
 * @servers:	"postfix" means postfix.service and, where there is such a
 *		template, postfix@-.service
 * @count:	How many
 *
 * "unit-setting", with the assignment as its "name", for each that is in
 * force after unit file and drop-ins are put together, running or not.  Where
 * something could not be read, one that is DENIED or FAILED.
 */
void policy_unit_collect(struct facts *facts, const struct unit_tree *tree,
			 const char *const *servers, size_t count);

#endif
