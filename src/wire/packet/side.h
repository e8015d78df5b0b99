/* SPDX-License-Identifier: BSD-2-Clause */
/* The two ends of a connection. */
#ifndef WIRE_PACKET_SIDE_H
#define WIRE_PACKET_SIDE_H

enum side {
	SIDE_CLIENT,
	SIDE_SERVER,
};

#endif
