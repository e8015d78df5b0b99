/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of options, and how each stores its value.  A new option is a row
 * with its setter here, and a line in bindwhy(1).
 */
#include "cli/options.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "cli/values.h"
#include "port/file/directory.h"

#define BUFFER_MAX (1 << 20)	/* KiB */

/* Setters: see struct option_row. */

static int set_mail_server(struct cli *cli, const char *option,
			   const char *value)
{
	return value_word(option, value, &cli->mail_server);
}

/* check's --sniff and sniff's --for. */
static int set_duration(struct cli *cli, const char *option,
			const char *value)
{
	return value_time(option, value, &cli->sniff.duration_ms);
}

static int set_no_greeting(struct cli *cli, const char *option,
			   const char *value)
{
	(void)option;
	(void)value;
	cli->greet = false;
	return 0;
}

static int set_root(struct cli *cli, const char *option, const char *value)
{
	enum directory_kind kind;
	int rc = directory_kind(value, &kind);

	if (rc || kind != DIRECTORY_FOLDER) {
		log_error("--%s %s: %s", option, value,
			  strerror(rc ? -rc : ENOTDIR));
		return -EINVAL;
	}
	cli->root = value;
	return 0;
}

static int set_proxy(struct cli *cli, const char *option, const char *value)
{
	cli->proxy = value;
	return value_host(option, value);
}

static int set_wsp_config(struct cli *cli, const char *option,
			  const char *value)
{
	return value_word(option, value, &cli->wsp);
}

static int set_program(struct cli *cli, const char *option,
		       const char *value)
{
	return value_word(option, value, &cli->program);
}

static int add_server(struct cli *cli, const char *option, const char *value)
{
	size_t *count = &cli->lookup.server_count;

	if (value_server(option, value))
		return -EINVAL;
	if (*count == CLI_SERVERS_MAX) {
		log_error("--%s %s: more than %d servers", option, value,
			  CLI_SERVERS_MAX);
		return -EINVAL;
	}
	cli->servers[(*count)++] = value;
	cli->lookup.servers = cli->servers;
	return 0;
}

static int set_hosts(struct cli *cli, const char *option, const char *value)
{
	return value_word(option, value, &cli->lookup.hosts);
}

static int set_netbios(struct cli *cli, const char *option, const char *value)
{
	(void)option;
	(void)value;
	cli->lookup.netbios = true;
	return 0;
}

static int set_wins(struct cli *cli, const char *option, const char *value)
{
	cli->lookup.wins = value;
	return value_server(option, value);
}

static int set_interface(struct cli *cli, const char *option,
			 const char *value)
{
	return value_word(option, value, &cli->sniff.interface);
}

static int add_ports(struct cli *cli, const char *option, const char *value)
{
	return value_ports(option, value, cli->sniff.ports,
			   &cli->sniff.port_count, SNIFF_PORTS_MAX);
}

static int set_read(struct cli *cli, const char *option, const char *value)
{
	return value_word(option, value, &cli->sniff.read);
}

static int set_write(struct cli *cli, const char *option, const char *value)
{
	return value_word(option, value, &cli->sniff.write);
}

static int set_count(struct cli *cli, const char *option, const char *value)
{
	return value_count(option, value, &cli->sniff.count);
}

static int set_buffer(struct cli *cli, const char *option, const char *value)
{
	uint64_t kib;

	if (value_count(option, value, &kib))
		return -EINVAL;
	if (kib > BUFFER_MAX) {
		log_error("--%s %s: at most %d KiB", option, value,
			  BUFFER_MAX);
		return -EINVAL;
	}
	cli->sniff.buffer = (size_t)kib * 1024;
	return 0;
}

static int set_show_addresses(struct cli *cli, const char *option,
			      const char *value)
{
	(void)option;
	(void)value;
	cli->sniff.show_addresses = true;
	return 0;
}

static int set_unconfined(struct cli *cli, const char *option,
			  const char *value)
{
	(void)option;
	(void)value;
	cli->sniff.unconfined = true;
	return 0;
}

static int set_timeout(struct cli *cli, const char *option,
		       const char *value)
{
	return value_timeout(option, value, &cli->timeout_ms);
}

static int set_save(struct cli *cli, const char *option, const char *value)
{
	(void)option;
	cli->save = value;
	return 0;
}

static int set_json(struct cli *cli, const char *option, const char *value)
{
	(void)option;
	(void)value;
	cli->report.writer = &writer_json;
	return 0;
}

static int set_output(struct cli *cli, const char *option, const char *value)
{
	const struct writer *writer = report_writer(value);

	if (!writer) {
		log_error("--%s %s: not one of" REPORT_NAMES, option, value);
		return -EINVAL;
	}
	cli->report.writer = writer;
	return 0;
}

