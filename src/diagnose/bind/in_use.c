/* SPDX-License-Identifier: BSD-2-Clause */
/* In use: the holders of the sockets that conflict with the target. */
#include "diagnose/bind/rules.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/bind/draft.h"
#include "diagnose/bind/evidence.h"
#include "diagnose/bind/leak.h"
#include "diagnose/bind/terms.h"
#include "diagnose/finding/program.h"

#define PORT_SMTPS 465

/* A holder, with the overlap of its first socket. */
struct found {
	struct holder holder;
	enum overlap overlap;
	const char *age;	/* among those that share a port, or NULL */
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

static bool is_at_same_endpoint(const struct culprit *a,
				const struct culprit *b)
{
	struct address x, y;

	return !fact_endpoint(a->sockets[0], &x, NULL, NULL) &&
	       !fact_endpoint(b->sockets[0], &y, NULL, NULL) &&
	       address_equal(&x, &y);
}

/* The greeting is that of another program than the process. */
static bool is_greeting_different(const struct scene *scene,
				  const struct found *found,
				  struct draft *draft)
{
	const struct culprit *c = &found->holder.culprit;
	struct greeter greeter;

	if (!found->holder.program || found->holder.sharers > 1 ||
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

/* A mail server's greeting where clients start TLS (RFC 8314, section 3.3). */
static bool is_clear_on_465(const struct scene *scene,
			    const struct found *found, struct draft *draft)
{
	const struct fact *greeting = found->holder.culprit.greeting;
	const char *line = greeting ? fact_item(greeting, "lines", 0) : NULL;

	if (scene->port != PORT_SMTPS || !line || !text_starts(line, "220"))
		return false;
	evidence_add(&draft->evidence, greeting, "greeting", line);
	draft->class = "smtp-service";
	draft->name = found->holder.culprit.name;
	return true;
}

/* What else is wrong with a holder; each row that fits makes a finding. */
static const struct {
	const char *id;
	bool (*fits)(const struct scene *scene, const struct found *found,
		     struct draft *draft);
} rules[] = {
	{"greeting-differs", is_greeting_different},
	{"clear-on-465", is_clear_on_465},
};

/* Several programs have the same endpoint: how many, and which is older? */
static void share(const struct scene *scene, struct found *all, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct culprit *c = &all[i].holder.culprit;
		bool is_newer = false, is_older = true;
		size_t sharers = 1;

		for (size_t j = 0; j < count; j++) {
			const struct culprit *other = &all[j].holder.culprit;

			if (i == j || !is_at_same_endpoint(c, other) ||
			    !scene_is_shared(scene, c->sockets[0]))
				continue;
			sharers++;
			is_newer = is_newer || c->since < other->since;
			is_older = is_older && c->since > other->since;
		}
		all[i].holder.sharers = sharers;
		if (sharers > 1 && c->since >= 0)
			all[i].age = is_older ? "older" :
				     is_newer ? "newer" : NULL;
	}
}

static void add_findings(const struct scene *scene, const struct found *found,
			 struct findings *findings)
{
	const struct holder *h = &found->holder;
	struct draft draft = bind_draft(scene, NULL);

	bind_evidence_probe(&draft.evidence, scene);
	bind_draft_holder(&draft, h, found->overlap);
	draft.confidence = h->confidence;
	terms_flag(&draft.terms, found->age);
	if (outcome_ok(&scene->shared))
		terms_flag(&draft.terms, "reuseport");
	if (h->sharers > 1) {
		terms_flag(&draft.terms, "shared");
		terms_set(&draft.terms, "count",
			  arena_printf(scene->arena, "%zu", h->sharers));
	}
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
		new->age = NULL;
		count++;
	}
	share(scene, found, count);
	for (size_t i = 0; i < count; i++)
		add_findings(scene, &found[i], &verdict->conclusion.findings);
	verdict->place = PLACE_SOCKET;
}
