/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The fact store: what was observed, and nothing that was concluded.
 *
 * Facts only ever grow.  Collectors append, diagnose reads, and save.h moves
 * them to and from a file.  bindwhy-facts(5) documents every kind; kinds.c
 * holds the same as a table, against which each fact is checked.
 */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/arena.h"
#include "base/compiler.h"
#include "facts/value.h"

/* In the order of the table in kinds.c. */
enum fact_kind {
	FACT_TARGET,		/* what was asked about */
	FACT_HOST,		/* the machine, and the user who asked */
	FACT_RIGHT,		/* a right that a collector needs */
	FACT_TRY,		/* one bind and listen */
	FACT_SOCKET,		/* a socket on a target's port */
	FACT_SOCKET_SEARCH,	/* how far sockets could be seen */
	FACT_TIME_WAIT,		/* closed connections that linger on the port */
	FACT_HOLDER,		/* a process has a descriptor of a socket */
	FACT_HOLDER_SEARCH,	/* how far holders were looked for */
	FACT_PROCESS,
	FACT_UNIT,		/* a systemd unit, an init script, a service */
	FACT_CONTAINER,
	FACT_PACKAGE,		/* where an executable file comes from */
	FACT_GREETING,		/* the first reply of a listener */
	FACT_LOCAL_ADDRESS,
	FACT_INTERFACE,
	FACT_SETTING,		/* a kernel setting that affects a bind */
	FACT_POLICY,		/* something that may forbid a bind */
	FACT_RESERVED_RANGE,	/* ports that the system has reserved */
	FACT_NAME,		/* a host's name that is looked up */
	FACT_NAME_ANSWER,	/* what one source says about a name */
	FACT_DATABASE,		/* a line of the services or protocols database */
	FACT_WSP_FILE,		/* a file of the Winsock Proxy client */
	FACT_WSP_SETTING,	/* a key in one of them */
	FACT_WSP_RANGE,		/* a line of its local address table */
	FACT_CAPTURE,		/* how traffic was watched, and what was lost */
	FACT_TRAFFIC_SERVER,	/* a server that was seen on the wire */
	FACT_TRAFFIC_GREETING,	/* a greeting that it sent */
	FACT_TRAFFIC_EHLO,	/* capabilities that it offered */
	FACT_TRAFFIC_STACK,	/* what its SYN-ACKs look like */
	FACT_TRAFFIC_RESET,	/* RSTs that do not look like its own */
	FACT_TRAFFIC_HEADER,	/* a header line that a program leaves */
	FACT_TRAFFIC_CLIENT,	/* a client that was seen on the wire */
	FACT_CONTROL_REQUEST,	/* a request to a proxy, and its answer */
	FACT_UNKNOWN,		/* a kind of a later version; kept */
};

enum fact_status {
	FACT_SEEN,		/* observed */
	FACT_ABSENT,		/* looked for, and it is not there */
	FACT_DENIED,		/* the right to look was missing */
	FACT_UNSUPPORTED,	/* this system or build cannot look */
	FACT_FAILED,		/* looking went wrong */
};

/**

 * struct fact_code - The operating system's error code
 * @space:	Which codes these are: "errno", "winsock", "win32", "c-ares"; NULL
 *		where the system gave none
 * @number:	As the system gave it; errno's numbers differ among systems,
 *		so rules use @name
 * @name:	"EADDRINUSE", "WSAEADDRINUSE"; "OK" for success
 */
struct fact_code {
	const char *space;
	int number;
	const char *name;
};

/**
 * struct fact - One observation
 * @kind:	Its kind
 * @kind_name:	The kind's name, also where @kind is FACT_UNKNOWN
 * @subject:	What was looked at, for a reader: "pid 812"
 * @source:	Where it was looked up: "netlink sock_diag", "/proc/812/exe"
 * @status:	Whether it could be seen
 * @code:	What the system said
 * @value:	An object; its members are the kind's.  Never NULL
 * @index:	Its place in the store, from 0
 *
 * All of it belongs to the store.
 */
struct fact {
	enum fact_kind kind;
	const char *kind_name;
	const char *subject;
	const char *source;
	enum fact_status status;
	struct fact_code code;
	json_t *value;
	size_t index;
};

struct facts;

/** facts_new() - An empty store, or NULL */
struct facts *facts_new(void);

/**
 * facts_new_passing() - A store that keeps nothing
 * @pass:	Called with each fact that is added, which is valid for the
 *		call; returns 0 or -errno, of which facts_error() keeps the
 *		first
 *
 * For facts that go to another process one by one.  facts_add() returns NULL
 * and facts_count() 0.
 *
 * Return: the store, or NULL
 */
