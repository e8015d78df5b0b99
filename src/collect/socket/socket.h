/* SPDX-License-Identifier: BSD-2-Clause */
/* The sockets on a port. */
#ifndef COLLECT_SOCKET_SOCKET_H
#define COLLECT_SOCKET_SOCKET_H

#include <stddef.h>

#include "base/target.h"
#include "facts/facts.h"

/**
 * socket_collect() - FACT_SOCKET and FACT_TIME_WAIT
 * @facts:	Appended to
 * @targets:	Sockets on these ports and protocols, whatever their address
 * @count:	How many; 0 means every listening TCP and bound UDP socket
 *
 * Each protocol that was listed gives a FACT_SOCKET_SEARCH that is SEEN; what
 * could not be listed gives one that is not.
 */
void socket_collect(struct facts *facts, const struct target *targets,
		    size_t count);

#endif
