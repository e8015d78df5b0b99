/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server gets what the system's resolver says.  So that source decides
 * whether a name resolves, and the other sources explain it.  If one source
 * knows a name and another does not deny it, that is not a contradiction: most
 * names are in DNS alone.
 */
#include "diagnose/names/name_scene.h"

#include <errno.h>
#include <string.h>

bool name_resolves(const struct name_scene *scene)
{
	return scene->sources.system && scene->sources.system->seen;
}

bool name_finds_nothing(const struct name_scene *scene)
{
	const struct name_source *system = scene->sources.system;

	return system && !system->seen &&
	       (system->absent ||
		(system->failed && system->failed->code.space &&
		 strcmp(system->failed->code.space, "errno")));
}

static void find_winner(struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		s->seen += x->seen;
		if (!x->seen || s->winner)
			continue;
		if (!name_resolves(s) ||
		    name_source_shares(x, s->sources.system))
			s->winner = x;
	}
}

static bool denies(const struct name_source *x)
{
	return x->absent && !x->seen && !x->failed;
}

/* Which source contradicts the winner: by other addresses, or a DNS server by
 * none. */
static void find_other(struct name_scene *s)
{
	const struct name_source *w = s->winner;

	if (!w && name_resolves(s))
		w = s->sources.system;
	for (size_t i = 0; w && !s->other && i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (x != w && x->seen && name_source_differs(w, x))
			s->other = x;
	}
	for (size_t i = 0; w && !s->other && i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (x != w && denies(x) && name_source_is(x, "dns") &&
		    name_source_is(w, "dns") && !name_is_localhost(s->name))
			s->other = x;
	}
}

/* Does DNS deny a name that another source alone knows? */
static bool is_denied_by_dns(const struct name_scene *s)
{
	bool denied = false;

	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (!name_source_is(x, "dns"))
			continue;
		if (x->seen)
			return false;
		denied = denied || denies(x);
	}
	return denied && !name_is_localhost(s->name);
}

static enum agreement agreement_of(const struct name_scene *s)
{
	if (!s->seen && !name_resolves(s))
		return name_finds_nothing(s) ? NAME_NOWHERE : NAME_UNDETERMINED;
	if (s->other)
		return NAME_DIFFER;
	if (s->seen == 1 && !s->sources.literal &&
	    (is_denied_by_dns(s) || name_finds_nothing(s)))
		return NAME_ONLY_IN_ONE;
	return NAME_AGREE;
}

int name_scene_build(struct name_scene *scene, struct arena *arena,
		     const struct facts *facts, const struct fact *fact)
{
	struct name_scene *s = scene;

	*s = (struct name_scene){
		.arena = arena,
		.facts = facts,
		.fact = fact,
		.name = fact_string(fact, "name"),
		.proxy = fact_string_is(fact, "role", "proxy"),
	};
	name_sources_gather(&s->sources, arena, facts, s->name, &s->answers,
			    &s->answer_count);
	if (!s->sources.items || !s->answers)
		return -ENOMEM;
	find_winner(s);
	find_other(s);
	s->agreement = agreement_of(s);
	return 0;
}
