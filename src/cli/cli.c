#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "diagnose/diagnose.h"
#include "facts/save.h"
#include "port/directory.h"
#include "port/terminal.h"
#include "port/version.h"

#define TIMEOUT_DEFAULT 3000	/* ms */
#define TIMEOUT_MAX 3600	/* s */

static const struct command *const commands[] = {
	&command_check,
	&command_owners,
	&command_resolve,
	&command_explain,
	&command_diagnose,
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

enum {
	OPTION_COLOR = 256,
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
	OPTION_TIMEOUT,
	OPTION_VERSION,
	OPTION_WINS,
	OPTION_WSP_CONFIG,
};

static const struct option options[] = {
	{"color", required_argument, NULL, OPTION_COLOR},
	{"for", required_argument, NULL, OPTION_FOR},
	{"help", no_argument, NULL, 'h'},
	{"hosts", required_argument, NULL, OPTION_HOSTS},
	{"json", no_argument, NULL, OPTION_JSON},
	{"netbios", no_argument, NULL, OPTION_NETBIOS},
	{"no-greeting", no_argument, NULL, OPTION_NO_GREETING},
	{"program", required_argument, NULL, OPTION_PROGRAM},
	{"proxy", required_argument, NULL, OPTION_PROXY},
	{"quiet", no_argument, NULL, 'q'},
	{"root", required_argument, NULL, OPTION_ROOT},
	{"save", required_argument, NULL, OPTION_SAVE},
	{"server", required_argument, NULL, OPTION_SERVER},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"verbose", no_argument, NULL, 'v'},
	{"version", no_argument, NULL, OPTION_VERSION},
	{"wins", required_argument, NULL, OPTION_WINS},
	{"wsp-config", required_argument, NULL, OPTION_WSP_CONFIG},
	{NULL, 0, NULL, 0},
};

/* Which commands take an option, and what --help says of it. */
static const struct {
	int option;
	int takes;	/* 0: all do */
	const char *help;
} helps[] = {
	{OPTION_FOR, CLI_FOR,
	 "  --for NAME         the server that is about to start: postfix\n"},
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

static const char exit_help[] =
	"\nExit status: 0 the port can be had and nothing is in the way;\n"
	"1 it can be had, and something will still keep mail from working;\n"
	"2 it cannot be had; 3 could not tell, or wrong usage.\n";

static const char exit_names_help[] =
	"\nExit status: 0 all names resolve and nothing is in the way;\n"
	"1 they resolve, and something is in the way; 2 the system's resolver\n"
	"finds nothing for one; 3 could not tell, or wrong usage.\n";

static void print_options(int takes)
{
	printf("\nOptions:\n");
	for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++)
		if (!helps[i].takes || helps[i].takes & takes)
			fputs(helps[i].help, stdout);
}

static void print_help(const struct command *command)
{
	if (command) {
		printf("usage: bindwhy %s [OPTION...] %s\n%s.\n\n%s",
		       command->name, command->usage, command->summary,
		       command->help);
		print_options(command->takes);
		fputs(command == &command_resolve ? exit_names_help :
						    exit_help,
		      stdout);
		return;
	}
	printf("usage: bindwhy [COMMAND] [OPTION...] [ARGUMENT...]\n"
	       "Why can't my mail server have its port, and who is the "
	       "culprit?\n\nCommands:\n");
	for (size_t i = 0; i < COMMANDS; i++)
		printf("  %-9s %-12s %s\n", commands[i]->name,
		       commands[i]->usage, commands[i]->summary);
	printf("\nWithout a command, check: `bindwhy 25`, or `bindwhy` alone "
	       "for SMTP's port.\n`bindwhy COMMAND --help` says more.\n");
	print_options(~0);
	fputs(exit_help, stdout);
}

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

static int parse_timeout(const char *text, int64_t *timeout)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds > 0 && seconds <= TIMEOUT_MAX)) {
		log_error("--timeout %s: a number of seconds above 0 and at "
			  "most %d",
			  text, TIMEOUT_MAX);
		return -EINVAL;
	}
	*timeout = (int64_t)(seconds * 1000);
	return 0;
}

