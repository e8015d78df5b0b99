/* SPDX-License-Identifier: BSD-2-Clause */
/* The facts about one target, sorted for the rules. */
#ifndef DIAGNOSE_BIND_SCENE_H
#define DIAGNOSE_BIND_SCENE_H

#include "diagnose/finding/lookup.h"
#include "verdict/verdict.h"

/* How a socket's address overlaps the target's. */
enum overlap {
	OVERLAP_NONE,
	OVERLAP_SAME,		/* the same address */
	OVERLAP_WILDCARD,	/* the socket has the wildcard address */
	OVERLAP_SPECIFIC,	/* the target is the wildcard address */
	OVERLAP_DUAL_STACK,	/* an IPv6 socket that accepts IPv4 too */
};

/**
 * struct outcome - The result of one way to bind
 * @libc:	The FACT_TRY through libc, or NULL
 * @raw:	The FACT_TRY by our own system calls; NULL or UNSUPPORTED if
 *		there was none
 * @differs:	The two have different codes
 * @fake:	libc reported success, but the kernel has no such socket
 */
struct outcome {
	const struct fact *libc;
	const struct fact *raw;
	bool differs;
	bool fake;
};

/** struct conflict - A socket that overlaps the target */
struct conflict {
	const struct fact *socket;
	enum overlap overlap;
};

/**
 * struct scene - One target, with the facts about it
 * @server:	With a mail server's options: SO_REUSEADDR and one address
 *		family; on Windows SO_EXCLUSIVEADDRUSE
 * @dual:	With IPV6_V6ONLY off; only for the IPv6 wildcard
 * @plain:	Without these options
 * @shared:	With SO_REUSEPORT too, bound and not listening: only where
 *		@server is in use
 * @exclusive:	@server was tried with SO_EXCLUSIVEADDRUSE: it can then bind
 *		a specific address although a socket of the same user has the
 *		wildcard
 * @blockers:	Sockets that conflict with @server
 * @orphan_count: Connections that conflict, and that no process has any more
 * @dual_blockers: IPv4 sockets that conflict with @dual only
 */
struct scene {
	const struct facts *facts;
	const struct lookup *lookup;
	struct arena *arena;
	const struct fact *host;
	const struct fact *target;
	struct address address;
	uint16_t port;
	enum protocol protocol;
	const char *endpoint;
	struct outcome server;
	struct outcome dual;
	struct outcome plain;
	struct outcome shared;
	bool exclusive;
	struct conflict *blockers;
	size_t blocker_count;
	size_t orphan_count;
	struct conflict *dual_blockers;
	size_t dual_blocker_count;
	enum state state;
};

/**
 * scene_build() - Collect the facts about a target
 * @scene:	Written
 * @lookup:	The facts
 * @arena:	For what the scene points to
 * @target:	A FACT_TARGET
 *
 * Return: 0, -EINVAL for a target without an endpoint, or -ENOMEM
 */
int scene_build(struct scene *scene, const struct lookup *lookup,
		struct arena *arena, const struct fact *target);

/** outcome_is() - Did the try through libc give this code? */
bool outcome_is(const struct outcome *outcome, const char *code);

/** outcome_either() - ... or that one? */
bool outcome_either(const struct outcome *outcome, const char *code,
		    const char *other);

/** outcome_ok() - Did it work, and does nothing contradict that? */
bool outcome_ok(const struct outcome *outcome);

/**
 * scene_lingering() - Connections that an ended server has left
 *
 * They stop only a server that sets SO_EXCLUSIVEADDRUSE.
 *
 * Return: the number of connections that explain the failed try; 0 if they
 * do not
 */
int64_t scene_lingering(const struct scene *scene);

/**
 * scene_left() - Connections that an ended program has left, on Linux
 *
 * TIME_WAIT and connections that the kernel still closes stop even a server
 * that sets SO_REUSEADDR if the program that had them did not.
 *
 * Return: the number of connections that explain the failed try; 0 if they
 * do not
 */
int64_t scene_left(const struct scene *scene);

/** scene_is_time_wait() - Is a FACT_TIME_WAIT about the target, and the last
 * about its address? */
bool scene_is_time_wait(const struct scene *scene, const struct fact *fact);

/** scene_is_shared() - Has another socket the same address and port, so that
 * the kernel shares out what arrives? */
bool scene_is_shared(const struct scene *scene, const struct fact *socket);

/** scene_is_beside() - Can the target be bound beside a socket that has the
 * wildcard?  See @exclusive */
bool scene_is_beside(const struct scene *scene, const struct fact *socket);

/**
 * overlap_of() - How a FACT_SOCKET overlaps an address
 * @socket:	If it is not known whether it accepts IPv4, it counts as if
 *		it did
 * @address:	Bound with a mail server's options
 */
enum overlap overlap_of(const struct fact *socket,
			const struct address *address);

/** scene_local_address() - The FACT_LOCAL_ADDRESS of the target, or NULL */
const struct fact *scene_local_address(const struct scene *scene);

#endif
