/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/sniff.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "cli/finish.h"
#include "cli/screen.h"
#include "cli/values.h"
#include "diagnose/diagnose.h"
#include "port/file/directory.h"
#include "port/file/file.h"
#include "port/terminal/interrupt.h"

/* The arguments, joined to one filter; *filter stays NULL without any. */
static int join_filter(const struct cli *cli, char **filter)
{
	size_t room = 1, at = 0;
	char *text;

	for (int i = 0; i < cli->count; i++)
		room += strlen(cli->args[i]) + 1;
	if (room == 1)
		return 0;
	text = memory_new(room);
	if (!text)
		return log_error("out of memory"), -ENOMEM;
	for (int i = 0; i < cli->count; i++)
		at += (size_t)snprintf(text + at, room - at, "%s%s",
				       i ? " " : "", cli->args[i]);
	*filter = text;
	return 0;
}

/* Would --save overwrite this file, which -r reads or -w writes? */
static bool is_saved_over(const struct cli *cli, const char *path)
{
	enum directory_kind kind;

	if (!path || !cli->save || value_is_stream(cli->save))
		return false;
	return file_same(path, cli->save) ||
	       (!strcmp(path, cli->save) && directory_kind(path, &kind));
}

/* Is the only argument a file, k.pcap? No filter of one word has a dot. */
static bool is_one_file(const struct cli *cli)
{
	enum directory_kind kind;

	return cli->count == 1 && strchr(cli->args[0], '.') &&
	       !directory_kind(cli->args[0], &kind) &&
	       kind == DIRECTORY_FILE;
}

/* Options that exclude each other: 0, or -EINVAL after a message. */
static int check_options(const struct cli *cli)
{
	const struct cli_sniff *sniff = &cli->sniff;

	if (sniff->read && sniff->interface)
		log_error("-r %s and -i %s: a file or an interface, not both",
			  sniff->read, sniff->interface);
	else if (sniff->read && sniff->duration_ms)
		log_error("-r %s and --for: a file is read to its end",
			  sniff->read);
	else if (sniff->read && sniff->buffer)
		log_error("-r %s and --buffer: a file needs none",
			  sniff->read);
	else if (cli->count == 1 && *cli->args[0] &&
		 strspn(cli->args[0], "0123456789") == strlen(cli->args[0]))
		log_error("%s is not a filter; a port is given by -p %s",
			  cli->args[0], cli->args[0]);
	else if (is_one_file(cli))
		log_error("%s is not a filter; a file is read by -r %s",
			  cli->args[0], cli->args[0]);
	else if (is_saved_over(cli, sniff->read))
		log_error("--save %s: this is the file of -r",
			  cli->save);
	else if (!value_is_stream(sniff->write) && is_saved_over(cli, sniff->write))
		log_error("--save %s: this is the file of -w", cli->save);
	else
		return 0;
	return -EINVAL;
}

/*
 * Say on standard error what ended the watch early.
 *
 * Return: false if nothing was seen, so that there is nothing to report
 */
static bool say_failed(const struct facts *facts)
{
	bool seen = true;

	facts_each(facts, FACT_CAPTURE, f) {
		const char *detail = fact_string(f, "detail");

		if (f->status != FACT_FAILED)
			continue;
		if (detail)
			log_error("%s", detail);
		seen = fact_integer(f, "packets", 0) > 0;
	}
	return seen;
}

static enum exit_status sniff(struct cli *cli,
			      const struct sniff_options *options,
			      struct screen *screen)
{
	char error[CAPTURE_ERROR_TEXT];
	struct facts *facts = facts_new();
	enum exit_status status = EXIT_UNKNOWN;
	int rc;

