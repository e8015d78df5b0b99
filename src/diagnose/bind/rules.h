/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules for one target.
 *
 * The result of the probe gives the target's state (scene.c); the rules give
 * the reason.  For each state other than free there is a table; its first row
 * that fits makes the finding.  Sockets that conflict with the target come
 * first: see in_use.c.  Warnings and notes are for what does not stop the
 * bind; there each row that fits counts.
 *
 * A new rule is a row and its function here, a record in data/findings and
 * one or more cases in tests/replay.
 */
#ifndef DIAGNOSE_BIND_RULES_H
#define DIAGNOSE_BIND_RULES_H

#include "diagnose/bind/scene.h"
#include "diagnose/finding/finding.h"

/**
 * struct rule - A row: one cause of a state
 * @id:		A record of data/findings; NULL ends a table
 * @class:	The culprit's class
 * @place:	Where the culprit is
 * @fits:	Is it the cause?  Then the draft is filled; it starts with the
 *		target's terms and the probe's evidence
 */
struct rule {
	const char *id;
	const char *class;
	enum place place;
	bool (*fits)(const struct scene *scene, struct draft *draft);
};

extern const struct rule forbidden_rules[];
extern const struct rule unaddressable_rules[];
extern const struct rule undetermined_rules[];

/** rules_in_use() - The findings for the holders of conflicting sockets */
void rules_in_use(const struct scene *scene, struct bind_verdict *verdict);

/** rules_warn() - Warnings, for a target that is free */
void rules_warn(const struct scene *scene, struct findings *findings);

/** rules_note() - Notes, for any state */
void rules_note(const struct scene *scene, struct strings *notes);

#endif
