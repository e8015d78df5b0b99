/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * First the holder of a socket is found: its processes, the one among them
 * that explains the socket, its program, unit and container.  Then the first
 * row of classifiers[] that fits says which finding that makes.
 */
#include "diagnose/bind/holder.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/leak.h"
#include "diagnose/finding/program.h"

#define GREETING_LINES 32

/* What a classifier looks at. */
struct holding {
	const struct lookup *lookup;
	const struct fact *socket;
	const char *server;
	const struct fact *host;
	struct holder *holder;
};

static const struct fact *find_process(const struct lookup *lookup,
				       int64_t pid)
{
	const struct lookup_entry *e = lookup_first(&lookup->processes, pid);

	return e && pid > 0 ? e->fact : NULL;
}

static bool is_older(const struct fact *a, const struct fact *b)
{
	int64_t sa = fact_integer(a, "started", INT64_MAX);
	int64_t sb = fact_integer(b, "started", INT64_MAX);

	if (sa != sb)
		return sa < sb;
	return fact_integer(a, "pid", 0) < fact_integer(b, "pid", 0);
}

static void add_process(struct culprit *c, const struct fact *process)
{
	size_t i;

	for (i = 0; i < c->process_count; i++)
		if (c->processes[i] == process)
			return;
	for (i = c->process_count; i && is_older(process, c->processes[i - 1]);
	     i--)
		c->processes[i] = c->processes[i - 1];
	c->processes[i] = process;
	c->process_count++;
}

static void find_processes(struct arena *arena, const struct lookup *lookup,
			   const struct fact *socket, struct culprit *c)
{
	int64_t inode = fact_integer(socket, "inode", 0);
	const struct lookup_entry *first, *e;
	const struct fact *process;
	size_t count = 1;

	first = inode ? lookup_first(&lookup->holders, inode) : NULL;
	for (e = first; e; e = lookup_next(&lookup->holders, e))
		count++;
	c->processes = arena_alloc(arena, count * sizeof(*c->processes));
	if (!c->processes)
		return;
	process = find_process(lookup, fact_integer(socket, "pid", 0));
	if (process)
		add_process(c, process);
	for (e = first; e; e = lookup_next(&lookup->holders, e)) {
		process = find_process(lookup,
				       fact_integer(e->fact, "pid", -1));
		if (process)
			add_process(c, process);
	}
	c->process = c->process_count ? c->processes[0] : NULL;
}

static const struct fact *find_named(const struct facts *facts,
				     enum fact_kind kind, const char *member,
				     const char *value)
{
	if (value)
		facts_each(facts, kind, f)
			if (fact_string_is(f, member, value))
				return f;
	return NULL;
}

/* A member of the process; if that has none, of the socket. */
static const char *text_of(const struct culprit *c,
			     const struct fact *socket, const char *member)
{
	const char *s = c->process ? fact_string(c->process, member) : NULL;

	return s ? s : fact_string(socket, member);
}

static void find_surroundings(const struct lookup *lookup,
			      const struct fact *socket, struct culprit *c)
{
	const struct facts *facts = lookup->facts;
	const struct lookup_entry *search = lookup_first(
		&lookup->searches, fact_integer(socket, "inode", -1));
	const char *of_socket = fact_string(socket, "unit");
	const char *exe = c->process ? fact_string(c->process, "exe") : NULL;
	const char *container = text_of(c, socket, "container");

	/* PID 1 holds the sockets of .socket units: the unit is wanted. */
	c->unit_name = of_socket && text_ends(of_socket, ".socket") ?
			       of_socket : text_of(c, socket, "unit");
	c->unit = find_named(facts, FACT_UNIT, "name", c->unit_name);
	c->container = find_named(facts, FACT_CONTAINER, "id", container);
	c->package = find_named(facts, FACT_PACKAGE, "file", exe);
	if (c->package && c->package->status != FACT_SEEN)
		c->package = NULL;
	c->search = search ? search->fact : NULL;
	facts_each(facts, FACT_GREETING, f) {
		struct address theirs, ours;
		uint16_t their_port, our_port;

		if (!fact_endpoint(f, &theirs, &their_port, NULL) &&
		    !fact_endpoint(socket, &ours, &our_port, NULL) &&
		    their_port == our_port && address_equal(&theirs, &ours))
			c->greeting = f;
	}
}

