/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of host_policy_collect() that have a file of their own. */
#ifndef COLLECT_POLICY_POLICY_H
#define COLLECT_POLICY_POLICY_H

#include "collect/collect.h"

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
 * @unit:	"postfix" means postfix.service and postfix@.service
 *
 * "unit-setting", with the assignment as its "name", for each that is in
 * force after unit files and drop-ins are put together, running or not.
 */
void policy_unit_collect(struct facts *facts, const char *unit);

#endif
