/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "cli/values.h"
#include "port/file/directory.h"

#define BUFFER_MAX (1 << 20)	/* KiB */

enum {
	OPTION_BUFFER = 256,
	OPTION_COLOR,
	OPTION_COUNT,
	OPTION_FOR,
	OPTION_HOSTS,
	OPTION_JSON,
	OPTION_NETBIOS,
	OPTION_NO_GREETING,
	OPTION_PROGRAM,
	OPTION_PROXY,
	OPTION_ROOT,
	OPTION_SAVE,
	OPTION_SERVER,
	OPTION_SHOW_ADDRESSES,
	OPTION_SNIFF,
	OPTION_TIMEOUT,
	OPTION_VERSION,
	OPTION_WINS,
	OPTION_WSP_CONFIG,
};

static const struct option options[] = {
	{"buffer", required_argument, NULL, OPTION_BUFFER},
	{"color", required_argument, NULL, OPTION_COLOR},
	{"count", required_argument, NULL, OPTION_COUNT},
	{"for", required_argument, NULL, OPTION_FOR},
	{"help", no_argument, NULL, 'h'},
	{"hosts", required_argument, NULL, OPTION_HOSTS},
	{"interface", required_argument, NULL, 'i'},
	{"json", no_argument, NULL, OPTION_JSON},
	{"netbios", no_argument, NULL, OPTION_NETBIOS},
	{"no-greeting", no_argument, NULL, OPTION_NO_GREETING},
	{"port", required_argument, NULL, 'p'},
	{"program", required_argument, NULL, OPTION_PROGRAM},
	{"proxy", required_argument, NULL, OPTION_PROXY},
	{"quiet", no_argument, NULL, 'q'},
	{"read", required_argument, NULL, 'r'},
	{"root", required_argument, NULL, OPTION_ROOT},
	{"save", required_argument, NULL, OPTION_SAVE},
	{"server", required_argument, NULL, OPTION_SERVER},
	{"show-addresses", no_argument, NULL, OPTION_SHOW_ADDRESSES},
	{"sniff", required_argument, NULL, OPTION_SNIFF},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"verbose", no_argument, NULL, 'v'},
	{"version", no_argument, NULL, OPTION_VERSION},
	{"wins", required_argument, NULL, OPTION_WINS},
	{"write", required_argument, NULL, 'w'},
	{"wsp-config", required_argument, NULL, OPTION_WSP_CONFIG},
	{NULL, 0, NULL, 0},
};

#define OPTIONS (sizeof(options) / sizeof(options[0]) - 1)

_Static_assert(OPTIONS <= OPTIONS_MAX, "struct given has room for them");

/*
 * Which commands take an option, and what --help says of it.  One that means
 * something else to another command has another row.
 */
