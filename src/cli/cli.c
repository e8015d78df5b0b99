/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/values.h"
#include "port/file/output.h"
#include "port/terminal/terminal.h"
#include "port/version.h"

#define TIMEOUT_DEFAULT 3000	/* ms */

static void print_version(void)
{
	char libraries[256];

	version_libraries(libraries, sizeof(libraries));
	printf("bindwhy %s\n%s\n", PACKAGE_VERSION, libraries);
}

/* An error of writing to standard output must show in the exit status. */
static enum exit_status flush(FILE *out, enum exit_status status)
{
	int rc = output_finish(out);

	if (!rc)
		return status;
	log_error("standard output: %s", strerror(-rc));
	return EXIT_UNKNOWN;
}

/*
 * Where the text goes, and whether it has colours: to standard error where
 * packets or facts have standard output for themselves, as with tcpdump.
 *
 * Return: 0, or -EINVAL after a message: two options want standard output
 */
static int choose_output(struct cli *cli)
{
	const char *no_color = getenv("NO_COLOR");
	const struct writer *writer = cli->report.writer;
	char output[32];
	const char *users[3];
	int count = 0;
	FILE *out;

	if (value_is_stream(cli->sniff.write))
		users[count++] = "-w -";
	if (value_is_stream(cli->save))
		users[count++] = "--save -";
	snprintf(output, sizeof(output), "--output %s", writer->name);
	if (!writer->event)
		users[count++] = output;
	if (count > 1) {
		log_error("%s and %s: standard output takes one of them",
			  users[0], users[1]);
		return -EINVAL;
	}
	out = count && writer->event ? stderr : stdout;
	cli->report.out = output_stream(out);
	cli->report.color = cli->color == COLOR_ALWAYS ||
			    (cli->color == COLOR_AUTO &&
			     terminal_colors(out) &&
			     !(no_color && *no_color));
	return 0;
}

enum exit_status cli_main(int argc, char **argv)
{
	static char name[] = "bindwhy";
	const struct command *command;
	enum exit_status status;
	struct cli cli = {
		.report.writer = &writer_text,
		.greet = true,
		.timeout_ms = TIMEOUT_DEFAULT,
	};

	cli.report.utf8 = terminal_utf8();
	if (argc)
		argv[0] = name;
	if (options_scan(&cli, argc, argv))
		return EXIT_UNKNOWN;
	command = command_find(cli.count ? cli.args[0] : NULL);
	if (cli.version) {
		print_version();
		return flush(stdout, EXIT_HAD);
	}
	if (cli.help) {
		command_help(command);
		return flush(stdout, EXIT_HAD);
	}
	if (command) {
		cli.args++;
		cli.count--;
	} else {
		command = &command_check;
	}
	if (options_set(&cli, command, argc, argv) || choose_output(&cli))
		return EXIT_UNKNOWN;
	log_verbose(cli.report.verbose);
	status = command->run(&cli);
	return flush(cli.report.out, status);
}
