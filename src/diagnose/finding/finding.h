/* SPDX-License-Identifier: BSD-2-Clause */
/* Making a finding: its words from data/findings, its evidence from facts. */
#ifndef DIAGNOSE_FINDING_FINDING_H
#define DIAGNOSE_FINDING_FINDING_H

#include "diagnose/bind/culprit.h"
#include "diagnose/finding/evidence.h"
#include "diagnose/bind/scene.h"
#include "diagnose/finding/template.h"

#define FINDINGS_MAX 32		/* for one target */

/** finding_terms() - The placeholders and flags that every finding has */
void finding_terms(struct terms *terms, const struct scene *scene);

/**
 * finding_terms_culprit() - Those that a culprit gives
 * @terms:	Added to
 * @holders:	The culprit and its program
 * @overlap:	How its socket meets the target
 */
void finding_terms_culprit(struct terms *terms, const struct holders *holders,
			   enum overlap overlap);

/**
 * finding_add() - Append a finding to a verdict
 * @verdict:	Appended to
 * @terms:	For the templates
 * @id:		A record of data_findings
 * @confidence:	How sure
 * @culprit:	Kept
 * @evidence:	Its lines and facts; kept
 *
 * Return: the finding, or NULL when there are too many
 */
struct finding *finding_add(struct verdict *verdict, struct terms *terms,
			    const char *id, enum confidence confidence,
			    const struct culprit *culprit,
			    const struct evidence_list *evidence);

/**
 * finding_keep() - Append a finding that was made elsewhere
 * @verdict:	Appended to, while there is room
 * @finding:	Copied; what it points to is kept
 */
void finding_keep(struct verdict *verdict, struct arena *arena,
		  const struct finding *finding);

#endif