static const struct {
	int option;
	int takes;	/* 0: all do */
	const char *help;
} helps[] = {
	{OPTION_FOR, CLI_FOR,
	 "  --for NAME         the server that is about to start: postfix\n"},
	{OPTION_SNIFF, CLI_CHECK_SNIFF,
	 "  --sniff TIME       watch the port's traffic first: 10s, 500ms, 5m\n"},
	{OPTION_NO_GREETING, CLI_GREETING,
	 "  --no-greeting      do not connect to a listener for its greeting\n"},
	{OPTION_ROOT, CLI_PROXY,
	 "  --root DIR         the server is chrooted to DIR\n"},
	{OPTION_PROXY, CLI_PROXY,
	 "  --proxy HOST       the proxy that the server is behind\n"},
	{OPTION_WSP_CONFIG, CLI_PROXY,
	 "  --wsp-config PATH  the Winsock Proxy client's files, or their folder\n"},
	{OPTION_PROGRAM, CLI_PROXY,
	 "  --program NAME     the program they are read for: msexcimc\n"},
	{OPTION_SERVER, CLI_LOOKUP,
	 "  --server ADDR[:PORT]  ask this DNS server, not the configured ones;\n"
	 "                     up to 16 times\n"},
	{OPTION_HOSTS, CLI_LOOKUP,
	 "  --hosts FILE       a hosts file in place of the system's\n"},
	{OPTION_NETBIOS, CLI_LOOKUP,
	 "  --netbios          ask the local networks too (a broadcast)\n"},
	{OPTION_WINS, CLI_LOOKUP,
	 "  --wins ADDR[:PORT] ask this WINS server too\n"},
	{'i', CLI_SNIFF,
	 "  -i, --interface IF watch this one; without: all of them\n"},
	{'p', CLI_SNIFF,
	 "  -p, --port PORT[,PORT...]  the servers' ports, by number or name\n"
	 "                     (default 25)\n"},
	{'r', CLI_SNIFF,
	 "  -r, --read FILE    read a pcap or pcapng file; - is standard input\n"},
	{'w', CLI_SNIFF,
	 "  -w, --write FILE   keep the packets that were judged, as pcap; - is\n"
	 "                     standard output, and text goes to stderr then\n"},
	{OPTION_FOR, CLI_SNIFF,
	 "  --for TIME         end after that: 30s, 500ms, 5m, 10 (seconds)\n"},
	{OPTION_COUNT, CLI_SNIFF,
	 "  --count N          end after N connections and requests on the\n"
	 "                     control channel are over\n"},
	{OPTION_BUFFER, CLI_SNIFF,
	 "  --buffer KIB       for packets that wait (default: a second of the\n"
	 "                     interface's rate)\n"},
	{OPTION_SHOW_ADDRESSES, CLI_SNIFF,
	 "  --show-addresses   do not mask mailboxes\n"},
	{OPTION_TIMEOUT, CLI_TIMEOUT,
	 "  --timeout SECONDS  give up what takes longer (default 3)\n"},
	{OPTION_SAVE, CLI_SAVE,
	 "  --save FILE        save the facts, for `bindwhy diagnose FILE`\n"},
	{OPTION_JSON, 0, "  --json             one JSON object\n"},
	{'q', 0, "  -q, --quiet        the verdicts alone; -qq: nothing\n"},
	{'v', 0, "  -v, --verbose      every fact behind the verdict\n"},
	{OPTION_COLOR, 0,
	 "  --color WHEN       auto, always or never (NO_COLOR is obeyed)\n"},
	{'h', 0, "  -h, --help         this text\n"},
	{OPTION_VERSION, 0,
	 "  --version          the version, and the libraries' versions\n"},
};

void options_print(int takes)
{
	printf("\nOptions:\n");
	for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++)
		if (!helps[i].takes || helps[i].takes & takes)
			fputs(helps[i].help, stdout);
}

static int take_host(const char *option, const char *word)
{
	const char *error;

	if (!cli_host(word, &error))
		return 0;
	log_error("%s %s: %s", option, word, error);
	return -EINVAL;
}

static int take_server(const char *option, const char *word)
{
	const char *error;

	if (!cli_server(word, &error))
		return 0;
	log_error("%s %s: %s", option, word, error);
	return -EINVAL;
}

/* One more of --server. */
static int add_server(struct cli *cli, const char *word)
{
	struct collect_names *lookup = &cli->lookup;

	if (take_server("--server", word))
		return -EINVAL;
	if (lookup->server_count == CLI_SERVERS_MAX) {
		log_error("--server %s: more than %d servers", word,
			  CLI_SERVERS_MAX);
		return -EINVAL;
	}
	cli->servers[lookup->server_count++] = word;
	lookup->servers = cli->servers;
	return 0;
}

static int take_text(const char *option, const char **to)
{
	if (!*optarg)
		return log_error("%s: an empty name", option), -EINVAL;
	*to = optarg;
	return 0;
}

static int take_root(struct cli *cli, const char *path)
{
	enum directory_kind kind;
	int rc = directory_kind(path, &kind);

	if (rc || kind != DIRECTORY_FOLDER) {
		log_error("--root %s: %s", path,
			  strerror(rc ? -rc : ENOTDIR));
		return -EINVAL;
	}
	cli->root = path;
	return 0;
}

/* Those of names and of what is in front of the server. */
static int take_lookup_option(struct cli *cli, int option)
{
	switch (option) {
	case OPTION_HOSTS:
		return take_text("--hosts", &cli->lookup.hosts);
	case OPTION_NETBIOS:
		cli->lookup.netbios = true;
		return 0;
	case OPTION_PROGRAM:
		return take_text("--program", &cli->program);
	case OPTION_PROXY:
		cli->proxy = optarg;
		return take_host("--proxy", optarg);
	case OPTION_ROOT:
		return take_root(cli, optarg);
	case OPTION_SERVER:
		return add_server(cli, optarg);
	case OPTION_WINS:
		cli->lookup.wins = optarg;
		return take_server("--wins", optarg);
	case OPTION_WSP_CONFIG:
		return take_text("--wsp-config", &cli->wsp);
	}
	return -EINVAL;
}