static int parse_color(const char *when, bool *color)
{
	if (!strcmp(when, "always"))
		*color = true;
	else if (!strcmp(when, "never"))
		*color = false;
	else if (!strcmp(when, "auto"))
		*color = terminal_colors(stdout);
	else
		return log_error("--color %s: auto, always or never", when),
		       -EINVAL;
	return 0;
}

/* The options that were given, by row of helps, to hold against what the
 * command takes. */
struct given {
	bool rows[sizeof(helps) / sizeof(helps[0])];
	bool help;
	bool version;
};

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

static int take_option(struct cli *cli, int option, struct given *given)
{
	for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++)
		if (helps[i].option == option)
			given->rows[i] = true;
	switch (option) {
	case OPTION_COLOR:
		return parse_color(optarg, &cli->report.color);
	case OPTION_FOR:
		return take_text("--for", &cli->server);
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
		return parse_timeout(optarg, &cli->timeout);
	case OPTION_VERSION:
		given->version = true;
		return 0;
	case 'h':
		given->help = true;
		return 0;
	case 'q':
		cli->report.quiet++;
		return 0;
	case 'v':
		cli->report.verbose++;
		return 0;
	}
	return take_lookup_option(cli, option);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; name && i < COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

static int check_takes(const struct command *command,
		       const struct given *given)
{
	for (size_t i = 0; i < sizeof(helps) / sizeof(helps[0]); i++) {
		if (!given->rows[i] || !(helps[i].takes & ~command->takes))
			continue;
		for (const struct option *o = options; o->name; o++)
			if (o->val == helps[i].option)
				log_error("%s does not take --%s; see "
					  "bindwhy %s --help",
					  command->name, o->name,
					  command->name);
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

static int parse_options(struct cli *cli, int argc, char **argv,
			 struct given *given)
{
	int option;

	opterr = 0;
	while ((option = getopt_long(argc, argv, ":hqv", options, NULL)) !=
	       -1) {
		if (option == '?' || option == ':')
			return refuse_option(argv, option);
		if (take_option(cli, option, given))
			return -EINVAL;
	}
	cli->args = argv + optind;
	cli->count = argc - optind;
	return 0;
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
	if (parse_options(&cli, argc, argv, &given))
		return EXIT_UNKNOWN;
	log_verbose(cli.report.verbose);
	command = find_command(cli.count ? cli.args[0] : NULL);
	if (given.version) {
		print_version();
		return flush(EXIT_HAD);
	}
	if (given.help) {
		print_help(command);
		return flush(EXIT_HAD);
	}
	if (command) {
		cli.args++;
		cli.count--;
	} else {
		command = &command_check;
	}
	if (check_takes(command, &given))
		return EXIT_UNKNOWN;
	return flush(command->run(&cli));
}

enum exit_status cli_finish(struct cli *cli, const struct facts *facts,
			    struct diagnosis *diagnosis, bool owners)
{
	enum exit_status status = EXIT_UNKNOWN;
	int rc;

	if (!diagnosis || facts_error(facts)) {
		log_error("%s", facts_error(facts) == -EINVAL ?
					"a collector made a fact that does "
					"not fit its kind" :
					"out of memory");
		goto out;
	}
	status = diagnosis->exit;
	if (cli->json) {
		if (report_json(&cli->report, facts, diagnosis)) {
			log_error("out of memory");
			status = EXIT_UNKNOWN;
		}
	} else if (owners) {
		report_owners_text(&cli->report, facts, diagnosis);
	} else {
		report_text(&cli->report, facts, diagnosis);
	}
	if (cli->save && (rc = facts_save(facts, cli->save))) {
		log_error("save facts to %s: %s", cli->save, strerror(-rc));
		status = EXIT_UNKNOWN;
	}
out:
	diagnosis_free(diagnosis);
	return status;
}
