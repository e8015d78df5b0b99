/* SPDX-License-Identifier: BSD-2-Clause */
/* What became of the names that were looked up. */
#ifndef DIAGNOSE_NAMES_NAMES_H
#define DIAGNOSE_NAMES_NAMES_H

#include "diagnose/bind/scene.h"
#include "verdict/verdict.h"

/**
 * names_judge() - A verdict on each FACT_NAME
 * @diagnosis:	Its names are set, and its unseen added to
 * @facts:	Borrowed
 */
void names_judge(struct diagnosis *diagnosis, const struct facts *facts);

/**
 * names_warn() - What is wrong with the proxy's name, as warnings
 * @diagnosis:	After names_judge()
 * @verdict:	Appended to
 */
void names_warn(const struct diagnosis *diagnosis, struct verdict *verdict);

#endif
