/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include "base/log.h"
#include "cli/finish.h"
#include "cli/sniff.h"
#include "cli/target.h"
#include "collect/collect.h"
#include "diagnose/bind/greet.h"
#include "diagnose/diagnose.h"
#include "diagnose/finding/program.h"
#include "port/clock.h"
#include "port/terminal/progress.h"

/* The names that the unit of a server may have; @server is NULL or --for's. */
static void find_units(const char *server, struct arena *arena,
		       struct strings *units)
{
	const struct data_record *program;

	if (!server)
		return;
	strings_add(units, arena, server);
	program = program_named(server);
	if (program)
		data_units(program, arena, units);
}

/* check and owners differ in the facts that they collect and in the rules. */
static enum exit_status run(struct cli *cli, const char *otherwise,
			    void (*collect)(struct facts *,
					    const struct collect_options *),
			    struct diagnosis *(*conclude)(const struct facts *))
{
	struct target targets[CLI_TARGETS_MAX];
	int count = cli_targets(cli, otherwise, targets);
	struct arena *arena = arena_new();
	struct facts *facts = facts_new();
	struct strings units = {0};
	enum exit_status status = EXIT_UNKNOWN;
	struct progress *progress;

	if (count < 0)
		goto out;
	if (!facts || arena_failed(arena)) {
		log_error("out of memory");
		goto out;
	}
	if (cli->sniff.duration_ms &&
	    sniff_before_check(cli, targets, (size_t)count, facts))
		goto out;
	find_units(cli->mail_server, arena, &units);
	progress = progress_start("looking", cli->timeout_ms);
	collect(facts, &(struct collect_options){
		.targets = targets,
		.target_count = (size_t)count,
		.server = cli->mail_server,
		.units = units.items,
		.unit_count = units.count,
		.may_greet = cli->greet && !cli->report.quiet ?
				     greet_allowed : NULL,
		.lookup = cli->lookup,
		.wsp_config = cli->wsp,
		.program = cli->program,
		.root = cli->root,
		.deadline = clock_now() + cli->timeout_ms,
	});
	progress_stop(progress);
	status = cli_finish(cli, facts, conclude(facts));
out:
	facts_free(facts);
	arena_free(arena);
	return status;
}

static enum exit_status run_check(struct cli *cli)
{
	if (cli->proxy) {
		cli->lookup.names = &cli->proxy;
		cli->lookup.count = 1;
	}
	return run(cli, "25", collect_check, diagnose);
}

static enum exit_status run_owners(struct cli *cli)
{
	return run(cli, NULL, collect_owners, diagnose_owners);
}

const struct command command_check = {
	.name = "check",
	.usage = "[TARGET...]",
	.summary = "Can the port be had, who holds it, what to do",
	.help = "TARGET is a port or a service (25, smtp), an address and a "
		"port (192.0.2.1:25,\n[::1]:25), or an address for its port "
		"25; /udp behind it asks for UDP. A bare\nport stands for "
		"the wildcard addresses of IPv4 and IPv6. No TARGET: 25.\n",
	.options = OPTIONS_CHECK | OPTIONS_LOOKUP | OPTIONS_TIMEOUT |
		   OPTIONS_SAVE,
	.run = run_check,
};

const struct command command_owners = {
	.name = "owners",
	.usage = "[TARGET...]",
	.summary = "Who holds it, without trying or touching it",
	.help = "TARGET as for check; no TARGET: every listener of this "
		"network namespace.\n",
	.exits = "with a TARGET 0 if nobody holds it, 2 if somebody does;\n"
		 "without, 0; 3 could not tell, or wrong usage.\n",
	.options = OPTIONS_TIMEOUT | OPTIONS_SAVE,
	.run = run_owners,
};
