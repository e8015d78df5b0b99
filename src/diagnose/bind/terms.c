/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/terms.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/evidence.h"
#include "diagnose/finding/host.h"
#include "diagnose/finding/program.h"

#define PIDS_SHOWN 32
#define SERVICES_SHOWN 64

void bind_terms(struct terms *terms, const struct scene *scene)
{
	struct arena *arena = scene->arena;
	char address[ADDRESS_TEXT];

	terms_set(terms, "target", scene->endpoint);
	terms_set(terms, "address",
		  arena_strdup(arena,
			       address_format(&scene->address, address)));
	terms_set(terms, "port", arena_printf(arena, "%u", scene->port));
	terms_set(terms, "protocol", protocol_name(scene->protocol));
	terms_set(terms, "server", fact_string(scene->target, "for"));
	if (scene->server.libc)
		terms_set(terms, "code", scene->server.libc->code.name);
	host_terms(terms, scene->host);
	terms_flag(terms, protocol_name(scene->protocol));
	if (!outcome_is(&scene->server, "OK") && outcome_ok(&scene->plain))
		terms_flag(terms, "plain-works");
}

static const char *pids(struct arena *arena, const struct culprit *c)
{
	const char *out = NULL;

	for (size_t i = 0; i < c->process_count && i < PIDS_SHOWN; i++) {
		int64_t pid = fact_integer(c->processes[i], "pid", 0);

		out = out ? arena_printf(arena, "%s %" PRId64, out, pid) :
			    arena_printf(arena, "%" PRId64, pid);
	}
	return out;
}

/* Stopping one of the others would end a session, or the machine. */
static bool is_service(const char *unit)
{
	return !text_ends(unit, ".scope") && !text_ends(unit, ".slice") &&
	       !text_starts(unit, "user@");
}

static void unit_terms(struct terms *terms, const struct holder *h)
{
	const struct culprit *c = &h->culprit;
	/* The unit to stop, if it is not the one that runs. */
	const char *to_stop =
		h->program ? data_get(h->program, "disable") : NULL;
	static const char *const at_boot[] = {"enabled", "generated",
					      "automatic", "static", NULL};
	const char *enabled = NULL, *manager = NULL;

	if (c->unit) {
		enabled = fact_string(c->unit, "enabled");
		manager = fact_string(c->unit, "manager");
		terms_set(terms, "starts", fact_string(c->unit, "starts"));
		terms_set(terms, "started-by",
			  fact_item(c->unit, "started_by", 0));
	}
	if (c->unit_name && text_ends(c->unit_name, ".socket"))
		terms_set(terms, "socket-unit", c->unit_name);
	else if (c->unit_name && is_service(c->unit_name))
		terms_set(terms, "unit",
			  to_stop && strchr(c->unit_name, '@') ?
				  to_stop : c->unit_name);
	else if (c->process)
		/* One of these has the socket; it is not known which. */
		terms_set(terms, "services",
			  fact_join(terms->arena, c->process, "services",
				    ", ", SERVICES_SHOWN));
	if (c->unit_name)
		terms_flag(terms, manager ? manager :
			   strings_has(&terms->flags, "windows") ? "scm" :
								   "systemd");
	for (const char *const *b = at_boot; enabled && *b; b++)
		if (!strcmp(enabled, *b))
			terms_flag(terms, "enabled");
}

static void overlap_terms(struct terms *terms, enum overlap overlap)
{
	static const char *const flags[] = {
		[OVERLAP_SAME] = "same",
		[OVERLAP_WILDCARD] = "wildcard",
		[OVERLAP_SPECIFIC] = "specific",
		[OVERLAP_DUAL_STACK] = "dual-stack",
	};

	if (overlap)
		terms_flag(terms, flags[overlap]);
}

/* Make a sentence of a program's note, which is a line in data/programs. */
static const char *sentence(struct arena *arena, const char *note)
{
	char *copy = note ? arena_printf(arena, "%s%s", note,
					 text_ends(note, ".") ? "" : ".") :
			    NULL;

	if (copy && *copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 'a' + 'A');
	return copy;
}

