/* SPDX-License-Identifier: BSD-2-Clause */
/* The placeholders and flags of findings about a target. */
#ifndef DIAGNOSE_BIND_TERMS_H
#define DIAGNOSE_BIND_TERMS_H

#include "diagnose/bind/holder.h"
#include "diagnose/bind/scene.h"
#include "diagnose/finding/template.h"

/** bind_terms() - Those of the target, which every finding has */
void bind_terms(struct terms *terms, const struct scene *scene);

/**
 * bind_terms_holder() - Those of a socket's holder
 * @terms:	Added to
 * @holder:	The culprit and its program
 * @overlap:	How the socket's address overlaps the target's
 */
void bind_terms_holder(struct terms *terms, const struct holder *holder,
		       enum overlap overlap);

#endif
