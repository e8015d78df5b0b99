/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/evidence.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/program.h"

#define PARENTS_SHOWN 4
#define PIDS_SHOWN 8
#define SOCKETS_SHOWN 4
#define OPTIONS_SHOWN 8
#define ARGUMENTS_SHOWN 12
#define SERVICES_SHOWN 12
#define STARTERS_SHOWN 4
#define GREETING_LINES 32

static bool is_winsock(const struct fact *try)
{
	return try->code.space && !strcmp(try->code.space, "winsock");
}

void bind_evidence_try(struct evidence_list *list,
		       const struct outcome *outcome)
{
	const struct fact *libc = outcome->libc, *raw = outcome->raw;
	struct arena *arena = list->arena;
	const char *options, *text;

	if (!libc)
		return;
	options = fact_join(arena, libc, "options", ", ", OPTIONS_SHOWN);
	text = arena_printf(
		arena, "%s %s%s%s: %s", fact_text(libc, "step", "bind"),
		evidence_endpoint(arena, libc), options ? " with " : "",
		options ? options : "", evidence_code(arena, &libc->code));
	if (raw && raw->status == FACT_SEEN)
		text = arena_printf(
			arena, "%s; %s: %s", text,
			is_winsock(raw) ? "by the base provider" :
					  "without libc",
			outcome->differs ?
				evidence_code(arena, &raw->code) :
				"the same");
	if (outcome->fake)
		text = arena_printf(
			arena, "%s; but the kernel has no such socket", text);
	evidence_add(list, libc, "probe", text);
	evidence_add(list, raw, NULL, NULL);
}

/* The bind works without the server's option, and fails with it. */
static void add_plain(struct evidence_list *list, const struct scene *scene)
{
	const struct outcome *server = &scene->server, *plain = &scene->plain;
	const char *option =
		server->libc ? fact_item(server->libc, "options", 0) : NULL;

	if (!option || outcome_is(server, "OK") || !outcome_ok(plain))
		return;
	evidence_add(list, plain->libc, "probe",
		     arena_printf(list->arena, "%s %s without %s: it works",
				  fact_text(plain->libc, "step", "bind"),
				  evidence_endpoint(list->arena, plain->libc),
				  option));
}

void bind_evidence_probe(struct evidence_list *list,
			 const struct scene *scene)
{
	bind_evidence_try(list, &scene->server);
	add_plain(list, scene);
}

static const char *parents_of(struct arena *arena, const struct fact *process)
{
	const json_t *parents = fact_array(process, "parents");
	const char *out = NULL, *last = "";
	size_t shown = 0;

	for (size_t i = 0; i < json_array_size(parents); i++) {
		const char *name = json_string_value(json_object_get(
			json_array_get(parents, i), "name"));

		if (!name || !strcmp(name, last) || shown == PARENTS_SHOWN)
			continue;
		out = out ? arena_printf(arena, "%s, %s", out, name) : name;
		last = name;
		shown++;
	}
	return out;
}

/*
 * The arguments without the first, which mostly repeats the program's name
 * and can be a Windows path with blanks.
 */
static const char *arguments_of(struct arena *arena, const struct fact *p)
{
	const char *first = fact_item(p, "args", 0);
	const char *all = fact_join(arena, p, "args", " ", ARGUMENTS_SHOWN);

	if (!all || !(fact_string(p, "exe") || fact_string(p, "name")))
		return all;
	if (first && strchr(first, '\\') && text_starts(all, first))
		all += strlen(first);
	all = strchr(all, ' ');
	return all ? all + 1 : NULL;
}

/* "812 /usr/sbin/exim4 -bd, Debian-exim, for 3 days, from systemd" */
static const char *process_text(struct arena *arena, const struct culprit *c)
{
	const struct fact *p = c->process;
	const char *args = arguments_of(arena, p);
	const char *user = fact_string(p, "user");
	const char *from = parents_of(arena, p);
	const char *text;

	text = arena_printf(arena, "%" PRId64 " %s%s%s",
			    fact_integer(p, "pid", 0),
			    fact_text(p, "exe", fact_text(p, "name", "?")),
			    args ? " " : "", args ? args : "");
	if (user)
		text = arena_printf(arena, "%s, %s", text, user);
	else if (fact_integer(p, "uid", -1) >= 0)
		text = arena_printf(arena, "%s, uid %" PRId64, text,
				    fact_integer(p, "uid", -1));
	if (c->since >= 0)
		text = arena_printf(arena, "%s, for %s", text,
				    evidence_duration(arena, c->since));
	return from ? arena_printf(arena, "%s, from %s", text, from) : text;
}

/* The process, or its user, can make who reads that wait. */
static void add_unread(struct evidence_list *list, const struct fact *process)
{
	static const struct {
		const char *member, *words;
	} table[] = {
		{"args", "its arguments"},
		{"exe_state", "whether its file was replaced"},
	};
	const char *text = NULL, *member;

	for (size_t i = 0; (member = fact_item(process, "unread", i)); i++)
		for (size_t j = 0; j < sizeof(table) / sizeof(*table); j++)
			if (!strcmp(table[j].member, member))
				text = arena_printf(list->arena, "%s%s%s",
						    text ? text : "",
						    text ? ", " : "",
						    table[j].words);
	if (text)
		evidence_add(list, process, "not read", text);
}

