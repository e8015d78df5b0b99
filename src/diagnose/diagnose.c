/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/diagnose.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/finding/evidence.h"
#include "diagnose/bind/culprit.h"
#include "diagnose/database/database.h"
#include "diagnose/names/names.h"
#include "diagnose/bind/rules.h"
#include "diagnose/bind/scene.h"
#include "diagnose/traffic/traffic.h"
#include "diagnose/wsp/wsp.h"

static struct diagnosis *diagnosis_new(void)
{
	struct diagnosis *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->arena = arena_new();
	if (!d->arena) {
		free(d);
		return NULL;
	}
	return d;
}

void diagnosis_free(struct diagnosis *diagnosis)
{
	if (!diagnosis)
		return;
	arena_free(diagnosis->arena);
	free(diagnosis);
}

static size_t count_of(const struct facts *facts, enum fact_kind kind)
{
	size_t count = 0;

	facts_each(facts, kind, f)
		count++;
	return count;
}

static enum exit_status exit_of(const struct verdict *v)
{
	switch (v->state) {
	case STATE_FREE:
		return v->finding_count ? EXIT_WARNING : EXIT_HAD;
	case STATE_SHADOWED:
		return EXIT_WARNING;
	case STATE_UNDETERMINED:
		return EXIT_UNKNOWN;
	case STATE_IN_USE:
	case STATE_FORBIDDEN:
	case STATE_UNADDRESSABLE:
		break;
	}
	return EXIT_CANNOT;
}

/*
 * A bare port stands for both wildcards.  On a machine without IPv6 a server
 * does with IPv4 alone, so its lack is told and does not count.
 */
static bool does_count(const struct verdict *v)
{
	return !(fact_true(v->target, "implied") &&
		 v->state == STATE_UNADDRESSABLE && v->finding_count &&
		 !strcmp(v->findings[0].id, "ipv6-off"));
}

static void judge(const struct diagnosis *d, struct verdict *v,
		  struct scene *scene)
{
	*v = (struct verdict){
		.target = scene->target,
		.address = scene->address,
		.port = scene->port,
		.protocol = scene->protocol,
		.endpoint = scene->endpoint,
		.state = scene->state,
	};
	if (scene->server.libc) {
		v->code = &scene->server.libc->code;
		v->winsock = evidence_winsock(scene->arena, v->code);
	}
	rules_apply(scene, v);
	database_warn(scene, v);
	names_warn(d, v);
	traffic_warn(d, scene->facts, v);
	v->counts = does_count(v);
}

static void add_unseen(struct diagnosis *d, const char *line)
{
	if (line && !strings_has(&d->unseen, line))
		strings_add(&d->unseen, d->arena, line);
}

/* Processes that may not be opened. */
static void find_unopened(struct diagnosis *d, const struct facts *facts)
{
	facts_each(facts, FACT_PROCESS, f) {
		const char *right = fact_string(f, "right");
		const char *name = fact_string(f, "name");

		if (f->status == FACT_DENIED)
			add_unseen(d, arena_printf(
					      d->arena,
					      "what process %" PRId64 "%s%s%s "
					      "is: that takes %s",
					      fact_integer(f, "pid", 0),
					      name ? " (" : "",
					      name ? name : "",
					      name ? ")" : "",
					      right ? right : "more rights"));
	}
}

/*
 * What could not be seen: each line names it, and what would show it.
 * @sure: what the system does not list does not matter.
 */
static void find_unseen(struct diagnosis *d, const struct facts *facts,
			bool sure)
{
	const struct fact *host = facts_next(facts, FACT_HOST, NULL);
	bool root = host_is_privileged(host);

	facts_each(facts, FACT_HOLDER_SEARCH, f) {
		const char *right = fact_string(f, "right");

		if (f->status == FACT_FAILED)
			add_unseen(d, arena_printf(
				d->arena, "%s: %s%s", f->subject,
				evidence_code(d->arena, &f->code),
				fact_is(f, "ETIMEDOUT") ?
					"; a longer --timeout may show them" :
					""));
		if (f->status != FACT_DENIED)
			continue;
		if (right && !strcmp(right, "hidepid"))
			add_unseen(d, "the processes of other users: /proc "
				      "is mounted with hidepid (run as root)");
		else
			add_unseen(d, right ?
			arena_printf(d->arena,
				     "which processes of other users hold a "
				     "socket: that takes %s%s",
				     right, root ? "" : " (run as root)") :
			"what some processes hold: even root may not look "
			"into them here");
	}
	facts_each(facts, FACT_SOCKET_SEARCH, f) {
		const char *what = fact_string(f, "what");

		if (f->status == FACT_SEEN || f->status == FACT_ABSENT ||
		    (sure && f->status == FACT_UNSUPPORTED))
			continue;
		add_unseen(d, arena_printf(d->arena, "%s: %s%s%s",
					   what ? what : f->subject,
					   f->status == FACT_UNSUPPORTED ?
						   "this kernel does not "
						   "list them" :
						   "not listed",
					   f->code.space ? ": " : "",
					   f->code.space ?
						   evidence_code(d->arena,
								 &f->code) :
						   ""));
	}
	facts_each(facts, FACT_TRY, f) {
		const char *detail = fact_string(f, "detail");
		const char *listened = fact_string(f, "listened");

		if (listened && !strcmp(listened, "another-port"))
			add_unseen(d, arena_printf(
					      d->arena,
					      "listen on the port itself: %s",
					      detail ? detail :
						       "it was tried on "
						       "another port"));
		if (f->status == FACT_UNSUPPORTED)
			add_unseen(d, arena_printf(
					      d->arena,
					      "whether an interposer answers "
					      "in place of the kernel: %s",
					      detail ? detail :
						       "no system calls of "
						       "our own on this "
						       "machine"));
	}
	find_unopened(d, facts);
}

