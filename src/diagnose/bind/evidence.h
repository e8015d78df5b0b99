/* SPDX-License-Identifier: BSD-2-Clause */
/* Evidence about a target: the result of the probe, the holder of a socket. */
#ifndef DIAGNOSE_BIND_EVIDENCE_H
#define DIAGNOSE_BIND_EVIDENCE_H

#include "diagnose/bind/holder.h"
#include "diagnose/bind/scene.h"
#include "diagnose/finding/evidence.h"

/** bind_evidence_probe() - The deciding try, and the plain one if it differs */
void bind_evidence_probe(struct evidence_list *list,
			 const struct scene *scene);

/** bind_evidence_try() - One try, with its endpoint, options and code */
void bind_evidence_try(struct evidence_list *list,
		       const struct outcome *outcome);

/** bind_evidence_holder() - All that is known of a socket's holder */
void bind_evidence_holder(struct evidence_list *list,
			  const struct holder *holder);

#endif
