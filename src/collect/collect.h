/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The collectors: each looks at one thing and writes facts.  None judges,
 * prints or exits; what it could not see is itself a fact.
 *
 * Each has a folder and a header; which operating system's file is behind
 * it, the build chooses.
 */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/target.h"
#include "facts/facts.h"

/**
 * struct collect_names - What names to look up, and where
 * @names:	As the user or a configuration gave them
 * @count:	How many
 * @servers:	DNS servers, "ADDRESS" or "ADDRESS:PORT" or "[V6]:PORT", in
 *		place of the configured ones
 * @server_count: How many; 0 means those that the system is configured with
 * @hosts:	A hosts file in place of the system's, or NULL
 * @netbios:	Send the NetBIOS query to the local networks
 * @wins:	A WINS server to send it to, "ADDRESS[:PORT]", or NULL
 */
struct collect_names {
	const char *const *names;
	size_t count;
	const char *const *servers;
	size_t server_count;
	const char *hosts;
	bool netbios;
	const char *wins;
};

/**
 * struct collect - One run of the collectors
 * @facts:	Appended to; the caller owns it
 * @targets:	What to look at; borrowed
 * @count:	How many; 0 means every listener, for collect_owners() only
 * @server:	The server that is about to start (--for), or NULL
 * @units:	The names that its unit may have, without .service; borrowed
 * @unit_count:	How many
 * @greet:	Connect to local listeners and read their greetings
 * @lookup:	What names to look up; --proxy's or those of `resolve`
 * @wsp:	Where the Winsock Proxy client's files are (--wsp-config), a
 *		directory or a file; NULL: where the system has them
 * @program:	The program that they are read for (--program), or NULL
 * @root:	The directory that a server is chrooted to (--root), or NULL
 * @deadline:	When to give up, on clock_now()'s scale
 */
struct collect {
	struct facts *facts;
	const struct target *targets;
	size_t count;
	const char *server;
	const char *const *units;
	size_t unit_count;
	bool greet;
	struct collect_names lookup;
	const char *wsp;
	const char *program;
	const char *root;
	int64_t deadline;
};

/**
 * collect_check() - All that a verdict on the targets needs
 * @run:	The run
 *
 * Binds and listens on each target for some microseconds, see bind/bind.h.
 */
void collect_check(const struct collect *run);

/**
 * collect_owners() - Who holds the targets, without touching them
 * @run:	The run
 */
void collect_owners(const struct collect *run);

/**
 * collect_resolve() - What every source says about run->lookup's names
 * @run:	The run
 */
void collect_resolve(const struct collect *run);

#endif
