/* SPDX-License-Identifier: BSD-2-Clause */
/* netsh's list of excluded port ranges; no I/O. */
#ifndef COLLECT_POLICY_RANGE_H
#define COLLECT_POLICY_RANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/cursor.h"

/**
 * struct range - Ports that Windows has reserved
 * @start:	The first
 * @end:	The last
 * @administered: Set by an administrator: the ports are not given to programs
 *		that ask for any port, but a server that asks for one by
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
 * numbers, the second not below the first, and perhaps an asterisk; any other
 * line is passed over.
 *
 * Return: false at the end
 */
bool range_next(struct cursor *text, struct range *range);

#endif
