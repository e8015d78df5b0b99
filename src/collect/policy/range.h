/* SPDX-License-Identifier: BSD-2-Clause */
/* What netsh prints of excluded port ranges; no I/O. */
#ifndef COLLECT_POLICY_RANGE_H
#define COLLECT_POLICY_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"

/**
 * struct range - Ports that Windows keeps back
 * @start:	The first
 * @end:	The last
 * @administered: Set by an administrator: such a range only keeps the ports
 *		from being handed out, and a server that asks for one by
 *		number gets it
 */
struct range {
	uint16_t start, end;
	bool administered;
};

/**
 * range_next() - The next row of `netsh interface ipv4 show
 *	excludedportrange`
 * @text:	What is left of its output; passed over the row
 * @range:	Written on success only
 *
 * Headings are in the language of the system.  A row is a line of two port
 * numbers, the second not below the first, and perhaps an asterisk; anything
 * else is passed over.
 *
 * Return: false at the end
 */
bool range_next(struct cursor *text, struct range *range);

#endif
