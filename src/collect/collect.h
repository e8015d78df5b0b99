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
 * struct collect - One run of the collectors
 * @facts:	Appended to; the caller owns it
 * @targets:	What to look at; borrowed
 * @count:	How many; 0 means every listener, for collect_owners() only
 * @server:	The server that is about to start (--for), or NULL
 * @units:	The names that its unit may have, without .service; borrowed
 * @unit_count:	How many
 * @greet:	Connect to local listeners and read their greetings
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

/** collect_errno() - The fact_code of an errno; 0 is success, "OK" */
struct fact_code collect_errno(int number);

/**
 * collect_winsock() - The fact_code of a code of Winsock
 * @number:	As WSAGetLastError() gives it; 0 is success, "OK"
 *
 * A number that data/codes does not have has no name.
 */
struct fact_code collect_winsock(int number);

/** collect_socket() - The fact_code of a code of port/socket.h */
struct fact_code collect_socket(int number);

#endif
