/* SPDX-License-Identifier: BSD-2-Clause */
/* The facts of one target, put in order for the rules. */
#ifndef DIAGNOSE_BIND_SCENE_H
#define DIAGNOSE_BIND_SCENE_H

#include "diagnose/finding/lookup.h"
#include "verdict/verdict.h"

/* How a socket's address meets the target's. */
enum overlap {
	OVERLAP_NONE,
	OVERLAP_SAME,		/* the same address */
	OVERLAP_WILDCARD,	/* the socket has the wildcard */
	OVERLAP_SPECIFIC,	/* the target is the wildcard */
	OVERLAP_DUAL_STACK,	/* an IPv6 socket that takes IPv4 too */
};

/**
 * struct outcome - What came of one way to bind
 * @libc:	Through libc, or NULL where it was not tried
 * @raw:	By system calls of our own; NULL or UNSUPPORTED where it was not
 * @differs:	The two do not agree
 * @fake:	libc reported success, and the kernel has no such socket
 */
struct outcome {
	const struct fact *libc;
	const struct fact *raw;
	bool differs;
	bool fake;
};

/** struct meeting - A socket that overlaps the target */
struct meeting {
	const struct fact *socket;
	enum overlap overlap;
};

/**
 * struct scene - One target and what bears on it
 * @server:	As servers bind: SO_REUSEADDR, one address family; on Windows
 *		with SO_EXCLUSIVEADDRUSE
 * @dual:	With IPV6_V6ONLY off; only for the IPv6 wildcard
 * @plain:	Without either option
 * @exclusive:	@server was tried with SO_EXCLUSIVEADDRUSE: then it can have a
 *		specific address beside a socket of the same user that has
 *		the wildcard
 * @blockers:	Sockets that stand in the way of @server
 * @dual_blockers: Sockets of IPv4 that stand in the way of @dual only
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
	bool exclusive;
	struct meeting *blockers;
	size_t blocker_count;
	struct meeting *dual_blockers;
	size_t dual_blocker_count;
	enum state state;
};

/**
 * scene_build() - Put a target's facts in order
 * @scene:	Written
 * @lookup:	The facts
 * @arena:	For what the scene points to
 * @target:	A FACT_TARGET
 *
 * Return: 0, or -EINVAL for a target that is none
 */
int scene_build(struct scene *scene, const struct lookup *lookup,
		struct arena *arena, const struct fact *target);

/** outcome_is() - Was this the code of the deciding try? */
bool outcome_is(const struct outcome *outcome, const char *code);

/** outcome_ok() - Did it work, as far as can be told? */
bool outcome_ok(const struct outcome *outcome);

/**
 * scene_lingering() - What is left of a server that has ended keeps others
 *	from the port only if they set SO_EXCLUSIVEADDRUSE
 *
 * Return: how many connections there are that may be the reason, or 0
 */
int64_t scene_lingering(const struct scene *scene);

/** host_is_privileged() - Was it root, or an administrator with all rights?
 * @host may be NULL */
bool host_is_privileged(const struct fact *host);

/** overlap_of() - How a FACT_SOCKET meets an address, as servers bind it; one
 * that may take IPv4 or may not counts as if it did */
enum overlap overlap_of(const struct fact *socket,
			const struct address *address);

/** socket_endpoint() - "127.0.0.1:25" of a fact with an endpoint */
const char *socket_endpoint(struct arena *arena, const struct fact *fact);

/** scene_local_address() - The target's address on this machine, or NULL */
const struct fact *scene_local_address(const struct scene *scene);

/** setting_value() - A FACT_SETTING's number, or @otherwise */
int64_t setting_value(const struct facts *facts, const char *name,
		      int64_t otherwise);

/** right_held() - 1 held, 0 not held, -1 not known */
int right_held(const struct facts *facts, const char *name);

#endif
