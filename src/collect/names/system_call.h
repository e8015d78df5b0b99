/* SPDX-License-Identifier: BSD-2-Clause */
/* getaddrinfo(), as a service calls it. */
#ifndef COLLECT_NAMES_SYSTEM_CALL_H
#define COLLECT_NAMES_SYSTEM_CALL_H

#include "base/address.h"
#include "facts/facts.h"

#define SYSTEM_ADDRESSES 64	/* kept */

/**
 * struct system_result - What it gave
 * @addresses:	In its order
 * @count:	How many
 * @code:	"eai", "errno" or "winsock"
 * @absent:	The code says that there is no such name, or no address
 */
struct system_result {
	struct address addresses[SYSTEM_ADDRESSES];
	size_t count;
	struct fact_code code;
	bool absent;
};

/** system_call_name - The function's name, for facts */
extern const char system_call_name[];

/**
 * system_call() - Look a name up; may take minutes
 * @name:	UTF-8
 * @result:	Written
 *
 * Called in a thread of its own.
 */
void system_call(const char *name, struct system_result *result);

#endif