/*
 * A process can host several services.  If it is known which of them has the
 * socket, the other services do not matter.
 */
static const struct data_record *program_of_holder(const struct fact *process,
						   const char *unit)
{
	return unit && json_array_size(fact_array(process, "services")) > 1 ?
		       program_of_unit(unit) : program_of_process(process);
}

/* If it is not known, take the service that has the process's program. */
static void find_service(struct holder *h)
{
	struct culprit *c = &h->culprit;
	const json_t *services =
		c->process ? fact_array(c->process, "services") : NULL;

	for (size_t i = 0; !c->unit_name && h->program &&
			   i < json_array_size(services); i++) {
		const char *name = fact_item(c->process, "services", i);

		if (name && program_of_unit(name) == h->program)
			c->unit_name = name;
	}
}

static void find_program(struct holder *h, const struct fact *host)
{
	struct culprit *c = &h->culprit;
	const char *name = NULL, *exe;
	int64_t started, now;

	/* The oldest with a program that listens; else with any program. */
	for (size_t i = 0; i < c->process_count; i++) {
		const struct data_record *p =
			program_of_holder(c->processes[i], c->unit_name);

		if (!p || (h->program && (program_never_listens(p) ||
					  !program_never_listens(h->program))))
			continue;
		h->program = p;
		c->process = c->processes[i];
	}
	if (!h->program && c->unit_name)
		h->program = program_of_unit(c->unit_name);
	if (c->process) {
		exe = fact_string(c->process, "exe");
		name = exe ? text_base(exe) : fact_string(c->process, "name");
		started = fact_integer(c->process, "started", -1);
		now = host ? fact_integer(host, "time", -1) : -1;
		if (started >= 0 && now >= started)
			c->since = now - started;
	}
	c->class = "program";
	if (h->program) {
		const char *known = data_get(h->program, "name");

		c->class = data_get(h->program, "class");
		c->title = data_get(h->program, "title");
		if (!name || (!text_starts(name, known) &&
			      !program_never_listens(h->program)))
			name = known;
	}
	c->name = name ? name : c->unit_name;
}

int holder_greeting(const struct holder *holder, struct arena *arena,
		    struct greeter *greeter)
{
	const struct fact *greeting = holder->culprit.greeting;
	const char *text = greeting ? fact_join(arena, greeting, "lines", "\n",
						GREETING_LINES) : NULL;

	return text ? program_of_greeting(text, greeter) : -ENOENT;
}

/* Neither process nor unit is known: go by the greeting. */
static void name_by_greeting(struct arena *arena, struct holder *h)
{
	struct culprit *c = &h->culprit;
	struct greeter greeter;

	if (h->program || c->process ||
	    holder_greeting(h, arena, &greeter) || greeter.weak)
		return;
	h->program = greeter.program;
	c->class = data_get(greeter.program, "class");
	c->title = data_get(greeter.program, "title");
	c->name = data_get(greeter.program, "name");
}

static bool is_socket_activation(struct holding *v)
{
	struct culprit *c = &v->holder->culprit;
	bool is_unit = c->unit_name && text_ends(c->unit_name, ".socket");
	bool by_init = c->process && fact_integer(c->process, "pid", 0) == 1;

	if (strcmp(c->class, "socket-activation") &&
	    !(is_unit && (by_init || !c->process)))
		return false;
	c->class = "socket-activation";
	if (is_unit)
		c->name = c->unit_name;
	return true;
}

/* "hold" also means hold.exe. */
static bool is_file_of(const char *name, const char *server)
{
	char file[256];

	snprintf(file, sizeof(file), "%s.exe", server);
	return text_equal(name, server) || text_equal(name, file);
}

static bool is_server(const char *server, const struct holder *h)
{
	const struct data_record *wanted = program_named(server);
	const char *unit = h->culprit.unit_name;
	size_t n = strlen(server);

	if (wanted && h->program)
		return program_is_same(wanted, h->program);
	if (h->culprit.name && is_file_of(h->culprit.name, server))
		return true;
	return unit && !strncmp(unit, server, n) &&
	       (unit[n] == '.' || unit[n] == '@' || !unit[n]);
}

static bool is_already_running(struct holding *v)
{
	if (!v->server || !is_server(v->server, v->holder))
		return false;
	v->holder->culprit.class = "same-service";
	return true;
}

