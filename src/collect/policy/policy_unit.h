/* SPDX-License-Identifier: BSD-2-Clause */
/* SocketBindAllow= and SocketBindDeny= of a server's unit. */
#ifndef COLLECT_POLICY_POLICY_UNIT_H
#define COLLECT_POLICY_POLICY_UNIT_H

#include <stddef.h>

#include "collect/unit/unit_files.h"
#include "facts/facts.h"

/**
 * policy_unit_collect() - FACT_POLICY of the assignments in force
 * @facts:	Appended to
 * @tree:	Where the unit files are
 * @servers:	"postfix" means postfix.service and, where there is such a
 *		template, postfix@-.service
 * @count:	How many
 *
 * "unit-setting", with the assignment as its "name", for each that is in
 * force after unit file and drop-ins are put together, running or not.  Where
 * something could not be read, one that is DENIED or FAILED.
 */
void policy_unit_collect(struct facts *facts, const struct unit_tree *tree,
			 const char *const *servers, size_t count);

#endif
