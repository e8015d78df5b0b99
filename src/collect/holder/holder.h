/* SPDX-License-Identifier: BSD-2-Clause */
/* Who holds a port: sockets, the processes behind them, and whose those are. */
#ifndef COLLECT_HOLDER_HOLDER_H
#define COLLECT_HOLDER_HOLDER_H

#include "collect/collect.h"

/**
 * owner_socket_collect() - FACT_SOCKET and FACT_TIME_WAIT
 * @facts:	Appended to
 * @targets:	Sockets on these ports and protocols, whatever their address
 * @count:	How many; 0 means every listening TCP and bound UDP socket
 *
 * What could not be listed gives a FACT_SOCKET_SEARCH that is not SEEN;
 * each protocol that was listed gives one that is.
 */
void owner_socket_collect(struct facts *facts, const struct target *targets,
			  size_t count);

/**
 * owner_holder_collect() - The processes that hold the sockets, and whose
 *	they are
 * @facts:	Has the FACT_SOCKETs; appended to
 * @deadline:	On clock_now()'s scale, for the package manager's tools
 *
 * FACT_HOLDER for each process that holds one of the sockets,
 * FACT_HOLDER_SEARCH for each socket, FACT_PROCESS for each holder and
 * FACT_UNIT, FACT_CONTAINER and FACT_PACKAGE where these are to be told.
 * Sockets for which the facts have a FACT_HOLDER_SEARCH are passed over.
 *
 * On Windows each FACT_SOCKET names its process already: there are only
 * FACT_PROCESS and FACT_UNIT, and for a process that may not be opened the
 * FACT_PROCESS is DENIED.
 */
void owner_holder_collect(struct facts *facts, int64_t deadline);

/**
 * owner_unit_collect() - FACT_UNIT of a unit by name, unless there is one
 * @facts:	Appended to
 * @unit:	"exim4.service"
 */
void owner_unit_collect(struct facts *facts, const char *unit);

#endif