	if (!facts) {
		log_error("out of memory");
		return EXIT_UNKNOWN;
	}
	interrupt_catch();
	rc = sniff_collect(options, facts, error);
	interrupt_release();
	/* The reading process may have left its status line there. */
	screen->shown = screen->status;
	screen_erase(screen);
	if (rc == -ECHILD)
		sniff_not_watched(options, rc, error, facts);
	else if (rc == -EINTR)
		log_error("stopped before anything was read");
	else if (rc)
		log_error("%s", error);
	if ((say_failed(facts) || !cli->report.writer->event || cli->save) &&
	    (!rc || rc == -ECHILD))
		status = cli_finish(cli, facts, diagnose(facts));
	if (rc)
		status = EXIT_UNKNOWN;
	facts_free(facts);
	return status;
}

static enum exit_status run_sniff(struct cli *cli)
{
	struct cli_sniff *asked = &cli->sniff;
	/* Events of a file only with -v: a large file has too many. */
	struct screen screen = {
		.report = &cli->report,
		.events = cli->report.writer->event && !cli->report.quiet &&
			  (!asked->read || cli->report.verbose),
		.status = cli->report.quiet < 2,
		.duration_ms = asked->duration_ms,
	};
	struct sniff_options options = {
		.interface = asked->interface,
		.file = asked->read,
		.write = asked->write,
		.ports = asked->ports,
		.port_count = asked->port_count,
		.buffer = asked->buffer,
		.duration_ms = asked->duration_ms,
		.count = asked->count,
		.show_addresses = asked->show_addresses,
		.unconfined = asked->unconfined,
		.event = screen.events ? screen_event : NULL,
		.status = screen_status,
		.stopped = screen_stopped,
		.user = &screen,
	};
	enum exit_status status = EXIT_UNKNOWN;
	char *filter = NULL;

	if (check_options(cli) || join_filter(cli, &filter))
		return EXIT_UNKNOWN;
	options.filter = filter;
	screen_open(&screen);
	status = sniff(cli, &options, &screen);
	free(filter);
	return status;
}

int sniff_before_check(const struct cli *cli, const struct target *targets,
		       size_t count, struct facts *facts)
{
	char error[CAPTURE_ERROR_TEXT];
	uint16_t ports[SNIFF_PORTS_MAX];
	struct screen screen = {
		.report = &cli->report,
		.status = cli->report.quiet < 2,
		.duration_ms = cli->sniff.duration_ms,
	};
	struct sniff_options options = {
		.ports = ports,
		.duration_ms = cli->sniff.duration_ms,
		.status = screen_status,
		.stopped = screen_stopped,
		.user = &screen,
	};
	int rc;

	for (size_t i = 0; i < count; i++) {
		size_t at = 0;

		while (at < options.port_count && ports[at] != targets[i].port)
			at++;
		if (targets[i].protocol == PROTOCOL_TCP &&
		    at == options.port_count && at < SNIFF_PORTS_MAX)
			ports[options.port_count++] = targets[i].port;
	}
	if (!options.port_count) {
		log_error("--sniff watches TCP, and every TARGET is UDP");
		return -EINVAL;
	}
	screen_open(&screen);
	interrupt_catch();
	rc = sniff_collect(&options, facts, error);
	interrupt_release();
	screen.shown = screen.status;
	screen_erase(&screen);
	if (rc)
		sniff_not_watched(&options, rc, error, facts);
	return 0;
}

const struct command command_sniff = {
	.name = "sniff",
	.usage = "[FILTER...]",
	.summary = "Who really answers, and what rewrites it, on the wire",
	.help = "Watches mail traffic and the Winsock Proxy client's control "
		"channel, until\nCtrl-C, --for or --count; a FILTER as "
		"tcpdump has it (host 192.0.2.7) narrows\nwhat -p watches.\n",
	.exits = "0 mail traffic was seen and nothing looks wrong;\n"
		 "1 something is in the way or rewrites it; 2 the proxy "
		 "cannot give the port;\n3 could not watch, saw nothing to "
		 "judge by, broke off, or wrong usage.\n",
	.options = OPTIONS_SNIFF | OPTIONS_SAVE,
	.run = run_sniff,
};
