/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "port/terminal/terminal.h"
#include "port/version.h"

#define TIMEOUT_DEFAULT 3000	/* ms */

static void print_version(void)
{
	char libraries[256];

	version_libraries(libraries, sizeof(libraries));
	printf("bindwhy %s\n%s\n", PACKAGE_VERSION, libraries);
}

/* What goes wrong on standard output must show in the exit status. */
static enum exit_status flush(enum exit_status status)
{
	errno = 0;
	if (fflush(stdout) || ferror(stdout)) {
		/* An earlier write that failed has left no errno. */
		log_error("standard output: %s",
			  errno ? strerror(errno) : "it could not be written");
		return EXIT_UNKNOWN;
	}
	return status;
}

enum exit_status cli_main(int argc, char **argv)
{
	static char name[] = "bindwhy";
	const char *no_color = getenv("NO_COLOR");
	const struct command *command;
	struct given given = {0};
	struct cli cli = {
		.report = {.out = stdout},
		.greet = true,
		.timeout = TIMEOUT_DEFAULT,
	};

	cli.report.utf8 = terminal_utf8();
	cli.report.color =
		terminal_colors(stdout) && !(no_color && *no_color);
	if (argc)
		argv[0] = name;
	if (options_parse(&cli, argc, argv, &given))
		return EXIT_UNKNOWN;
	log_verbose(cli.report.verbose);
	command = command_find(cli.count ? cli.args[0] : NULL);
	if (given.version) {
		print_version();
		return flush(EXIT_HAD);
	}
	if (given.help) {
		command_help(command);
		return flush(EXIT_HAD);
	}
	if (command) {
		cli.args++;
		cli.count--;
	} else {
		command = &command_check;
	}
	if (options_check(command, &given))
		return EXIT_UNKNOWN;
	return flush(command->run(&cli));
}