static int set_quiet(struct cli *cli, const char *option, const char *value)
{
	(void)option;
	(void)value;
	cli->report.quiet++;
	return 0;
}

static int set_verbose(struct cli *cli, const char *option, const char *value)
{
	(void)option;
	(void)value;
	cli->report.verbose++;
	return 0;
}

static int set_color(struct cli *cli, const char *option, const char *value)
{
	return value_color(option, value, &cli->color);
}

const struct option_row option_rows[] = {
	{"for", 0, "NAME", OPTIONS_CHECK,
	 "the mail server that you are about to start: postfix", set_mail_server},
	{"sniff", 0, "TIME", OPTIONS_CHECK,
	 "watch the port's traffic first: 10s, 500ms, 5m", set_duration},
	{"no-greeting", 0, NULL, OPTIONS_CHECK,
	 "do not connect to a listener for its greeting", set_no_greeting},
	{"root", 0, "DIR", OPTIONS_CHECK,
	 "the server is chrooted to DIR", set_root},
	{"proxy", 0, "HOST", OPTIONS_CHECK,
	 "the proxy that the server is behind", set_proxy},
	{"wsp-config", 0, "PATH", OPTIONS_CHECK,
	 "the Winsock Proxy client's files, or their folder",
	 set_wsp_config},
	{"program", 0, "NAME", OPTIONS_CHECK,
	 "the program they are read for: msexcimc", set_program},

	{"server", 0, "ADDR[:PORT]", OPTIONS_LOOKUP,
	 "ask this DNS server, not the configured ones;\nup to 16 times",
	 add_server},
	{"hosts", 0, "FILE", OPTIONS_LOOKUP,
	 "a hosts file in place of the system's", set_hosts},
	{"netbios", 0, NULL, OPTIONS_LOOKUP,
	 "ask the local networks too (a broadcast)", set_netbios},
	{"wins", 0, "ADDR[:PORT]", OPTIONS_LOOKUP,
	 "ask this WINS server too", set_wins},

	{"interface", 'i', "IF", OPTIONS_SNIFF,
	 "watch this interface only; default: all of them", set_interface},
	{"port", 'p', "PORT[,PORT...]", OPTIONS_SNIFF,
	 "the servers' ports, by number or name\n(default 25)", add_ports},
	{"read", 'r', "FILE", OPTIONS_SNIFF,
	 "read a pcap or pcapng file; - is standard input", set_read},
	{"write", 'w', "FILE", OPTIONS_SNIFF,
	 "write the packets that count to a pcap file; - is\n"
	 "standard output, and text then goes to stderr", set_write},
	{"for", 0, "TIME", OPTIONS_SNIFF,
	 "stop after this time: 30s, 500ms, 5m, 10 (seconds)", set_duration},
	{"count", 0, "N", OPTIONS_SNIFF,
	 "stop after N connections and requests on the\n"
	 "control channel are over", set_count},
	{"buffer", 0, "KIB", OPTIONS_SNIFF,
	 "for packets that wait (default: a second of the\n"
	 "interface's rate)", set_buffer},
	{"show-addresses", 0, NULL, OPTIONS_SNIFF,
	 "do not mask mailboxes", set_show_addresses},
	{"unconfined", 0, NULL, OPTIONS_SNIFF,
	 "read packets with all rights if they cannot be\n"
	 "given up", set_unconfined},

	{"timeout", 0, "SECONDS", OPTIONS_TIMEOUT,
	 "give up after SECONDS (default 3)", set_timeout},
	{"save", 0, "FILE", OPTIONS_SAVE,
	 "save the facts, for `bindwhy diagnose FILE`; - is\n"
	 "standard output, and text then goes to stderr", set_save},

	{"output", 0, "NAME", OPTIONS_EVERY,
	 "how to print the result, one of:" REPORT_NAMES, set_output},
	{"json", 0, NULL, OPTIONS_EVERY,
	 "short for --output json: one JSON object", set_json},
	{"quiet", 'q', NULL, OPTIONS_EVERY,
	 "a line for each verdict; -qq: only the exit status", set_quiet},
	{"verbose", 'v', NULL, OPTIONS_EVERY,
	 "every fact behind the verdict", set_verbose},
	{"color", 0, "WHEN", OPTIONS_EVERY,
	 "auto, always or never (auto obeys NO_COLOR)", set_color},
	{"help", 'h', NULL, OPTIONS_EVERY, "this text", NULL},
	{"version", 0, NULL, OPTIONS_EVERY, "the version, and the libraries' versions",
	 NULL},
	{0},
};

_Static_assert(sizeof(option_rows) / sizeof(option_rows[0]) <= OPTIONS_MAX,
	       "options.c has room for them");
