/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/draft.h"

#include "diagnose/bind/evidence.h"
#include "diagnose/bind/terms.h"

struct draft bind_draft(const struct scene *scene, const char *class)
{
	struct draft draft = draft_start(scene->arena, class);

	bind_terms(&draft.terms, scene);
	return draft;
}

void bind_draft_holder(struct draft *draft, const struct holder *holder,
		       enum overlap overlap)
{
	bind_evidence_holder(&draft->evidence, holder);
	bind_terms_holder(&draft->terms, holder, overlap);
	draft->culprit = &holder->culprit;
}