static void add_process(struct evidence_list *list, const struct culprit *c)
{
	const struct fact *p = c->process;
	struct arena *arena = list->arena;
	const char *state = fact_string(p, "exe_state");

	evidence_add(list, p, "process", process_text(arena, c));
	if (state && strcmp(state, "current"))
		evidence_add(list, p, "program",
			     arena_printf(arena,
					  "its file was %s since it started",
					  state));
	add_unread(list, p);
	if (fact_string(p, "product"))
		evidence_add(list, p, "product",
			     arena_printf(arena, "%s, %s",
					  fact_string(p, "product"),
					  fact_text(p, "company", "?")));
}

static void add_other_processes(struct evidence_list *list,
				const struct culprit *c)
{
	const char *text = NULL;
	size_t shown = 0;

	if (c->process_count < 2)
		return;
	for (size_t i = 0; i < c->process_count; i++) {
		const struct fact *p = c->processes[i];

		evidence_add(list, p, NULL, NULL);
		if (p == c->process || shown == PIDS_SHOWN)
			continue;
		text = arena_printf(list->arena, "%s%s%" PRId64 " %s",
				    text ? text : "", text ? ", " : "",
				    fact_integer(p, "pid", 0),
				    fact_text(p, "name", "?"));
		shown++;
	}
	if (shown + 1 < c->process_count)
		text = arena_printf(list->arena, "%s and %zu more", text,
				    c->process_count - shown - 1);
	evidence_add(list, NULL, "also held",
		     arena_printf(list->arena, "by %s", text));
}

static void add_services(struct evidence_list *list, const struct culprit *c)
{
	const char *names = c->process ?
				    fact_join(list->arena, c->process,
					      "services", ", ",
					      SERVICES_SHOWN) :
				    NULL;

	/* If it is only one, it is the unit. */
	if (names && !(c->unit_name && !strcmp(names, c->unit_name)))
		evidence_add(list, c->process, "services", names);
}

static const char *enabled_words(const char *enabled)
{
	static const struct {
		const char *enabled, *words;
	} table[] = {
		{"enabled", "enabled: it comes back at the next boot"},
		{"enabled-runtime", "enabled until the next boot"},
		{"generated", "made at boot by a generator"},
		{"static", "static: others start it"},
		{"disabled", "disabled: it does not start at boot"},
		{"masked", "masked"},
		{"indirect", "indirect: enabled through another unit"},
		{"transient", "transient: gone at the next boot"},
		{"automatic", "automatic: it comes back at the next boot"},
		{"manual", "manual: it does not start at boot"},
	};

	for (size_t i = 0; enabled && i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(table[i].enabled, enabled))
			return table[i].words;
	return NULL;
}

static const char *unit_text(struct arena *arena, const char *name,
			     const struct fact *unit)
{
	const char *enabled = enabled_words(fact_string(unit, "enabled"));
	const char *by = fact_join(arena, unit, "started_by", ", ",
				   STARTERS_SHOWN);
	const char *title = fact_string(unit, "description");
	const char *starts = fact_string(unit, "starts");
	const char *unread = fact_string(unit, "unread");
	const char *text = name;

	/* The title is the name that Windows shows of a service. */
	if (fact_string_is(unit, "manager", "scm") && title &&
	    strcmp(title, text))
		text = arena_printf(arena, "%s, %s", text, title);
	if (enabled)
		text = arena_printf(arena, "%s, %s", text, enabled);
	if (starts)
		text = arena_printf(arena, "%s; it starts %s", text, starts);
	if (by)
		text = arena_printf(arena, "%s; %s starts it on demand", text,
				    by);
	if (!unread)
		return text;
	if (fact_is(unit, "E2BIG"))
		return arena_printf(arena, "%s; not all that belongs to it was "
				    "read, it is too much: not %s", text,
				    unread);
	return arena_printf(arena, "%s; could not read %s: %s", text, unread,
			    evidence_code(arena, &unit->code));
}

static void add_unit(struct evidence_list *list, const struct culprit *c)
{
	if (c->unit_name)
		evidence_add(list, c->unit, "unit",
			     c->unit ? unit_text(list->arena, c->unit_name,
						 c->unit) :
				       c->unit_name);
}

/* Does the greeting agree with the process?  May end with a blank: then the
 * greeter's title is to follow. */
static const char *agreement_of(const struct holder *h,
				const struct greeter *greeter)
{
	const struct culprit *c = &h->culprit;

	if (!h->program || !c->process)
		return ": it is ";
	if (greeter->program == h->program)
		return ": agrees with the process";
	if (!strcmp(c->class, "container-proxy") ||
	    !strcmp(c->class, "port-forwarder"))
		return ": behind it answers ";
	return greeter->weak ? "" :
			       ": does not agree with the process, it is ";
}

