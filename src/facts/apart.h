/* SPDX-License-Identifier: BSD-2-Clause */
/* A collector in a process of its own, where others' files are read. */
#ifndef FACTS_APART_H
#define FACTS_APART_H

#include "facts/facts.h"
#include "port/process/apart.h"

/**
 * facts_apart() - Run a collector in a process of its own
 * @facts:	Appended to: what the collector added of @kind, in its order.
 *		On failure as much as came
 * @kind:	The only kind that it adds
 * @user:	As for apart_run(), as @deadline
 * @collect:	Gets @context and a store that has what @facts has
 *
 * Return: 0, or what apart_run() returned; -EPROTO for a line that is not such a fact
 */
int facts_apart(struct facts *facts, enum fact_kind kind,
		const struct apart_user *user, int64_t deadline,
		void (*collect)(void *context, struct facts *facts),
		void *context);

/**
 * facts_apart_read() - Read what came from such a process
 * @facts:	Appended to, up to what is no such fact
 * @kind:	The only kind that is taken
 * @bytes:	A line for each fact; a last one without its end is left out
 * @length:	In bytes
 *
 * Return: 0, -EPROTO for what is no such fact, or -ENOMEM
 */
int facts_apart_read(struct facts *facts, enum fact_kind kind,
		     const char *bytes, size_t length);

#endif
