/* SPDX-License-Identifier: BSD-2-Clause */
/* BPF programs on cgroups that may refuse a socket or its bind. */
#ifndef COLLECT_POLICY_POLICY_BPF_H
#define COLLECT_POLICY_POLICY_BPF_H

#include <stddef.h>

#include "facts/facts.h"

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

#endif
