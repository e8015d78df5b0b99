/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules: which findings explain a target's state. */
#ifndef DIAGNOSE_BIND_RULES_H
#define DIAGNOSE_BIND_RULES_H

#include "diagnose/finding/evidence.h"
#include "diagnose/bind/scene.h"
#include "diagnose/finding/template.h"

/**
 * rules_apply() - Explain a target
 * @scene:	The target and its facts
 * @verdict:	Its state is set; findings, place and notes are added
 */
void rules_apply(struct scene *scene, struct verdict *verdict);

/* What the files of rules share. */

/** rules_in_use() - Who holds the sockets in the way; there is at least one */
void rules_in_use(struct scene *scene, struct verdict *verdict);

/** rules_warn() - Warnings and notes */
void rules_warn(struct scene *scene, struct verdict *verdict);

/** rules_evidence() - A list that starts with what the probe met */
struct evidence_list *rules_evidence(struct scene *scene);

/** rules_policy() - The terms and the evidence line of a FACT_POLICY */
void rules_policy(struct terms *terms, struct evidence_list *evidence,
		  const struct fact *policy);

#endif
