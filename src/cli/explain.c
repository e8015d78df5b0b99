/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include "base/log.h"
#include "diagnose/finding/knowledge.h"

static enum exit_status print_entry(const struct cli *cli,
				    const struct data_record *record,
				    bool first)
{
	const struct report *report = &cli->report;

	if (!report->writer->knowledge(report, record, first))
		return EXIT_HAD;
	log_error("out of memory");
	return EXIT_UNKNOWN;
}

static enum exit_status run_explain(struct cli *cli)
{
	const struct data_record *record;
	const char *nearest;

	if (!cli->report.writer->knowledge) {
		log_error("explain: there is no --output %s for it",
			  cli->report.writer->name);
		return EXIT_UNKNOWN;
	}
	if (!cli->count)
		return print_entry(cli, NULL, true);
	for (int i = 0; i < cli->count; i++) {
		record = knowledge_find(cli->args[i]);
		if (!record) {
			nearest = knowledge_nearest(cli->args[i]);
			log_error("explain %s: not known%s%s%s; `bindwhy "
				  "explain` lists all",
				  cli->args[i],
				  nearest ? "; is it `" : "",
				  nearest ? nearest : "", nearest ? "`" : "");
			return EXIT_UNKNOWN;
		}
		if (cli->report.quiet > 1)
			continue;
		if (print_entry(cli, record, !i))
			return EXIT_UNKNOWN;
	}
	return EXIT_HAD;
}

const struct command command_explain = {
	.name = "explain",
	.usage = "[NAME...]",
	.summary = "What a code, an event, an article or a finding means",
	.help = "NAME is 10048, WSAEADDRINUSE, EADDRINUSE, 4007, Q222553, "
		"port-in-use, ...;\nno NAME: a list of all.\n",
	.exits = "0 all are known; 3 one is not, or wrong usage.\n",
	.run = run_explain,
};
