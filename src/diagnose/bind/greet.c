/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/greet.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/scene.h"
#include "diagnose/finding/host.h"
#include "diagnose/finding/program.h"
#include "facts/try.h"

/* What is known of the program behind a listener. */
enum reach {
	REACH_UNKNOWN,
	REACH_SERVER,		/* a mail server, on whatever port */
	REACH_PROGRAM,
	REACH_NEVER,
};

static bool was_refused(const struct facts *facts, const struct address *address,
			uint16_t port)
{
	facts_each(facts, FACT_TRY, try)
		if (fact_has_endpoint(try, address, port, PROTOCOL_TCP) &&
		    !fact_is(try, "OK"))
			return true;
	return false;
}

static bool is_mail_server(const struct data_record *program)
{
	const char *class = program ? data_get(program, "class") : NULL;

	return class && (!strcmp(class, "smtp-service") ||
			 !strcmp(class, "mail-shield"));
}

/*
 * Is the listener in the way of a target?  @expected: a mail server is about
 * to start there.
 */
static bool is_in_the_way(const struct facts *facts, const struct fact *socket,
			  bool *expected)
{
	bool found = false;

	*expected = false;
	facts_each(facts, FACT_TARGET, target) {
		struct address address;
		enum protocol protocol;
		const char *server;
		uint16_t port;

		if (fact_endpoint(target, &address, &port, &protocol) ||
		    protocol != PROTOCOL_TCP ||
		    !fact_has_port(socket, port, PROTOCOL_TCP) ||
		    overlap_of(socket, &address) == OVERLAP_NONE ||
		    !was_refused(facts, &address, port))
			continue;
		server = fact_string(target, "for");
		found = true;
		if (server && is_mail_server(program_named(server)))
			*expected = true;
	}
	return found;
}

static bool speaks_first(const struct fact *socket)
{
	const char *ports = NULL;
	char port[8];

	for (const struct data_record *r = data_greetings; r->fields; r++)
		if (data_get(r, "speaks-first"))
			ports = data_get(r, "speaks-first");
	snprintf(port, sizeof(port), "%lld",
		 (long long)fact_integer(socket, "port", 0));
	return ports && data_has_word(ports, port);
}

static enum reach reach_of(const struct data_record *program,
			   const struct fact *process)
{
	const char *class = data_get(program, "class");

	if (!strcmp(class, "socket-activation") ||
	    !strcmp(class, "port-forwarder") ||
	    program_is_one_shot(program, process))
		return REACH_NEVER;
	return is_mail_server(program) ? REACH_SERVER : REACH_PROGRAM;
}

static enum reach reach_of_process(const struct facts *facts, int64_t pid)
{
	const struct data_record *program;

	facts_each(facts, FACT_PROCESS, p) {
		if (fact_integer(p, "pid", -1) != pid ||
		    p->status != FACT_SEEN)
			continue;
		program = program_of_process(p);
		return program ? reach_of(program, p) : REACH_PROGRAM;
	}
	return REACH_UNKNOWN;
}

/* The worst of all processes that hold it. */
static enum reach reach_of_holders(const struct facts *facts,
				   const struct fact *socket)
{
	int64_t inode = fact_integer(socket, "inode", 0);
	int64_t pid = fact_integer(socket, "pid", 0);
	enum reach worst = pid > 0 ? reach_of_process(facts, pid) :
				     REACH_UNKNOWN;

	facts_each(facts, FACT_HOLDER, h) {
		enum reach reach;

		if (!inode || fact_integer(h, "inode", 0) != inode)
			continue;
		reach = reach_of_process(facts, fact_integer(h, "pid", -1));
		if (reach == REACH_NEVER || worst == REACH_UNKNOWN ||
		    (reach == REACH_SERVER && worst == REACH_PROGRAM))
			worst = reach;
		if (worst == REACH_NEVER)
			break;
	}
	return worst;
}

/* A unit's name alone: systemd holds the sockets of .socket units itself. */
static enum reach reach_of_unit(const char *unit)
{
	const struct data_record *program;

	if (!unit)
		return REACH_UNKNOWN;
	if (text_ends(unit, ".socket"))
		return REACH_NEVER;
	program = program_of_unit(unit);
	return program ? reach_of(program, NULL) : REACH_UNKNOWN;
}

bool greet_allowed(const struct facts *facts, const struct fact *socket)
{
	enum reach reach, by_unit;
	bool expected;

	if (socket->status != FACT_SEEN ||
	    !fact_string_is(socket, "state", "listen") ||
	    !is_in_the_way(facts, socket, &expected))
		return false;
	by_unit = reach_of_unit(fact_string(socket, "unit"));
	if (by_unit == REACH_NEVER)
		return false;
	reach = reach_of_holders(facts, socket);
	if (reach == REACH_UNKNOWN)
		reach = by_unit;
	/* Windows has no activators: services open their own sockets. */
	if (reach == REACH_UNKNOWN &&
	    host_is_windows(facts_next(facts, FACT_HOST, NULL)))
		reach = REACH_PROGRAM;
	return reach == REACH_SERVER ||
	       (reach == REACH_PROGRAM && (expected || speaks_first(socket)));
}
