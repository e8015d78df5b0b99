/* SPDX-License-Identifier: BSD-2-Clause */
/* What a listener says before it is asked. */
#ifndef COLLECT_GREETING_GREETING_H
#define COLLECT_GREETING_GREETING_H

#include <stdint.h>

#include "facts/facts.h"

#define GREETING_WAIT 1000	/* ms, at most, for one listener */
#define GREETING_MAX 1024	/* bytes kept */

/**
 * greeting_collect() - FACT_GREETING of a local TCP listener
 * @facts:	Appended to
 * @listener:	Where to connect; a wildcard means the loopback address
 * @port:	Host byte order
 * @deadline:	On clock_now()'s scale
 *
 * Connects, reads the greeting, which is the first reply with all its lines,
 * sends QUIT if it is whole and its protocol has that command, and closes.
 * Nothing else is sent.  Bytes that make no whole reply are SEEN too, with
 * the reason as "detail".  Not a byte in time, or none before the listener
 * closed, is ABSENT; no connection is FAILED with its code.
 */
void greeting_collect(struct facts *facts, const struct address *listener,
		      uint16_t port, int64_t deadline);

#endif
