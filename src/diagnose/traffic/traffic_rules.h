/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules for one server that was seen on the wire.
 *
 * A rule collects signs.  Two signs that do not depend on each other make its
 * finding likely; one sign alone is a note.  The opening comment of each file
 * says which signs count, and why.
 *
 * A new rule is a row and its function in one of the tables below, a record
 * in data/findings and one or more cases in tests/replay or tests/golden.
 */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_RULES_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_RULES_H

#include "diagnose/traffic/traffic_scene.h"

/**
 * struct traffic_rule - A row: one finding about a server
 * @id:		A record of data/findings; NULL for a row that only notes
 * @class:	The culprit's class
 * @fits:	Adds the signs to the draft, which starts with the server's
 *		terms.  Return: true if the number of signs decides; false if
 *		there is no finding; the row has added its notes itself
 */
struct traffic_rule {
	const char *id;
	const char *class;
	bool (*fits)(struct traffic_scene *scene, struct traffic_draft *draft);
};

/* Each ends with a row without @fits. */
extern const struct traffic_rule traffic_service_rules[];
extern const struct traffic_rule traffic_dialogue_rules[];
extern const struct traffic_rule traffic_starttls_rules[];
extern const struct traffic_rule traffic_path_rules[];

/** traffic_rules_apply() - Findings and notes about a server */
void traffic_rules_apply(struct traffic_scene *scene);

#endif
