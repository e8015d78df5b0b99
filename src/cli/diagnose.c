/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include "base/log.h"
#include "cli/finish.h"
#include "diagnose/diagnose.h"
#include "facts/save.h"

static bool has_any(const struct facts *facts, const enum fact_kind *kinds,
		    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (facts_next(facts, kinds[i], NULL))
			return true;
	return false;
}

/* Are there facts that have a verdict? Without, they may be owners'. */
static bool has_verdicts(const struct facts *facts)
{
	static const enum fact_kind kinds[] = {
		FACT_TARGET, FACT_NAME, FACT_CAPTURE, FACT_TRAFFIC_SERVER,
		FACT_TRAFFIC_CLIENT, FACT_CONTROL_REQUEST,
	};

	return has_any(facts, kinds, sizeof(kinds) / sizeof(kinds[0]));
}

static enum exit_status run_diagnose(struct cli *cli)
{
	char error[FACTS_ERROR_TEXT];
	enum exit_status status = EXIT_UNKNOWN;
	struct facts *facts;
	bool owners;

	if (cli->count != 1) {
		log_error("diagnose takes one FILE of facts, or -; see "
			  "bindwhy diagnose --help");
		return EXIT_UNKNOWN;
	}
	facts = facts_new();
	if (!facts) {
		log_error("out of memory");
		return EXIT_UNKNOWN;
	}
	if (facts_load_file(facts, cli->args[0], error)) {
		log_error("%s: %s", cli->args[0], error);
		goto out;
	}
	owners = !has_verdicts(facts);
	if (owners && !facts_next(facts, FACT_SOCKET, NULL)) {
		log_error("%s: no target, no name, no traffic and no socket "
			  "among the facts",
			  cli->args[0]);
		goto out;
	}
	status = cli_finish(cli, facts, owners ? diagnose_owners(facts) :
						 diagnose(facts));
out:
	facts_free(facts);
	return status;
}

const struct command command_diagnose = {
	.name = "diagnose",
	.usage = "FILE",
	.summary = "The verdict for facts saved elsewhere",
	.help = "FILE is what --save wrote, or the output of --json, on any "
		"machine;\n- is standard input.\n",
	.exits = "that of the command that saved the facts; 3 the file holds "
		 "none,\nor wrong usage.\n",
	.options = OPTIONS_SAVE,
	.run = run_diagnose,
};
