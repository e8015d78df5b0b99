/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The collectors, in the order in which they look.
 *
 * Each looks at one thing and writes facts.  None judges, prints or exits;
 * what it could not see is itself a fact.  Each has a folder and a header;
 * the build chooses the operating system's file behind it.  No collector
 * includes this header.
 */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/target.h"
#include "collect/names/resolve.h"
#include "facts/facts.h"

/**
 * struct collect_options - What to collect
 * @targets:	The endpoints to look at; borrowed, as all here
 * @target_count: How many; 0 means every listener, for collect_owners() only
 * @server:	The server that is about to start (--for), or NULL
 * @units:	The names that its unit may have, without .service
 * @unit_count:	How many
 * @may_greet:	Which sockets to connect to, to read their greetings: asked
 *		for each FACT_SOCKET when their holders are known; NULL for
 *		none.  Connecting has side effects; see diagnose/bind/greet.h
 * @lookup:	The names to look up: --proxy's or those of `resolve`
 * @wsp_config:	Where the Winsock Proxy client's files are (--wsp-config), a
 *		directory or a file; NULL: where the system has them
 * @program:	The program that they are read for (--program), or NULL
 * @root:	The directory that a server is chrooted to (--root), or NULL
 * @deadline:	When to give up, on clock_now()'s scale
 */
struct collect_options {
	const struct target *targets;
	size_t target_count;
	const char *server;
	const char *const *units;
	size_t unit_count;
	bool (*may_greet)(const struct facts *facts,
			  const struct fact *socket);
	struct name_lookup lookup;
	const char *wsp_config;
	const char *program;
	const char *root;
	int64_t deadline;
};

/**
 * collect_check() - Everything that a verdict on the targets needs
 * @facts:	Appended to
 * @options:	What to collect
 *
 * Binds and listens on each target for some microseconds, see bind/bind.h.
 */
void collect_check(struct facts *facts, const struct collect_options *options);

/**
 * collect_owners() - The processes that hold the targets, without a bind
 * @facts:	Appended to
 * @options:	What to collect
 */
void collect_owners(struct facts *facts,
		    const struct collect_options *options);

/**
 * collect_resolve() - What every source says about the names to look up
 * @facts:	Appended to
 * @options:	What to collect; targets do not count
 */
void collect_resolve(struct facts *facts,
		     const struct collect_options *options);

#endif
