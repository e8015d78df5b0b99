/* SPDX-License-Identifier: BSD-2-Clause */
/* Notes: worth knowing about a target, and not a finding. */
#include "diagnose/bind/rules.h"

#include <inttypes.h>

#include "diagnose/finding/program.h"
#include "facts/try.h"

/* What closed connections mean for a server that starts now. */
static const char *time_wait_means(const struct scene *scene)
{
	bool blocks = scene->plain.libc && !outcome_ok(&scene->plain);

	if (scene->exclusive)
		return outcome_ok(&scene->server) ? ": no obstacle" : "";
	/* They can be an obstacle; then the finding tells. */
	if (!outcome_ok(&scene->server))
		return "";
	return blocks && scene->state == STATE_FREE ?
		       ": no obstacle for a server that sets SO_REUSEADDR; "
		       "one that does not would fail" :
		       ": no obstacle for a server that sets SO_REUSEADDR";
}

static const char *note_time_wait(const struct scene *scene,
				  const struct fact *fact)
{
	int64_t count = fact_integer(fact, "count", 0);

	if (count <= 0 || !scene_is_time_wait(scene, fact) ||
	    scene_left(scene) > 0)
		return NULL;
	return arena_printf(scene->arena,
			    "%" PRId64 " closed connection%s of %s still in "
			    "TIME_WAIT%s", count, count == 1 ? "" : "s",
			    evidence_endpoint(scene->arena, fact),
			    time_wait_means(scene));
}

static const char *note_nonlocal(const struct scene *scene,
				 const struct fact *target)
{
	(void)target;
	if (scene->state != STATE_FREE || scene_local_address(scene) ||
	    address_is_wildcard(&scene->address) ||
	    address_is_loopback(&scene->address) ||
	    !facts_next(scene->facts, FACT_INTERFACE, NULL))
		return NULL;
	return "no interface has this address; the bind works all the same, "
	       "and nothing reaches it unless a route brings it here";
}

/* The user that all holders' sockets belong to, or -1. */
static int64_t uid_of_holders(const struct scene *scene)
{
	int64_t uid = -1;

	for (size_t i = 0; i < scene->blocker_count; i++) {
		int64_t its = fact_integer(scene->blockers[i].socket, "uid",
					   -1);

		if (its < 0 || (i && its != uid))
			return -1;
		uid = its;
	}
	return uid;
}

static bool is_group(const struct scene *scene)
{
	for (size_t i = 0; i < scene->blocker_count; i++)
		if (scene_is_shared(scene, scene->blockers[i].socket))
			return true;
	return false;
}

/*
 * Would the server join the holders?  With SO_REUSEPORT its bind works beside
 * holders of the same user that set the option too, and they get a part of
 * the mail: worse than a bind that fails.
 */
static const char *note_reuseport(const struct scene *scene,
				  const struct fact *target)
{
	const char *server = fact_string(target, "for"), *title;
	const struct data_record *program =
		server ? program_named(server) : NULL;
	int64_t ours = scene->host ? fact_integer(scene->host, "uid", -1) : -1;
	int64_t theirs = uid_of_holders(scene);
	bool sets = program && data_has_word(data_get(program, "options"),
					     "reuseport");

	if (scene->state != STATE_IN_USE || !scene->blocker_count ||
	    scene->protocol != PROTOCOL_TCP)
		return NULL;
	title = program ? data_get(program, "title") : NULL;
	if (sets && outcome_ok(&scene->shared))
		return arena_printf(scene->arena,
				    "%s sets SO_REUSEPORT, and so does the "
				    "holder, of the same user: as this user, "
				    "its bind works, and the kernel shares "
				    "the connections among them", title);
	if (sets && (outcome_is(&scene->shared, "EADDRINUSE") &&
		     ours >= 0 && ours == theirs))
		return arena_printf(scene->arena,
				    "%s sets SO_REUSEPORT, and the holder "
				    "does not: its bind fails too", title);
	if (sets)
		return arena_printf(scene->arena,
				    "%s sets SO_REUSEPORT: its bind works "
				    "only if the holder sets it too and is of "
				    "the same user; then the kernel shares "
				    "the connections among them", title);
	if (is_group(scene) || outcome_ok(&scene->shared))
		return "the holders set SO_REUSEPORT: a server that sets it "
		       "too joins them if it has the same effective user; "
		       "any other is refused";
	return NULL;
}

/* @each: the kind of facts that a row is asked about; FACT_TARGET is the
 * scene's one target */
static const struct {
	enum fact_kind each;
	const char *(*note)(const struct scene *scene,
			    const struct fact *fact);
} rows[] = {
	{FACT_TIME_WAIT, note_time_wait},
	{FACT_TARGET, note_nonlocal},
	{FACT_TARGET, note_reuseport},
};

void rules_note(const struct scene *scene, struct strings *notes)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].each == FACT_TARGET)
			strings_add(notes, scene->arena,
				    rows[i].note(scene, scene->target));
		else
			facts_each(scene->facts, rows[i].each, f)
				strings_add(notes, scene->arena,
					    rows[i].note(scene, f));
}
