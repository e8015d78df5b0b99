/* SPDX-License-Identifier: BSD-2-Clause */
/* In use: the holders of the sockets that conflict with the target. */
#include "diagnose/bind/rules.h"

#include <string.h>

#include "diagnose/bind/draft.h"
#include "diagnose/bind/evidence.h"
#include "diagnose/bind/leak.h"
#include "diagnose/bind/terms.h"
#include "diagnose/finding/program.h"

/* A holder, with the overlap of its first socket. */
struct found {
	struct holder holder;
	enum overlap overlap;
};

/* Several sockets of one culprit make one finding. */
static bool is_same_culprit(const struct holder *a, const struct holder *b)
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

/* The greeting is that of another program than the process. */
static bool is_greeting_different(const struct scene *scene,
				  const struct found *found,
				  struct draft *draft)
{
	const struct culprit *c = &found->holder.culprit;
	struct greeter greeter;

	if (!found->holder.program ||
	    holder_greeting(&found->holder, scene->arena, &greeter) ||
	    greeter.weak || greeter.program == found->holder.program ||
	    !strcmp(c->class, "container-proxy") ||
	    !strcmp(c->class, "port-forwarder") ||
	    !strcmp(c->class, "socket-activation"))
		return false;
	evidence_add(&draft->evidence, c->greeting, "greeting",
		     fact_item(c->greeting, "lines", 0));
	if (c->process)
		evidence_add(&draft->evidence, c->process, "process",
			     fact_string(c->process, "exe"));
	terms_set(&draft->terms, "title", data_get(greeter.program, "title"));
	draft->class = data_get(greeter.program, "class");
	draft->name = data_get(greeter.program, "name");
	draft->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

/* What else is wrong with a holder; each row that fits makes a finding. */
static const struct {
	const char *id;
	bool (*fits)(const struct scene *scene, const struct found *found,
		     struct draft *draft);
} rules[] = {
	{"greeting-differs", is_greeting_different},
};

static void add_findings(const struct scene *scene, const struct found *found,
			 struct findings *findings)
{
	const struct holder *h = &found->holder;
	struct draft draft = bind_draft(scene, NULL);

	bind_evidence_probe(&draft.evidence, scene);
	bind_draft_holder(&draft, h, found->overlap);
	draft.confidence = h->confidence;
	if (!strcmp(h->id, "leaked-descriptor"))
		leak_evidence(&draft.evidence, scene->lookup, &h->culprit);
	finding_add(findings, h->id, &draft);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		draft = bind_draft(scene, NULL);
		bind_terms_holder(&draft.terms, h, found->overlap);
		if (rules[i].fits(scene, found, &draft))
			finding_add(findings, rules[i].id, &draft);
	}
}

void rules_in_use(const struct scene *scene, struct bind_verdict *verdict)
{
	size_t blockers = scene->blocker_count, count = 0;
	struct found *found =
		arena_alloc(scene->arena, blockers * sizeof(*found));
	const char *server = fact_string(scene->target, "for");

	for (size_t i = 0; found && i < blockers; i++) {
		const struct conflict *c = &scene->blockers[i];
		struct found *new = &found[count];
		size_t j = 0;

		holder_find(&new->holder, scene->arena, scene->lookup,
			    c->socket, server);
		while (j < count && !is_same_culprit(&found[j].holder,
						     &new->holder))
			j++;
		if (j < count) {
			merge_socket(scene->arena, &found[j].holder.culprit,
				     c->socket);
			continue;
		}
		new->overlap = c->overlap;
		count++;
	}
	for (size_t i = 0; i < count; i++)
		add_findings(scene, &found[i], &verdict->conclusion.findings);
	verdict->place = PLACE_SOCKET;
}
