/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/finding.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"

void finding_terms(struct terms *terms, const struct scene *scene)
{
	struct arena *arena = scene->arena;
	char address[ADDRESS_TEXT];
	const char *os = scene->host ? fact_string(scene->host, "os") : NULL;
	const char *server = fact_string(scene->target, "for");
	const struct fact *libc = scene->server.libc;

	*terms = (struct terms){.arena = arena};
	terms_set(terms, "target", scene->endpoint);
	terms_set(terms, "address",
		  arena_strdup(arena,
			       address_format(&scene->address, address)));
	terms_set(terms, "port", arena_printf(arena, "%u", scene->port));
	terms_set(terms, "protocol", protocol_name(scene->protocol));
	terms_set(terms, "server", server);
	if (libc)
		terms_set(terms, "code", libc->code.name);
	terms_flag(terms, os && !strcmp(os, "Windows") ? "windows" : "linux");
	terms_flag(terms, protocol_name(scene->protocol));
	if (!outcome_is(&scene->server, "OK") && outcome_ok(&scene->plain))
		terms_flag(terms, "plain-works");
	if (host_is_privileged(scene->host))
		terms_flag(terms, "root");
}

static const char *pids(struct arena *arena, const struct culprit *c)
{
	const char *out = NULL;

	for (size_t i = 0; i < c->process_count && i < 32; i++) {
		int64_t pid = fact_integer(c->processes[i], "pid", 0);

		out = out ? arena_printf(arena, "%s %" PRId64, out, pid) :
			    arena_printf(arena, "%" PRId64, pid);
	}
	return out;
}

/* Stopping one of these would end a session, or the machine. */
static bool is_service(const char *unit)
{
	return !text_ends(unit, ".scope") && !text_ends(unit, ".slice") &&
	       !text_starts(unit, "user@") && strcmp(unit, "init.scope");
}

/* As a command takes it: services of Windows may have blanks in their names. */
static const char *quoted(struct arena *arena, const char *name)
{
	return strchr(name, ' ') ? arena_printf(arena, "\"%s\"", name) : name;
}

/* "IISADMIN, W3SVC": one of them has the socket, and which is not known. */
static const char *services_of(struct arena *arena, const struct fact *process)
{
	const json_t *services = fact_array(process, "services");
	const char *out = NULL;

	for (size_t i = 0; i < json_array_size(services); i++) {
		const char *name =
			json_string_value(json_array_get(services, i));

		if (name)
			out = out ? arena_printf(arena, "%s, %s", out, name) :
				    name;
	}
	return out;
}