/*
 * Sockets that the system does not list matter only where something bars the
 * way and is not seen; who could bind exclusively has nothing beside it.
 */
static bool is_explained(const struct scene *scene)
{
	return scene->exclusive &&
	       (scene->state == STATE_FREE ||
		scene->state == STATE_UNADDRESSABLE ||
		(scene->state == STATE_IN_USE && scene->blocker_count));
}

static struct diagnosis *finish(struct diagnosis *d)
{
	if (!arena_failed(d->arena))
		return d;
	diagnosis_free(d);
	return NULL;
}

struct diagnosis *diagnose(const struct facts *facts)
{
	struct diagnosis *d = diagnosis_new();
	struct lookup lookup;
	bool any = false, sure = true;

	if (!d)
		return NULL;
	lookup_build(&lookup, d->arena, facts);
	names_judge(d, facts);
	traffic_judge(d, facts);
	d->verdicts = arena_alloc(d->arena, (count_of(facts, FACT_TARGET) + 1) *
						    sizeof(*d->verdicts));
	facts_each(facts, FACT_TARGET, target) {
		struct scene scene;
		struct verdict *v;

		if (arena_failed(d->arena) ||
		    scene_build(&scene, &lookup, d->arena, target))
			continue;
		v = &d->verdicts[d->verdict_count++];
		judge(d, v, &scene);
		any = any || v->counts;
		sure = sure && is_explained(&scene);
	}
	d->exit = d->verdict_count || d->name_count ? EXIT_HAD : EXIT_UNKNOWN;
	if (!d->verdict_count && d->traffic)
		d->exit = traffic_exit(d, facts);
	for (size_t i = 0; !d->verdict_count && i < d->name_count; i++)
		d->exit = exit_worse(d->exit, d->names[i].exit);
	for (size_t i = 0; i < d->verdict_count; i++)
		if (d->verdicts[i].counts || !any)
			d->exit = exit_worse(d->exit,
					     exit_of(&d->verdicts[i]));
	find_unseen(d, facts, sure && d->verdict_count);
	/* What was to be judged and could not be read or watched. */
	if (wsp_unseen(d->arena, facts, &d->unseen) && d->verdict_count)
		d->exit = exit_worse(d->exit, EXIT_UNKNOWN);
	facts_each(facts, FACT_CAPTURE, f)
		if (f->status != FACT_SEEN && d->verdict_count)
			d->exit = exit_worse(d->exit, EXIT_UNKNOWN);
	return finish(d);
}

static bool is_wanted(const struct facts *facts, const struct fact *socket)
{
	bool any = false;

	facts_each(facts, FACT_TARGET, target) {
		enum protocol theirs, ours;
		uint16_t their_port, our_port;
		struct address address;

		any = true;
		if (!fact_endpoint(target, &address, &our_port, &ours) &&
		    !fact_endpoint(socket, NULL, &their_port, &theirs) &&
		    our_port == their_port && ours == theirs &&
		    overlap_of(socket, &address))
			return true;
	}
	return !any;
}

struct diagnosis *diagnose_owners(const struct facts *facts)
{
	struct diagnosis *d = diagnosis_new();
	struct lookup lookup;

	if (!d)
		return NULL;
	lookup_build(&lookup, d->arena, facts);
	d->owners = arena_alloc(d->arena, (count_of(facts, FACT_SOCKET) + 1) *
						  sizeof(*d->owners));
	facts_each(facts, FACT_SOCKET, socket) {
		struct evidence_list evidence = {.arena = d->arena};
		struct holders *h = arena_alloc(d->arena, sizeof(*h));
		struct owner *owner;

		if (!h || !d->owners || socket->status != FACT_SEEN ||
		    fact_endpoint(socket, NULL, NULL, NULL) ||
		    !is_wanted(facts, socket))
			continue;
		owner = &d->owners[d->owner_count++];
		culprit_of(d->arena, &lookup, socket, NULL, h);
		evidence_culprit(&evidence, &h->culprit, h->program);
		owner->socket = socket;
		owner->endpoint = socket_endpoint(d->arena, socket);
		owner->culprit = &h->culprit;
		owner->evidence = evidence.items;
		owner->evidence_count = evidence.count;
	}
	find_unseen(d, facts, false);
	if (!facts_next(facts, FACT_TARGET, NULL))
		d->exit = EXIT_HAD;
	else if (d->owner_count)
		d->exit = EXIT_CANNOT;
	facts_each(facts, FACT_SOCKET_SEARCH, f)
		if (!d->owner_count &&
		    (f->status == FACT_DENIED || f->status == FACT_FAILED))
			d->exit = EXIT_UNKNOWN;
	return finish(d);
}
