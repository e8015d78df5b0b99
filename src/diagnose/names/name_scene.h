/* SPDX-License-Identifier: BSD-2-Clause */
/* One name, with the facts about it, sorted for the rules. */
#ifndef DIAGNOSE_NAMES_NAME_SCENE_H
#define DIAGNOSE_NAMES_NAME_SCENE_H

#include "diagnose/names/name_source.h"
#include "verdict/verdict.h"

/**
 * struct name_scene - One name and its answers
 * @fact:	Its FACT_NAME
 * @proxy:	It is the name of the proxy
 * @winner:	The source whose addresses are used, or NULL
 * @other:	The first source that contradicts it, or NULL
 * @seen:	How many sources know the name, the system's resolver apart
 */
struct name_scene {
	struct arena *arena;
	const struct facts *facts;
	const struct fact *fact;
	const char *name;
	bool proxy;
	struct name_sources sources;
	struct name_answer *answers;
	size_t answer_count;
	const struct name_source *winner;
	const struct name_source *other;
	size_t seen;
	enum agreement agreement;
};

/**
 * name_scene_build() - Collect the facts about a name
 * @scene:	Written
 * @arena:	For what it points to
 * @fact:	A FACT_NAME with a name
 *
 * Return: 0, or -ENOMEM
 */
int name_scene_build(struct name_scene *scene, struct arena *arena,
		     const struct facts *facts, const struct fact *fact);

/** name_resolves() - Does the system's resolver find the name? */
bool name_resolves(const struct name_scene *scene);

/** name_finds_nothing() - Does the system's resolver deny the name? */
bool name_finds_nothing(const struct name_scene *scene);

#endif
