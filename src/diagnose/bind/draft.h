/* SPDX-License-Identifier: BSD-2-Clause */
/* Drafts of findings about a target. */
#ifndef DIAGNOSE_BIND_DRAFT_H
#define DIAGNOSE_BIND_DRAFT_H

#include "diagnose/bind/holder.h"
#include "diagnose/bind/scene.h"
#include "diagnose/finding/finding.h"

/** bind_draft() - A draft with the target's terms, and no evidence yet */
struct draft bind_draft(const struct scene *scene, const char *class);

/**
 * bind_draft_holder() - Make a socket's holder the culprit
 * @draft:	Gets the holder's terms and evidence
 * @holder:	Kept
 * @overlap:	How the socket's address overlaps the target's
 */
void bind_draft_holder(struct draft *draft, const struct holder *holder,
		       enum overlap overlap);

#endif
