/* SPDX-License-Identifier: BSD-2-Clause */
/* Policies of the system: FACT_POLICY as part of a finding. */
#ifndef DIAGNOSE_BIND_POLICY_H
#define DIAGNOSE_BIND_POLICY_H

#include "diagnose/finding/finding.h"

/** policy_describe() - Add a policy's terms and evidence to a draft */
void policy_describe(struct draft *draft, const struct fact *policy);

#endif
