/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules for one name. */
#ifndef DIAGNOSE_NAMES_NAME_RULES_H
#define DIAGNOSE_NAMES_NAME_RULES_H

#include "diagnose/names/name_source.h"
#include "verdict/verdict.h"

/** struct name_scene - One name and all that bears on it */
struct name_scene {
	struct arena *arena;
	const struct facts *facts;
	const struct fact *fact;
	const char *name;
	bool proxy;
	struct name_sources sources;
	struct name_answer *answers;
	size_t answer_count;
	const struct name_source *winner;	/* whose addresses are used */
	const struct name_source *other;	/* who says something else */
	size_t seen;				/* sources that know it */
	enum agreement agreement;
};

/** name_resolves() - Does the system's resolver find it? */
bool name_resolves(const struct name_scene *scene);

/** name_finds_nothing() - Did that resolver itself say that it does not? */
bool name_finds_nothing(const struct name_scene *scene);

/**
 * name_rules_apply() - Findings and notes
 * @scene:	The name and its sources
 * @to:		Its findings are appended to
 * @notes:	Appended to
 */
void name_rules_apply(struct name_scene *scene, struct verdict *to,
		      struct strings *notes);

#endif
