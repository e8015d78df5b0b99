/* SPDX-License-Identifier: BSD-2-Clause */
/* Containers: their names, where the runtime keeps them readable. */
#ifndef COLLECT_PROCESS_CONTAINER_H
#define COLLECT_PROCESS_CONTAINER_H

#include "facts/facts.h"

/**
 * container_collect() - FACT_CONTAINER
 * @facts:	Appended to
 * @root:	Put before every path; "" for the system itself
 * @runtime:	As cgroup_container() tells it
 * @id:		Likewise
 *
 * Docker's and Podman's names are looked up where they have their state by
 * default; elsewhere, and without the right to read there, the name is left
 * out.  LXC's and systemd-nspawn's ids are names.
 */
void container_collect(struct facts *facts, const char *root,
		       const char *runtime, const char *id);

#endif
