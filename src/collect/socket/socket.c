/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/socket/socket.h"

#include "collect/socket/socket_port.h"

void socket_collect(struct facts *facts, const struct target *targets,
		    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t first = 0;

		while (targets[first].port != targets[i].port ||
		       targets[first].protocol != targets[i].protocol)
			first++;
		if (first == i)
			socket_port_collect(facts, targets[i].protocol,
					    targets[i].port, targets, count);
	}
	if (!count) {
		socket_port_collect(facts, PROTOCOL_TCP, 0, NULL, 0);
		socket_port_collect(facts, PROTOCOL_UDP, 0, NULL, 0);
	}
}
