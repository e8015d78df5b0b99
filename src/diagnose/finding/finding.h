/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making a finding.
 *
 * Each part of diagnose has a table of rules.  A row names a finding of
 * data/findings and has a function that looks whether the facts show it:
 *
 *	static bool is_interface_down(const struct scene *scene,
 *				      struct draft *draft)
 *
 * The function fills the draft - terms for the templates, evidence,
 * confidence - and returns whether the rule fits.  It contains no sentence of
 * the report: those are the finding's templates.
 */
#ifndef DIAGNOSE_FINDING_FINDING_H
#define DIAGNOSE_FINDING_FINDING_H

#include "diagnose/finding/evidence.h"
#include "diagnose/finding/template.h"

#define FINDINGS_MAX 32		/* of one verdict */

/**
 * struct draft - A finding in the making
 * @terms:	Placeholders and flags for the finding's templates
 * @evidence:	What the finding is based on
 * @confidence:	CONFIDENCE_CERTAIN at the start
 * @class:	The culprit's class, from the rule's row
 * @name:	The culprit's name, or NULL
 * @culprit:	Set if a holder was found; @class and @name are not used then
 */
struct draft {
	struct terms terms;
	struct evidence_list evidence;
	enum confidence confidence;
	const char *class;
	const char *name;
	const struct culprit *culprit;
};

/**
 * draft_start() - An empty draft
 * @arena:	For all that it will point to
 * @class:	The culprit's class; kept
 */
struct draft draft_start(struct arena *arena, const char *class);

/**
 * finding_add() - Append a draft as a finding
 * @findings:	Appended to, up to FINDINGS_MAX
 * @id:		A record of data_findings; kept
 * @draft:	The class of its culprit becomes a flag of its terms
 *
 * Return: whether there was room
 */
bool finding_add(struct findings *findings, const char *id,
		 struct draft *draft);

/**
 * finding_keep() - Append a copy of another list's finding
 * @findings:	Appended to, up to FINDINGS_MAX
 * @finding:	Copied; what it points to is kept
 */
void finding_keep(struct findings *findings, struct arena *arena,
		  const struct finding *finding);

/** finding_listed() - Does a list have a finding with this id? */
bool finding_listed(const struct findings *findings, const char *id);

#endif
