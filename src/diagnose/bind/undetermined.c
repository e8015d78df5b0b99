/* SPDX-License-Identifier: BSD-2-Clause */
/* Why the probe does not show whether the target is free. */
#include "diagnose/bind/rules.h"

static bool is_fake(const struct scene *scene, struct draft *draft)
{
	(void)draft;
	return scene->server.fake || scene->dual.fake;
}

static bool is_differing(const struct scene *scene, struct draft *draft)
{
	draft->confidence = CONFIDENCE_LIKELY;
	return scene->server.differs || scene->dual.differs;
}

/* The bind works although there is a listener: it started or ended between. */
static bool is_unstable(const struct scene *scene, struct draft *draft)
{
	draft->confidence = CONFIDENCE_POSSIBLE;
	return outcome_ok(&scene->server) &&
	       !fact_string_is(scene->server.libc, "listened", "nowhere");
}

static bool is_failed(const struct scene *scene, struct draft *draft)
{
	if (outcome_ok(&scene->server)) {
		terms_set(&draft->terms, "code", NULL);
		terms_flag(&draft->terms, "not-listened");
	}
	draft->confidence = CONFIDENCE_POSSIBLE;
	return scene->server.libc;
}

const struct rule undetermined_rules[] = {
	{"not-in-kernel", "interposer", PLACE_LIBRARY, is_fake},
	{"probe-differs", "interposer", PLACE_LIBRARY, is_differing},
	{"probe-unstable", "program", PLACE_SOCKET, is_unstable},
	{"probe-failed", "program", PLACE_SOCKET, is_failed},
	{NULL, NULL, PLACE_NONE, NULL},
};
