/* SPDX-License-Identifier: BSD-2-Clause */
/* In use: who holds the sockets in the way, and the words about them. */
#include "diagnose/bind/rules.h"

#include <string.h>

#include "diagnose/finding/finding.h"
#include "diagnose/finding/program.h"

struct evidence_list *rules_evidence(struct scene *scene)
{
	struct evidence_list *list =
		arena_alloc(scene->arena, sizeof(*list));

	if (!list)
		return NULL;
	list->arena = scene->arena;
	evidence_try(list, &scene->server);
	evidence_plain(list, &scene->server, &scene->plain);
	return list;
}

/* One culprit's several sockets are one finding. */
static bool same_culprit(const struct holders *a, const struct holders *b)
{
	const struct culprit *x = &a->culprit, *y = &b->culprit;

	if (strcmp(a->id, b->id))
		return false;
	if (x->process || y->process)
		return x->process == y->process;
	return x->unit_name && y->unit_name &&
	       !strcmp(x->unit_name, y->unit_name);
}

static void merge_socket(struct arena *arena, struct culprit *c,
			 const struct fact *socket)
{
	const struct fact **sockets = arena_alloc(
		arena, (c->socket_count + 1) * sizeof(*sockets));

	if (!sockets)
		return;
	memcpy(sockets, c->sockets, c->socket_count * sizeof(*sockets));
	sockets[c->socket_count++] = socket;
	c->sockets = sockets;
}

/* The greeting is another program's than the process is. */
static void warn_of_greeting(struct scene *scene, struct verdict *verdict,
			     const struct holders *h, enum overlap overlap)
{
	const struct culprit *c = &h->culprit;
	const char *text = evidence_greeting_text(scene->arena, c->greeting);
	struct evidence_list *evidence;
	struct greeter greeter;
	struct terms terms;

	if (!text || !h->program || program_of_greeting(text, &greeter) ||
	    greeter.weak || greeter.program == h->program ||
	    !strcmp(c->class, "container-proxy") ||
	    !strcmp(c->class, "port-forwarder") ||
	    !strcmp(c->class, "socket-activation"))
		return;
	evidence = arena_alloc(scene->arena, sizeof(*evidence));
	if (!evidence)
		return;
	evidence->arena = scene->arena;
	evidence_add(evidence, c->greeting, "greeting",
		     arena_strndup(scene->arena, text, strcspn(text, "\n")));
	if (c->process)
		evidence_add(evidence, c->process, "process",
			     fact_string(c->process, "exe"));
	finding_terms(&terms, scene);
	finding_terms_culprit(&terms, h, overlap);
	terms_set(&terms, "title", data_get(greeter.program, "title"));
	finding_add(verdict, &terms, "greeting-differs", CONFIDENCE_POSSIBLE,
		    culprit_none(scene->arena,
				 data_get(greeter.program, "class"),
				 data_get(greeter.program, "name")),
		    evidence);
}

static void report_holders(struct scene *scene, struct verdict *verdict,
			   struct holders *h, enum overlap overlap)
{
	struct evidence_list *evidence = rules_evidence(scene);
	struct terms terms;

	if (!evidence)
		return;
	evidence_culprit(evidence, &h->culprit, h->program);
	finding_terms(&terms, scene);
	finding_terms_culprit(&terms, h, overlap);
	finding_add(verdict, &terms, h->id, h->confidence, &h->culprit,
		    evidence);
	warn_of_greeting(scene, verdict, h, overlap);
}

void rules_in_use(struct scene *scene, struct verdict *verdict)
{
	size_t count = scene->blocker_count, found = 0;
	struct holders *all = arena_alloc(scene->arena, count * sizeof(*all));
	enum overlap *overlaps =
		arena_alloc(scene->arena, count * sizeof(*overlaps));
	const char *server = fact_string(scene->target, "for");

	for (size_t i = 0; all && overlaps && i < count; i++) {
		const struct meeting *m = &scene->blockers[i];
		size_t j = 0;

		culprit_of(scene->arena, scene->lookup, m->socket, server,
			   &all[found]);
		while (j < found && !same_culprit(&all[j], &all[found]))
			j++;
		if (j < found) {
			merge_socket(scene->arena, &all[j].culprit,
				     m->socket);
			continue;
		}
		overlaps[found++] = m->overlap;
	}
	for (size_t i = 0; i < found; i++)
		report_holders(scene, verdict, &all[i], overlaps[i]);
	verdict->place = PLACE_SOCKET;
}
