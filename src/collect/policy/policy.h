/* SPDX-License-Identifier: BSD-2-Clause */
/* What may forbid a bind, apart from the socket's own rights. */
#ifndef COLLECT_POLICY_POLICY_H
#define COLLECT_POLICY_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include "facts/facts.h"

/**
 * policy_collect() - FACT_POLICY, and on Windows FACT_RESERVED_RANGE
 * @facts:	Has the FACT_TRYs; appended to
 * @units:	The names that the server's unit may have, without .service
 * @count:	How many
 * @deadline:	On clock_now()'s scale, for Windows' netsh
 *
 * "cgroup-bpf": see policy_bpf.h; for this process's cgroup and for that of
 * each of @units.  "unit-setting": see policy_unit.h.  "selinux", "apparmor":
 * where active, whether enforcing, and the context of this process.
 * "seccomp": where a filter is on this process.
 *
 * On Windows the excluded port ranges instead, where a try ended with
 * WSAEACCES.
 */
void policy_collect(struct facts *facts, const char *const *units,
		    size_t count, int64_t deadline);

#endif
