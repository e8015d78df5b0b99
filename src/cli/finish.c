/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/finish.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "cli/effect.h"
#include "diagnose/diagnose.h"
#include "facts/save.h"

enum exit_status cli_finish(struct cli *cli, const struct facts *facts,
			    struct diagnosis *diagnosis)
{
	enum exit_status status = EXIT_UNKNOWN;
	int rc;

	if (facts_error(facts) == -EINVAL) {
		log_error("a bug in bindwhy: the fact %s is not one that "
			  "bindwhy-facts(5) describes", facts_misfit(facts));
		goto out;
	}
	if (!diagnosis || facts_error(facts) || memory_failed()) {
		log_error("out of memory");
		goto out;
	}
	/* First, so that the report knows of it, too. */
	if (cli->save && (rc = facts_save(facts, cli->save,
					  (int)cli->timeout_ms))) {
		log_error("save facts to %s: %s", cli->save, strerror(-rc));
		diagnosis->exit = EXIT_UNKNOWN;
	}
	if (effect_missing(cli, facts))
		diagnosis->exit = exit_worse(diagnosis->exit, EXIT_UNKNOWN);
	status = diagnosis->exit;
	if (cli->report.writer->diagnosis(&cli->report, facts, diagnosis) ||
	    memory_failed()) {
		log_error("out of memory");
		status = EXIT_UNKNOWN;
	}
out:
	diagnosis_free(diagnosis);
	return status;
}