struct facts *facts_new_passing(int (*pass)(void *user,
					    const struct fact *fact),
				void *user);

/** facts_free() - Free a store and its facts; NULL is allowed */
void facts_free(struct facts *facts);

/**
 * facts_add() - Append one fact
 * @facts:	The store
 * @kind:	Not FACT_UNKNOWN
 * @status:	Whether it could be seen
 * @source:	Copied
 * @code:	Copied; NULL where the system gave none
 * @value:	The reference is taken over, whatever happens; NULL counts
 *		as an allocation that failed
 * @subject:	A format, for what was looked at
 *
 * Subject and source may hold any bytes: what is not printable UTF-8 is
 * escaped.  A failure is remembered by the store: see facts_error().  A fact
 * that does not fit the table in kinds.c is refused: a value of another type,
 * and a member that its kind does not have.
 *
 * Return: the fact, valid as long as the store, or NULL
 */
const struct fact *facts_add(struct facts *facts, enum fact_kind kind,
			     enum fact_status status, const char *source,
			     const struct fact_code *code, json_t *value,
			     const char *subject, ...)
	COMPILER_PRINTF(7, 8);

/**
 * facts_error() - Was any fact lost?
 *
 * Return: 0, or the -errno of the first failure (-ENOMEM), or -EINVAL where
 * a fact did not fit its kind's table, which is a bug of ours
 */
int facts_error(const struct facts *facts);

/**
 * facts_misfit() - What did not fit, where facts_error() is -EINVAL
 *
 * Return: "process.libary"; "" where nothing was refused
 */
const char *facts_misfit(const struct facts *facts);

/** facts_count() - How many facts there are */
size_t facts_count(const struct facts *facts);

/** facts_at() - The fact with an index below facts_count() */
const struct fact *facts_at(const struct facts *facts, size_t index);

/**
 * facts_next() - Walk the facts of one kind
 * @facts:	The store
 * @kind:	The kind
 * @after:	The fact before, or NULL to start
 *
 * Return: the next fact of the kind, or NULL
 */
const struct fact *facts_next(const struct facts *facts, enum fact_kind kind,
			      const struct fact *after);

/** facts_count_of() - How many facts of one kind there are */
size_t facts_count_of(const struct facts *facts, enum fact_kind kind);

/** facts_each - for (each fact F of KIND in FACTS) */
#define facts_each(facts, kind, f)                          \
	for (const struct fact *f = facts_next(facts, kind, NULL); f; \
	     f = facts_next(facts, kind, f))

/*
 * Reading a fact's value.  A member that is missing or of another type reads
 * as the default, so that no file can do harm.
 */

/** fact_string() - A text member, or NULL */
const char *fact_string(const struct fact *fact, const char *member);

/** fact_integer() - A number member, or @otherwise */
int64_t fact_integer(const struct fact *fact, const char *member,
		     int64_t otherwise);

/** fact_true() - Is a member true? */
bool fact_true(const struct fact *fact, const char *member);

/** fact_text() - A text member, or @otherwise */
const char *fact_text(const struct fact *fact, const char *member,
		      const char *otherwise);

/** fact_string_is() - Is a text member equal to @value?  Case-sensitive */
bool fact_string_is(const struct fact *fact, const char *member,
		    const char *value);

/** fact_array() - An array member, or NULL */
const json_t *fact_array(const struct fact *fact, const char *member);

/** fact_item() - A text in an array member, or NULL */
const char *fact_item(const struct fact *fact, const char *member,
		      size_t index);

/**
 * fact_join() - The texts in an array member as one string
 * @arena:	For the string
 * @fact:	The fact
 * @member:	An array; items that are not texts do not count
 * @separator:	Put between two items
 * @max:	How many of the array's items are used; "..." stands for the
 *		rest
 *
 * Return: the string; NULL if there is no text
 */
const char *fact_join(struct arena *arena, const struct fact *fact,
		      const char *member, const char *separator, size_t max);

/**
 * fact_endpoint() - The members "address", "port" and "protocol"
 * @fact:	The fact
 * @address:	Written on success; NULL if not wanted
 * @port:	Host byte order; NULL if not wanted
 * @protocol:	NULL if not wanted
 *
 * Return: 0, or -EINVAL with nothing written
 */
int fact_endpoint(const struct fact *fact, struct address *address,
		  uint16_t *port, enum protocol *protocol);

/** fact_is() - Does its code have this name, whichever the name space? */
bool fact_is(const struct fact *fact, const char *code_name);

/** fact_status_name() - "SEEN", ... */
const char *fact_status_name(enum fact_status status);

#endif
