/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/evidence.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/knowledge.h"
#include "diagnose/finding/program.h"

#define EVIDENCE_LINES 24
#define EVIDENCE_FACTS 64
#define PARENTS_SHOWN 4
#define PIDS_SHOWN 8

/* A fact's text member; a stranger's file may lack any. */
static const char *word(const struct fact *fact, const char *member)
{
	const char *s = fact_string(fact, member);

	return s ? s : "?";
}

static void rest_on(struct evidence_list *list, const struct fact *fact)
{
	if (!list->facts)
		list->facts = arena_alloc(list->arena,
					  EVIDENCE_FACTS * sizeof(fact));
	if (!fact || !list->facts || list->fact_count == EVIDENCE_FACTS)
		return;
	for (size_t i = 0; i < list->fact_count; i++)
		if (list->facts[i] == fact)
			return;
	list->facts[list->fact_count++] = fact;
}

void evidence_add(struct evidence_list *list, const struct fact *fact,
		  const char *label, const char *text)
{
	rest_on(list, fact);
	if (!list->items)
		list->items = arena_alloc(
			list->arena, EVIDENCE_LINES * sizeof(*list->items));
	if (!text || !list->items || list->count == EVIDENCE_LINES)
		return;
	list->items[list->count++] = (struct evidence){label, text};
}

const char *evidence_winsock(struct arena *arena, const struct fact_code *code)
{
	const struct data_record *r =
		code && code->name ? code_record(code->name) : NULL;
	const char *name = r ? data_get(r, "winsock") : NULL;

	if (!name)
		return NULL;
	return arena_printf(arena, "%s %s", name, data_get(r, "number"));
}

const char *evidence_code(struct arena *arena, const struct fact_code *code)
{
	const struct data_record *r =
		code->name ? code_record(code->name) : NULL;
	const char *text = r ? data_get(r, "text") : NULL;
	const char *twin = evidence_winsock(arena, code);

	if (!code->space)
		return "no code";
	if (!code->name)
		return arena_printf(arena, "%s %d", code->space, code->number);
	if (!text)
		return arena_printf(arena, "%s (%s %d)", code->name,
				    code->space, code->number);
	/* Winsock's own, which people know by its number. */
	if (!twin || text_starts(twin, code->name))
		return arena_printf(arena, "%s, %s", twin ? twin : code->name,
				    text);
	return arena_printf(arena, "%s, %s (%s)", code->name, text, twin);
}

const char *evidence_duration(struct arena *arena, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *name;
	} units[] = {
		{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"},
	};
	size_t i = 0;
	int64_t n;

	if (seconds < 1)
		return "less than a second";
	while (seconds < units[i].seconds)
		i++;
	n = seconds / units[i].seconds;
	return arena_printf(arena, "%" PRId64 " %s%s", n, units[i].name,
			    n == 1 ? "" : "s");
}

static const char *join(struct arena *arena, const json_t *array,
			const char *between, size_t most)
{
	size_t count = json_array_size(array);
	const char *out = NULL;

	for (size_t i = 0; i < count && i < most; i++) {
		const char *s = json_string_value(json_array_get(array, i));

		if (s)
			out = out ? arena_printf(arena, "%s%s%s", out, between,
						 s) :
				    s;
	}
	if (out && count > most)
		out = arena_printf(arena, "%s%s...", out, between);
	return out;
}

static bool is_winsock(const struct fact *try)
{
	return try->code.space && !strcmp(try->code.space, "winsock");
}