static const char *missing_greeting(struct arena *arena,
				    const struct fact *greeting)
{
	return greeting->status == FACT_ABSENT ?
		       "none in time" :
		       arena_printf(arena, "not read: %s",
				    evidence_code(arena, &greeting->code));
}

static void add_greeting(struct evidence_list *list, const struct holder *h)
{
	const struct fact *greeting = h->culprit.greeting;
	const char *text, *agrees = "";
	struct greeter greeter;

	if (!greeting)
		return;
	text = fact_join(list->arena, greeting, "lines", "\n", GREETING_LINES);
	if (!text) {
		evidence_add(list, greeting, "greeting",
			     missing_greeting(list->arena, greeting));
		return;
	}
	if (h->sharers > 1)
		agrees = ": one of those that share the port said it";
	else if (!program_of_greeting(text, &greeter))
		agrees = agreement_of(h, &greeter);
	evidence_add(list, greeting, "greeting",
		     arena_printf(list->arena, "%.*s%s%s",
				  (int)strcspn(text, "\n"), text, agrees,
				  text_ends(agrees, " ") ?
					  data_get(greeter.program, "title") :
					  ""));
}

static const char *socket_state(const char *state, bool udp)
{
	static const struct {
		const char *state, *words;
	} table[] = {
		{"listen", "listening"},
		{"bound", "bound, and not listening"},
		{"established", "connected"},
	};

	if (udp && !strcmp(state, "bound"))
		return state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (!strcmp(table[i].state, state))
			return table[i].words;
	return state;
}

/* "..., to 192.0.2.1:40000, opened by the other end" */
static const char *add_connection(struct arena *arena,
				  const struct fact *socket, const char *text)
{
	const char *connection = fact_string(socket, "connection");
	const char *peer = fact_string(socket, "peer_address");
	int64_t waiting = fact_integer(socket, "queue", 0);

	if (connection && strcmp(connection, "established"))
		text = arena_printf(arena, "%s, %s", text, connection);
	if (peer)
		text = arena_printf(arena, "%s, to %s port %" PRId64, text,
				    peer,
				    fact_integer(socket, "peer_port", 0));
	if (json_object_get(socket->value, "accepted"))
		text = arena_printf(arena, "%s, opened by %s", text,
				    fact_true(socket, "accepted") ?
					    "the other end" : "this end");
	if (waiting > 0)
		text = arena_printf(arena, "%s, %" PRId64
				    " connection%s not accepted yet", text,
				    waiting, waiting == 1 ? "" : "s");
	return text;
}

static void add_socket(struct evidence_list *list, const struct fact *socket)
{
	struct arena *arena = list->arena;
	const char *state = fact_string(socket, "state");
	const char *user = fact_string(socket, "user");
	const char *interface = fact_string(socket, "interface");
	const char *text = evidence_endpoint(arena, socket);

	if (text && state)
		text = arena_printf(arena, "%s, %s", text,
				    socket_state(state,
						 text_ends(text, "/udp")));
	if (user)
		text = arena_printf(arena, "%s, made by %s", text, user);
	if (interface)
		text = arena_printf(arena, "%s, on %s only", text, interface);
	text = add_connection(arena, socket, text);
	evidence_add(list, socket, "socket", text);
}

static void add_search(struct evidence_list *list, const struct fact *search)
{
	const char *scope = fact_string(search, "scope");
	int64_t looked_at = fact_integer(search, "looked_at", 0);

	evidence_add(list, search, NULL, NULL);
	if (!scope || !strcmp(scope, "all"))
		return;
	evidence_add(list, search, "search",
		     arena_printf(list->arena,
				  "%" PRId64 " process%s of the socket's %s "
				  "looked at; others were not",
				  looked_at, looked_at == 1 ? "" : "es",
				  !strcmp(scope, "uid") ? "user" : scope));
}

static void add_container(struct evidence_list *list,
			  const struct fact *container)
{
	const char *name = fact_string(container, "name");

	evidence_add(list, container, "container",
		     arena_printf(list->arena, "%s %s%s%s",
				  fact_text(container, "runtime", "?"),
				  fact_text(container, "id", "?"),
				  name ? ", " : "", name ? name : ""));
}

void bind_evidence_holder(struct evidence_list *list,
			  const struct holder *holder)
{
	const struct culprit *c = &holder->culprit;

	for (size_t i = 0; i < c->socket_count && i < SOCKETS_SHOWN; i++)
		add_socket(list, c->sockets[i]);
	if (c->process)
		add_process(list, c);
	add_other_processes(list, c);
	add_services(list, c);
	add_unit(list, c);
	if (c->container)
		add_container(list, c->container);
	if (c->package)
		evidence_add(list, c->package, "package",
			     arena_printf(list->arena, "%s %s",
					  fact_text(c->package, "name", "?"),
					  fact_text(c->package, "version",
						    "?")));
	add_greeting(list, holder);
	if (c->search)
		add_search(list, c->search);
}
