/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdicts on the names that were looked up. */
#ifndef DIAGNOSE_NAMES_NAMES_H
#define DIAGNOSE_NAMES_NAMES_H

#include "verdict/verdict.h"

/**
 * names_judge() - A verdict on each FACT_NAME
 * @diagnosis:	Its names are set, and its unseen is appended to
 * @facts:	Borrowed
 */
void names_judge(struct diagnosis *diagnosis, const struct facts *facts);

/**
 * names_warn() - The findings about the proxy's name, as warnings
 * @diagnosis:	After names_judge()
 * @findings:	Of a target; appended to
 */
void names_warn(const struct diagnosis *diagnosis, struct findings *findings);

#endif