static void unit_terms(struct terms *terms, const struct holders *h)
{
	const struct culprit *c = &h->culprit;
	/* The unit to act on, where it is not the one that runs. */
	const char *acts_on =
		h->program ? data_get(h->program, "disable") : NULL;
	static const char *const at_boot[] = {"enabled", "generated",
					      "automatic", "static", NULL};
	const char *enabled = NULL, *manager = NULL;

	if (c->unit) {
		enabled = fact_string(c->unit, "enabled");
		manager = fact_string(c->unit, "manager");
		terms_set(terms, "starts", fact_string(c->unit, "starts"));
		terms_set(terms, "started-by",
			  json_string_value(json_array_get(
				  fact_array(c->unit, "started_by"), 0)));
	}
	if (c->unit_name && text_ends(c->unit_name, ".socket"))
		terms_set(terms, "socket-unit", c->unit_name);
	else if (c->unit_name && is_service(c->unit_name))
		terms_set(terms, "unit",
			  acts_on && strchr(c->unit_name, '@') ?
				  acts_on : quoted(terms->arena,
						   c->unit_name));
	else if (c->process)
		terms_set(terms, "services",
			  services_of(terms->arena, c->process));
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

/* A program's note is a line of data; in a report it is a sentence. */
static const char *sentence(struct arena *arena, const char *note)
{
	char *copy = note ? arena_printf(arena, "%s%s", note,
					 text_ends(note, ".") ? "" : ".") :
			    NULL;

	if (copy && *copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 'a' + 'A');
	return copy;
}

void finding_terms_culprit(struct terms *terms, const struct holders *holders,
			   enum overlap overlap)
{
	const struct culprit *c = &holders->culprit;
	const struct data_record *p = holders->program;
	struct arena *arena = terms->arena;
	const char *made_in, *right;

	terms_set(terms, "holder", c->name);
	terms_set(terms, "title", c->title);
	if (c->process) {
		terms_set(terms, "pid",
			  arena_printf(arena, "%" PRId64,
				       fact_integer(c->process, "pid", 0)));
		terms_set(terms, "pids", pids(arena, c));
		terms_set(terms, "exe", fact_string(c->process, "exe"));
		terms_set(terms, "user", fact_string(c->process, "user"));
	} else if (c->socket_count) {
		terms_set(terms, "user", fact_string(c->sockets[0], "user"));
	}
	if (c->since >= 0)
		terms_set(terms, "since", evidence_duration(arena, c->since));
	if (c->socket_count)
		terms_set(terms, "socket",
			  socket_endpoint(arena, c->sockets[0]));
	made_in = c->socket_count ? fact_string(c->sockets[0], "unit") : NULL;
	if (made_in && text_ends(made_in, ".service"))
		terms_set(terms, "creator", made_in);
	unit_terms(terms, holders);
	if (c->container) {
		terms_set(terms, "container",
			  fact_string(c->container, "id"));
		terms_set(terms, "container-name",
			  fact_string(c->container, "name"));
		terms_set(terms, "runtime",
			  fact_string(c->container, "runtime"));
		terms_flag(terms, fact_string(c->container, "runtime"));
	}
	if (c->package)
		terms_set(terms, "package", fact_string(c->package, "name"));
	right = c->search ? fact_string(c->search, "right") : NULL;
	/* hidepid is what hides, and no right that would show. */
	if (right && strcmp(right, "hidepid"))
		terms_set(terms, "right", right);
	if (p) {
		terms_set(terms, "note",
			  sentence(arena, data_get(p, "remedy-note")));
		terms_flag(terms, data_get(p, "kind"));
	}
	terms_flag(terms, c->class);
	overlap_terms(terms, overlap);
}

static void split_words(struct strings *list, struct arena *arena,
			const char *words)
{
	while (words && *words) {
		size_t length = strcspn(words, " \n\t");

		if (length)
			strings_add(list, arena,
				    arena_strndup(arena, words, length));
		words += length;
		words += strspn(words, " \n\t");
	}
}

static struct finding *one_more(struct verdict *verdict, struct arena *arena)
{
	if (!verdict->findings)
		verdict->findings = arena_alloc(
			arena, FINDINGS_MAX * sizeof(*verdict->findings));
	if (!verdict->findings || verdict->finding_count == FINDINGS_MAX)
		return NULL;
	return &verdict->findings[verdict->finding_count++];
}

void finding_keep(struct verdict *verdict, struct arena *arena,
		  const struct finding *finding)
{
	struct finding *f = one_more(verdict, arena);

	if (f)
		*f = *finding;
}

struct finding *finding_add(struct verdict *verdict, struct terms *terms,
			    const char *id, enum confidence confidence,
			    const struct culprit *culprit,
			    const struct evidence_list *evidence)
{
	const struct data_record *record =
		data_find(data_findings, "id", id);
	struct finding *f;

	if (!record || !culprit)
		return NULL;
	f = one_more(verdict, terms->arena);
	if (!f)
		return NULL;
	f->id = id;
	f->title = data_get(record, "title");
	f->stops = strcmp(data_get(record, "state"), "free") != 0;
	f->confidence = confidence;
	f->culprit = culprit;
	f->summary = template_line(data_get(record, "summary"), terms);
	if (!f->summary)
		f->summary = f->title;
	template_expand(data_get(record, "remedy"), terms, &f->remedy);
	split_words(&f->articles, terms->arena, data_get(record, "articles"));
	f->evidence = evidence->items;
	f->evidence_count = evidence->count;
	f->facts = evidence->facts;
	f->fact_count = evidence->fact_count;
	return f;
}
