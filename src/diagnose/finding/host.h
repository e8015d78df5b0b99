/* SPDX-License-Identifier: BSD-2-Clause */
/* What the facts say about the machine: system, rights, settings. */
#ifndef DIAGNOSE_FINDING_HOST_H
#define DIAGNOSE_FINDING_HOST_H

#include "diagnose/finding/template.h"
#include "facts/facts.h"

/*
 * @host is the FACT_HOST, or NULL if the facts have none: then nothing is
 * known of the machine, and the functions return false.
 */

/** host_is_windows() - Is it Windows?  Any other system counts as Linux */
bool host_is_windows(const struct fact *host);

/** host_is_privileged() - Did root, or an elevated administrator, run us? */
bool host_is_privileged(const struct fact *host);

/** host_terms() - Set the flag "windows" or "linux", and "root" */
void host_terms(struct terms *terms, const struct fact *host);

/** host_setting() - A FACT_SETTING's number, or @otherwise */
int64_t host_setting(const struct facts *facts, const char *name,
		     int64_t otherwise);

/** host_right() - A FACT_RIGHT: 1 held, 0 not held, -1 not known */
int host_right(const struct facts *facts, const char *name);

/** host_address() - The FACT_LOCAL_ADDRESS with an address, or NULL; zones
 * are ignored */
const struct fact *host_address(const struct facts *facts,
				const struct address *address);

#endif
