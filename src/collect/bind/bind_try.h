/* SPDX-License-Identifier: BSD-2-Clause */
/* What the probes of all systems have in common. */
#ifndef COLLECT_BIND_BIND_TRY_H
#define COLLECT_BIND_BIND_TRY_H

#include "base/target.h"
#include "facts/facts.h"

/* Socket options of a try, as bits. */
enum {
	BIND_REUSEADDR = 1,	/* SO_REUSEADDR */
	BIND_EXCLUSIVE = 2,	/* SO_EXCLUSIVEADDRUSE */
	BIND_V6ONLY = 4,	/* IPV6_V6ONLY=1 */
	BIND_DUAL = 8,		/* IPV6_V6ONLY=0 */
	BIND_REUSEPORT = 16,	/* SO_REUSEPORT, without listen: a listener of a
				 * group would get clients */
};

/**
 * struct bind_try - A try, as its fact has it
 * @method:	"libc" or "raw"
 * @source:	Which calls these were
 * @options:	BIND_ bits
 * @step:	The call that failed, or the last one; NULL where none was made
 * @listened:	Where listen was tried: "target", "another-port" or
 *		"nowhere"; NULL where it was not due
 * @kernel_knows: Has the kernel that very socket: 1 or 0; -1 where it was not
 *		asked
 */
struct bind_try {
	const char *method;
	const char *source;
	int options;
	const char *step;
	const char *listened;
	int kernel_knows;
};

/**
 * bind_family_options() - IPV6_V6ONLY as a server on an address sets it
 *
 * Return: BIND_V6ONLY, or BIND_DUAL for an IPv4 address in IPv6's form, which
 * only a socket of both families can have; 0 for IPv4
 */
int bind_family_options(const struct address *address);

/**
 * bind_try_add() - FACT_TRY
 * @facts:	Appended to
 * @target:	What was tried
 * @try:	How it went
 * @code:	What the last call gave; NULL where this system cannot try, and
 *		the fact is UNSUPPORTED
 * @detail:	NULL where there is nothing more to say
 */
void bind_try_add(struct facts *facts, const struct target *target,
		  const struct bind_try *try, const struct fact_code *code,
		  const char *detail);

/** bind_try_without_zone() - FACT_TRY of an address whose zone is not there */
void bind_try_without_zone(struct facts *facts, const struct target *target,
			   const struct bind_try *try);

#endif
