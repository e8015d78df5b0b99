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
	return blocks && scene->state == STATE_FREE ?
		       ": no obstacle for a server that sets SO_REUSEADDR; "
		       "one that does not would fail" :
		       ": no obstacle for a server that sets SO_REUSEADDR";
}

static const char *note_time_wait(const struct scene *scene,
				  const struct fact *fact)
{
	int64_t count = fact_integer(fact, "count", 0);

	if (!fact_has_port(fact, scene->port, scene->protocol) || count <= 0 ||
	    !overlap_of(fact, &scene->address))
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

/*
 * With SO_REUSEPORT the bind works beside a holder that sets it too, and the
 * holder gets a part of the mail: worse than a bind that fails.
 */
static const char *note_reuseport(const struct scene *scene,
				  const struct fact *target)
{
	const char *server = fact_string(target, "for");
	const struct data_record *program =
		server ? program_named(server) : NULL;

	if (scene->state != STATE_IN_USE || !program ||
	    !data_has_word(data_get(program, "options"), "reuseport"))
		return NULL;
	return arena_printf(scene->arena,
			    "%s sets SO_REUSEPORT: where the holder does too, "
			    "and is of the same user, the bind works and the "
			    "kernel parts the connections among the two",
			    data_get(program, "title"));
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