void evidence_try(struct evidence_list *list, const struct outcome *outcome)
{
	const struct fact *libc = outcome->libc, *raw = outcome->raw;
	struct arena *arena = list->arena;
	const char *options, *step, *text;

	if (!libc)
		return;
	options = join(arena, fact_array(libc, "options"), ", ", 8);
	step = fact_string(libc, "step");
	text = arena_printf(
		arena, "%s %s%s%s: %s", step ? step : "bind",
		socket_endpoint(arena, libc), options ? " with " : "",
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
	rest_on(list, raw);
}

void evidence_plain(struct evidence_list *list, const struct outcome *server,
		    const struct outcome *plain)
{
	const char *option = server->libc ? json_string_value(json_array_get(
			fact_array(server->libc, "options"), 0)) : NULL;
	const char *step;

	if (!option || outcome_is(server, "OK") || !outcome_ok(plain))
		return;
	step = fact_string(plain->libc, "step");
	evidence_add(list, plain->libc, "probe",
		     arena_printf(list->arena, "%s %s without %s: it works",
				  step ? step : "bind",
				  socket_endpoint(list->arena, plain->libc),
				  option));
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
 * What stands behind the program's own name, which argv[0] mostly repeats; a
 * path of Windows in it may have blanks.
 */
static const char *arguments_of(struct arena *arena, const struct fact *p)
{
	const json_t *args = fact_array(p, "args");
	const char *first = json_string_value(json_array_get(args, 0));
	const char *all = join(arena, args, " ", 12);

	if (!all || !(fact_string(p, "exe") || fact_string(p, "name")))
		return all;
	if (first && strchr(first, '\\') && text_starts(all, first))
		all += strlen(first);
	all = strchr(all, ' ');
	return all ? all + 1 : NULL;
}

static void evidence_process(struct evidence_list *list,
			     const struct culprit *c)
{
	const struct fact *p = c->process;
	struct arena *arena = list->arena;
	const char *exe = fact_string(p, "exe");
	const char *args = arguments_of(arena, p);
	const char *user = fact_string(p, "user");
	const char *state = fact_string(p, "exe_state");
	const char *from = parents_of(arena, p);
	const char *text;

	if (!exe)
		exe = fact_string(p, "name");
	text = arena_printf(arena, "%" PRId64 " %s%s%s",
			    fact_integer(p, "pid", 0), exe ? exe : "?",
			    args ? " " : "", args ? args : "");
	if (user)
		text = arena_printf(arena, "%s, %s", text, user);
	else if (fact_integer(p, "uid", -1) >= 0)
		text = arena_printf(arena, "%s, uid %" PRId64, text,
				    fact_integer(p, "uid", -1));
	if (c->since >= 0)
		text = arena_printf(arena, "%s, for %s", text,
				    evidence_duration(arena, c->since));
	if (from)
		text = arena_printf(arena, "%s, from %s", text, from);
	evidence_add(list, p, "process", text);
	if (state && strcmp(state, "current"))
		evidence_add(list, p, "program",
			     arena_printf(arena,
					  "its file was %s since it started",
					  state));
	if (fact_string(p, "product"))
		evidence_add(list, p, "product",
			     arena_printf(arena, "%s, %s",
					  fact_string(p, "product"),
					  word(p, "company")));
}

static void evidence_others(struct evidence_list *list,
			    const struct culprit *c)
{
	const char *text = NULL;
	size_t shown = 0;

	if (c->process_count < 2)
		return;
	for (size_t i = 0; i < c->process_count; i++) {
		rest_on(list, c->processes[i]);
		if (c->processes[i] == c->process || shown == PIDS_SHOWN)
			continue;
		text = arena_printf(
			list->arena, "%s%s%" PRId64 " %s", text ? text : "",
			text ? ", " : "",
			fact_integer(c->processes[i], "pid", 0),
			word(c->processes[i], "name"));
		shown++;
	}
	if (shown + 1 < c->process_count)
		text = arena_printf(list->arena, "%s and %zu more", text,
				    c->process_count - shown - 1);
	evidence_add(list, NULL, "also held",
		     arena_printf(list->arena, "by %s", text));
}

static void evidence_services(struct evidence_list *list,
			      const struct culprit *c)
{
	const char *names = c->process ? join(list->arena,
					      fact_array(c->process,
							 "services"),
					      ", ", 12) :
					 NULL;

	/* One alone is the unit. */
	if (names && !(c->unit_name && !strcmp(names, c->unit_name)))
		evidence_add(list, c->process, "services", names);
}

static void evidence_unit(struct evidence_list *list, const struct culprit *c)
{
	static const struct {
		const char *enabled, *says;
	} words[] = {
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
	struct arena *arena = list->arena;
	const char *enabled, *by, *starts, *manager, *title;
	const char *text = c->unit_name;

	if (!text)
		return;
	manager = c->unit ? fact_string(c->unit, "manager") : NULL;
	title = c->unit ? fact_string(c->unit, "description") : NULL;
	/* Windows shows its services by these names. */
	if (manager && !strcmp(manager, "scm") && title && strcmp(title, text))
		text = arena_printf(arena, "%s, %s", text, title);
	enabled = c->unit ? fact_string(c->unit, "enabled") : NULL;
	starts = c->unit ? fact_string(c->unit, "starts") : NULL;
	by = c->unit ? join(arena, fact_array(c->unit, "started_by"), ", ",
			    4) :
		       NULL;
	for (size_t i = 0; enabled && i < sizeof(words) / sizeof(words[0]);
	     i++)
		if (!strcmp(words[i].enabled, enabled))
			text = arena_printf(arena, "%s, %s", text,
					    words[i].says);
	if (starts)
		text = arena_printf(arena, "%s; it starts %s", text, starts);
	if (by)
		text = arena_printf(arena, "%s; %s starts it on demand", text,
				    by);
	evidence_add(list, c->unit, "unit", text);
}

const char *evidence_greeting_text(struct arena *arena,
				   const struct fact *greeting)
{
	const json_t *lines = greeting ? fact_array(greeting, "lines") : NULL;

	return join(arena, lines, "\n", 32);
}

static void evidence_greeting(struct evidence_list *list,
			      const struct culprit *c,
			      const struct data_record *program)
{
	const char *text = evidence_greeting_text(list->arena, c->greeting);
	const char *agrees = "";
	struct greeter greeter;

	if (!c->greeting)
		return;
	if (!text) {
		text = c->greeting->status == FACT_ABSENT ?
			       "none in time" :
			       arena_printf(list->arena, "not read: %s",
					    evidence_code(list->arena,
							  &c->greeting->code));
		evidence_add(list, c->greeting, "greeting", text);
		return;
	}
	if (program_of_greeting(text, &greeter))
		agrees = "";
	else if (!program || !c->process)
		agrees = ": it is ";
	else if (greeter.program == program)
		agrees = ": agrees with the process";
	else if (!strcmp(c->class, "container-proxy") ||
		 !strcmp(c->class, "port-forwarder"))
		agrees = ": behind it answers ";
	else if (!greeter.weak)
		agrees = ": does not agree with the process, it is ";
	evidence_add(list, c->greeting, "greeting",
		     arena_printf(list->arena, "%.*s%s%s",
				  (int)strcspn(text, "\n"), text, agrees,
				  text_ends(agrees, " ") ?
					  data_get(greeter.program, "title") :
					  ""));
}

static void evidence_sockets(struct evidence_list *list,
			     const struct culprit *c)
{
	static const struct {
		const char *state, *says;
	} words[] = {
		{"listen", "listening"},
		{"bound", "bound, and not listening"},
		{"established", "connected"},
	};

	for (size_t i = 0; i < c->socket_count && i < 4; i++) {
		const struct fact *s = c->sockets[i];
		const char *state = fact_string(s, "state");
		const char *user = fact_string(s, "user");
		const char *text = socket_endpoint(list->arena, s);
		bool udp = text && text_ends(text, "/udp");

		for (size_t w = 0; state && w < 3; w++)
			if (!strcmp(words[w].state, state))
				state = udp && w == 1 ? "bound" :
							words[w].says;
		text = arena_printf(list->arena, "%s%s%s%s%s", text,
				    state ? ", " : "", state ? state : "",
				    user ? ", made by " : "",
				    user ? user : "");
		if (fact_string(s, "interface"))
			text = arena_printf(list->arena, "%s, on %s only",
					    text, fact_string(s, "interface"));
		evidence_add(list, s, "socket", text);
	}
}

static void evidence_search(struct evidence_list *list,
			    const struct culprit *c)
{
	const char *scope = c->search ? fact_string(c->search, "scope") : NULL;
	int64_t looked_at;

	rest_on(list, c->search);
	if (!scope || !strcmp(scope, "all"))
		return;
	looked_at = fact_integer(c->search, "looked_at", 0);
	evidence_add(list, c->search, "search",
		     arena_printf(list->arena,
				  "%" PRId64 " process%s of the socket's %s "
				  "looked at; others were not",
				  looked_at, looked_at == 1 ? "" : "es",
				  !strcmp(scope, "uid") ? "user" : scope));
}

void evidence_culprit(struct evidence_list *list,
		      const struct culprit *c,
		      const struct data_record *program)
{
	struct arena *arena = list->arena;
	const char *name;

	evidence_sockets(list, c);
	if (c->process)
		evidence_process(list, c);
	evidence_others(list, c);
	evidence_services(list, c);
	evidence_unit(list, c);
	if (c->container) {
		name = fact_string(c->container, "name");
		evidence_add(list, c->container, "container",
			     arena_printf(arena, "%s %s%s%s",
					  word(c->container, "runtime"),
					  word(c->container, "id"),
					  name ? ", " : "", name ? name : ""));
	}
	if (c->package)
		evidence_add(list, c->package, "package",
			     arena_printf(arena, "%s %s",
					  word(c->package, "name"),
					  word(c->package, "version")));
	evidence_greeting(list, c, program);
	evidence_search(list, c);
}
