/* SPDX-License-Identifier: BSD-2-Clause */
/* The services and protocols databases: can tcp, udp and smtp be looked up? */
#ifndef COLLECT_DATABASE_DATABASE_H
#define COLLECT_DATABASE_DATABASE_H

#include <stddef.h>
#include <stdint.h>

#include "base/target.h"
#include "facts/facts.h"

/**
 * database_collect() - FACT_DATABASE
 * @facts:	Appended to
 * @targets:	Their services are looked up, besides smtp
 * @count:	How many
 * @root:	The directory that the server is chrooted to, or NULL
 * @deadline:	On clock_now()'s scale, for the package manager's tools
 *
 * Through libc, which is what a server calls, and in the files that the
 * system reads, which is what can be fixed.  Below @root only the files: the
 * libc there is not ours to call.
 */
void database_collect(struct facts *facts, const struct target *targets,
		      size_t count, const char *root, int64_t deadline);

#endif
