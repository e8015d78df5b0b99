/* SPDX-License-Identifier: BSD-2-Clause */
/* The processes that hold sockets, and the units, containers and packages that
 * these processes belong to. */
#ifndef COLLECT_HOLDER_HOLDER_H
#define COLLECT_HOLDER_HOLDER_H

#include <stdint.h>

#include "facts/facts.h"

/**
 * holder_collect() - The processes that hold the sockets, and what they
 *	belong to
 * @facts:	Has the FACT_SOCKETs; appended to
 * @deadline:	On clock_now()'s scale, for the package manager's tools
 *
 * FACT_HOLDER for each process that holds one of the sockets,
 * FACT_HOLDER_SEARCH for each socket, FACT_PROCESS for each holder and
 * FACT_UNIT, FACT_CONTAINER and FACT_PACKAGE where they are known.
 * Sockets for which the facts have a FACT_HOLDER_SEARCH are passed over.
 *
 * On Windows each FACT_SOCKET names its process already: there are only
 * FACT_PROCESS and FACT_UNIT, and for a process that may not be opened the
 * FACT_PROCESS is DENIED.
 */
void holder_collect(struct facts *facts, int64_t deadline);

#endif