/* Those of watching traffic. */
static int take_sniff_option(struct cli *cli, int option)
{
	struct cli_sniff *sniff = &cli->sniff;
	uint64_t kib;

	switch (option) {
	case OPTION_BUFFER:
		if (value_count("--buffer", optarg, &kib))
			return -EINVAL;
		if (kib > BUFFER_MAX)
			return log_error("--buffer %s: at most %d KiB", optarg,
					 BUFFER_MAX), -EINVAL;
		sniff->buffer = (size_t)kib * 1024;
		return 0;
	case OPTION_COUNT:
		return value_count("--count", optarg, &sniff->count);
	case OPTION_SHOW_ADDRESSES:
		sniff->show_addresses = true;
		return 0;
	case OPTION_SNIFF:
		return value_time("--sniff", optarg, &sniff->most);
	case 'i':
		return take_text("--interface", &sniff->interface);
	case 'p':
		return value_ports(optarg, sniff->ports, &sniff->port_count,
				   SNIFF_PORTS_MAX);
	case 'r':
		return take_text("--read", &sniff->read);
	case 'w':
		return take_text("--write", &sniff->write);
	}
	return take_lookup_option(cli, option);
}

static int take_option(struct cli *cli, int option)
{
	switch (option) {
	case OPTION_COLOR:
		return value_color(optarg, &cli->report.color);
	case OPTION_FOR:
		return take_text("--for", &cli->for_word);
	case OPTION_JSON:
		cli->json = true;
		return 0;
	case OPTION_NO_GREETING:
		cli->greet = false;
		return 0;
	case OPTION_SAVE:
		cli->save = optarg;
		return 0;
	case OPTION_TIMEOUT:
		return value_timeout(optarg, &cli->timeout);
	case 'q':
		cli->report.quiet++;
		return 0;
	case 'v':
		cli->report.verbose++;
		return 0;
	}
	return take_sniff_option(cli, option);
}

/* Does a command take an option, in one of its meanings? */
static bool is_taken(const struct command *command, int option)
{
	for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++)
		if (helps[i].option == option &&
		    (!helps[i].takes || helps[i].takes & command->takes))
			return true;
	return false;
}

int options_check(const struct command *command, const struct given *given)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		if (!given->options[i] || is_taken(command, options[i].val))
			continue;
		log_error("%s does not take --%s; see bindwhy %s --help",
			  command->name, options[i].name, command->name);
		return -EINVAL;
	}
	return 0;
}

/* getopt_long() left the word behind it, or the letter in optopt. */
static int refuse_option(char **argv, int why)
{
	const char *word = argv[optind - 1];
	char letter[3] = {'-', (char)optopt, '\0'};

	if (optopt > 0 && optopt < 128 && strncmp(word, "--", 2))
		word = letter;
	if (why == ':')
		log_error("%s needs a value; see bindwhy --help", word);
	else if (optopt >= '0' && optopt <= '9')
		log_error("%s: a port goes from 1 to 65535, an option starts "
			  "with a letter; see bindwhy --help", word);
	else
		log_error("%s: no such option, or a value that it does not "
			  "take; see bindwhy --help", word);
	return -EINVAL;
}

static void note(struct given *given, int option)
{
	for (size_t i = 0; i < OPTIONS; i++)
		if (options[i].val == option)
			given->options[i] = true;
	given->help = given->help || option == 'h';
	given->version = given->version || option == OPTION_VERSION;
}

int options_parse(struct cli *cli, int argc, char **argv, struct given *given)
{
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":hi:p:qr:vw:", options, NULL)) !=
	       -1) {
		if (option == '?' || option == ':')
			return refuse_option(argv, option);
		note(given, option);
		if (option != 'h' && option != OPTION_VERSION &&
		    take_option(cli, option))
			return -EINVAL;
	}
	cli->args = argv + optind;
	cli->count = argc - optind;
	return 0;
}