/* What the nearest of its parents of which it is known has for a key. */
static const char *of_parents(const struct fact *process, const char *key)
{
	const json_t *parents = fact_array(process, "parents");
	const char *value = NULL;

	for (size_t i = 0; !value && i < json_array_size(parents); i++)
		value = program_trait(
			json_string_value(json_object_get(
				json_array_get(parents, i), "name")), key);
	return value;
}

static void process_terms(struct terms *terms, const struct culprit *c)
{
	struct arena *arena = terms->arena;

	terms_set(terms, "pid",
		  arena_printf(arena, "%" PRId64,
			       fact_integer(c->process, "pid", 0)));
	terms_set(terms, "pids", pids(arena, c));
	terms_set(terms, "managed", of_parents(c->process, "manages"));
	terms_set(terms, "exe", fact_string(c->process, "exe"));
	terms_set(terms, "user", fact_string(c->process, "user"));
	if (c->since >= 0)
		terms_set(terms, "since", evidence_duration(arena, c->since));
}

static void socket_terms(struct terms *terms, const struct culprit *c)
{
	const struct fact *socket = c->sockets[0];
	const char *made_in = fact_string(socket, "unit");
	struct address address;

	if (!c->process)
		terms_set(terms, "user", fact_string(socket, "user"));
	terms_set(terms, "socket", evidence_endpoint(terms->arena, socket));
	if (!fact_endpoint(socket, &address, NULL, NULL) &&
	    !address_is_link_local(&address) &&
	    fact_string(socket, "interface")) {
		terms_flag(terms, "device");
		terms_set(terms, "device", fact_string(socket, "interface"));
	}
	if (made_in && text_ends(made_in, ".service"))
		terms_set(terms, "creator", made_in);
}

static void container_terms(struct terms *terms, const struct fact *container)
{
	terms_set(terms, "container", fact_string(container, "id"));
	terms_set(terms, "container-name", fact_string(container, "name"));
	terms_set(terms, "runtime", fact_string(container, "runtime"));
	terms_flag(terms, fact_string(container, "runtime"));
	terms_flag(terms, "container");
}

/* A container's own fact comes first, then its helper, then who started it. */
static void runtime_flag(struct terms *terms, const struct holder *h)
{
	const struct culprit *c = &h->culprit;
	const char *runtime = data_get(h->program, "runtime");

	if (c->container || strcmp(c->class, "container-proxy"))
		return;
	if (!runtime && c->process)
		runtime = of_parents(c->process, "runtime");
	terms_flag(terms, runtime);
}

static void program_terms(struct terms *terms,
			  const struct data_record *program)
{
	terms_set(terms, "note",
		  sentence(terms->arena, data_get(program, "remedy-note")));
	terms_flag(terms, data_get(program, "kind"));
	if (!program_never_listens(program))
		terms_flag(terms, "server");
}

void bind_terms_holder(struct terms *terms, const struct holder *holder,
		       enum overlap overlap)
{
	const struct culprit *c = &holder->culprit;

	terms_set(terms, "holder", c->name);
	terms_set(terms, "title", c->title);
	if (c->process)
		process_terms(terms, c);
	if (c->socket_count)
		socket_terms(terms, c);
	unit_terms(terms, holder);
	if (c->container)
		container_terms(terms, c->container);
	if (c->package)
		terms_set(terms, "package", fact_string(c->package, "name"));
	/* hidepid hides processes; it is not a right that would show them. */
	if (c->search && !fact_string_is(c->search, "right", "hidepid"))
		terms_set(terms, "right", fact_string(c->search, "right"));
	if (c->search && fact_integer(c->search, "denied", 0) > 0 &&
	    !fact_string(c->search, "right")) {
		int64_t denied = fact_integer(c->search, "denied", 0);

		terms_flag(terms, "few-denied");
		terms_set(terms, "count",
			  arena_printf(terms->arena, "%" PRId64 " process%s",
				       denied, denied == 1 ? "" : "es"));
	}
	if (holder->program) {
		program_terms(terms, holder->program);
		runtime_flag(terms, holder);
	}
	overlap_terms(terms, overlap);
}
