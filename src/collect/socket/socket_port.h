/* SPDX-License-Identifier: BSD-2-Clause */
/* The sockets on one port, or all listeners. */
#ifndef COLLECT_SOCKET_SOCKET_PORT_H
#define COLLECT_SOCKET_SOCKET_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/target.h"
#include "facts/facts.h"

/**
 * socket_port_collect() - FACT_SOCKET and FACT_TIME_WAIT of one port
 * @facts:	Appended to
 * @protocol:	TCP or UDP
 * @port:	Host byte order; 0 for every listener
 * @targets:	All targets.  On Linux connections are listed only where one
 *		of this port is not explained: its bind failed, and no
 *		listener overlaps it
 * @count:	How many
 */
void socket_port_collect(struct facts *facts, enum protocol protocol,
			 uint16_t port, const struct target *targets,
			 size_t count);

#endif
