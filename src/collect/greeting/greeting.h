/* SPDX-License-Identifier: BSD-2-Clause */
/* What listeners say before they are asked. */
#ifndef COLLECT_GREETING_GREETING_H
#define COLLECT_GREETING_GREETING_H

#include <stdint.h>

#include "facts/facts.h"

#define GREETING_WAIT 1000	/* ms, maximum for one listener */
#define GREETING_MAX 1024	/* bytes kept */
#define GREETING_AT_ONCE 256	/* connections open at the same time */

/**
 * struct greeter_address - A local TCP listener to connect to
 * @address:	A wildcard means the loopback address
 * @port:	Host byte order
 */
struct greeter_address {
	struct address address;
	uint16_t port;
};

/**
 * greeting_collect() - FACT_GREETING of local TCP listeners
 * @facts:	Appended to, in the order of @listeners
 * @listeners:	Where to connect
 * @count:	How many
 * @deadline:	For all of them, on clock_now()'s scale
 *
 * Connects to GREETING_AT_ONCE listeners at the same time and reads the
 * greeting, which is the first reply with all its lines.  Sends QUIT if it is
 * whole and its protocol has that command, and closes.  Nothing else is sent.
 * Bytes that make no whole reply are SEEN too, with the reason as "detail".
 * Not a byte in time, or none before the listener closed, is ABSENT; no
 * connection is FAILED with its code.
 */
void greeting_collect(struct facts *facts,
		      const struct greeter_address *listeners, size_t count,
		      int64_t deadline);

#endif