static bool is_leaked(struct holding *v)
{
	struct culprit *c = &v->holder->culprit;

	if (!leak_found(v->lookup, v->socket, c, &v->holder->confidence))
		return false;
	c->class = "leaked-descriptor";
	return true;
}

static bool is_container_proxy(struct holding *v)
{
	return !strcmp(v->holder->culprit.class, "container-proxy");
}

static bool is_port_forwarder(struct holding *v)
{
	return !strcmp(v->holder->culprit.class, "port-forwarder");
}

static bool was_denied(const struct culprit *c)
{
	return c->search && c->search->status != FACT_FAILED &&
	       (c->search->status == FACT_DENIED ||
		fact_integer(c->search, "denied", 0) > 0);
}

/* The search for holders ran, saw all processes, and found none. */
static bool has_no_holder(const struct culprit *c)
{
	return !c->process_count && c->search && !was_denied(c) &&
	       c->search->status != FACT_FAILED &&
	       fact_integer(c->search, "found", 0) == 0;
}

static bool is_hidden(struct holding *v)
{
	return !v->holder->culprit.process_count &&
	       was_denied(&v->holder->culprit);
}

static bool is_outside(struct holding *v)
{
	return has_no_holder(&v->holder->culprit) && v->host &&
	       !fact_true(v->host, "initial_pid_namespace") &&
	       fact_integer(v->socket, "inode", 0);
}

static bool is_kernel(struct holding *v)
{
	struct holder *h = v->holder;

	if (strcmp(h->culprit.class, "kernel") && !has_no_holder(&h->culprit))
		return false;
	h->culprit.class = "kernel";
	if (!h->culprit.name)
		h->culprit.name = "the kernel";
	if (fact_integer(v->socket, "inode", 0))
		h->confidence = CONFIDENCE_LIKELY;
	return true;
}

static bool is_outgoing(struct holding *v)
{
	return fact_string_is(v->socket, "state", "established") &&
	       fact_string_is(v->socket, "protocol", "tcp");
}

/* A client's connection, in a process that has outlived the server. */
static bool is_accepted(struct holding *v)
{
	return is_outgoing(v) && v->holder->culprit.process_count &&
	       fact_true(v->socket, "accepted");
}

static bool is_silent(struct holding *v)
{
	return fact_string_is(v->socket, "state", "bound") &&
	       fact_string_is(v->socket, "protocol", "tcp");
}

static bool is_any(struct holding *v)
{
	if (!v->holder->culprit.process_count)
		v->holder->confidence = CONFIDENCE_LIKELY;
	return true;
}

static const struct {
	const char *id;
	bool (*fits)(struct holding *view);
} classifiers[] = {
	{"socket-activation", is_socket_activation},
	{"already-running", is_already_running},
	{"connection-left", is_accepted},
	{"leaked-descriptor", is_leaked},
	{"container-proxy", is_container_proxy},
	{"port-forwarder", is_port_forwarder},
	{"holder-hidden", is_hidden},
	{"holder-outside", is_outside},
	{"kernel-socket", is_kernel},
	{"outgoing-connection", is_outgoing},
	{"bound-not-listening", is_silent},
	{"port-in-use", is_any},
};

void holder_find(struct holder *holder, struct arena *arena,
		 const struct lookup *lookup, const struct fact *socket,
		 const char *server)
{
	struct culprit *c = &holder->culprit;
	struct holding holding = {
		.lookup = lookup,
		.socket = socket,
		.server = server,
		.host = facts_next(lookup->facts, FACT_HOST, NULL),
		.holder = holder,
	};
	size_t i = 0;

	*holder = (struct holder){.confidence = CONFIDENCE_CERTAIN};
	c->since = -1;
	c->sockets = arena_alloc(arena, sizeof(*c->sockets));
	if (c->sockets) {
		c->sockets[0] = socket;
		c->socket_count = 1;
	}
	find_processes(arena, lookup, socket, c);
	find_surroundings(lookup, socket, c);
	find_program(holder, holding.host);
	find_service(holder);
	if (!c->unit)
		c->unit = find_named(lookup->facts, FACT_UNIT, "name",
				     c->unit_name);
	name_by_greeting(arena, holder);
	while (!classifiers[i].fits(&holding))
		i++;
	holder->id = classifiers[i].id;
}
