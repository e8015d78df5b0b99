/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include "base/log.h"
#include "cli/finish.h"
#include "cli/names.h"
#include "diagnose/diagnose.h"
#include "port/clock.h"
#include "port/terminal/progress.h"

#define HOSTS_MAX 64

/* Can all arguments be looked up? If not, a message names the first. */
static bool check_hosts(const struct cli *cli)
{
	const char *error;

	if (!cli->count) {
		log_error("resolve takes a HOST; see bindwhy resolve --help");
		return false;
	}
	if (cli->count > HOSTS_MAX) {
		log_error("resolve: more than %d hosts", HOSTS_MAX);
		return false;
	}
	for (int i = 0; i < cli->count; i++) {
		if (!cli_host(cli->args[i], &error))
			continue;
		log_error("host `%s`: %s", cli->args[i], error);
		return false;
	}
	return true;
}

static enum exit_status run_resolve(struct cli *cli)
{
	const char *hosts[HOSTS_MAX];
	struct progress *progress;
	struct facts *facts;
	enum exit_status status;

	if (!check_hosts(cli))
		return EXIT_UNKNOWN;
	facts = facts_new();
	if (!facts) {
		log_error("out of memory");
		return EXIT_UNKNOWN;
	}
	for (int i = 0; i < cli->count; i++)
		hosts[i] = cli->args[i];
	cli->lookup.names = hosts;
	cli->lookup.count = (size_t)cli->count;
	progress = progress_start("asking every source of names",
				  cli->timeout_ms);
	collect_resolve(facts, &(struct collect_options){
		.lookup = cli->lookup,
		.deadline = clock_now() + cli->timeout_ms,
	});
	progress_stop(progress);
	status = cli_finish(cli, facts, diagnose(facts));
	facts_free(facts);
	return status;
}

const struct command command_resolve = {
	.name = "resolve",
	.usage = "HOST...",
	.summary = "What every source of names says, side by side",
	.help = "HOST is a name or an address. The hosts file, each DNS "
		"server by itself, NetBIOS\n(with --netbios or --wins) and "
		"the system's own resolver are asked at once.\n",
	.exits = "0 all names resolve and nothing is in the way;\n"
		 "1 they resolve, and something is in the way; 2 the system's "
		 "resolver\nfinds nothing for one; 3 could not tell, or wrong "
		 "usage.\n",
	.options = OPTIONS_LOOKUP | OPTIONS_TIMEOUT | OPTIONS_SAVE,
	.run = run_resolve,
};
