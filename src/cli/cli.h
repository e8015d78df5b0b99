/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line, and the commands. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect/collect.h"
#include "collect/sniff/sniff.h"
#include "verdict/verdict.h"
#include "report/report.h"

#define CLI_SERVERS_MAX 16

/**
 * struct cli_sniff - The options about watching traffic
 * @interface, @read, @write: By name, or NULL
 * @ports:	Host byte order
 * @count:	--count's, or 0
 * @buffer:	In bytes, or 0
 * @duration_ms: sniff's --for and check's --sniff; 0 where not given
 */
struct cli_sniff {
	const char *interface;
	const char *read;
	const char *write;
	uint16_t ports[SNIFF_PORTS_MAX];
	size_t port_count;
	uint64_t count;
	size_t buffer;
	int64_t duration_ms;
	bool show_addresses;
	bool unconfined;
};

/* --color */
enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/**
 * struct cli - The command line
 * @report:	How to print
 * @color:	--color; @report has what follows from it
 * @save:	--save's file, or NULL
 * @mail_server: check's --for: the server that is about to start, or NULL
 * @greet:	Greetings may be read
 * @lookup:	--server, --hosts, --netbios, --wins; check's --proxy is its
 *		one name
 * @servers:	Where @lookup's servers are stored
 * @proxy:	--proxy's name, or NULL
 * @wsp:	--wsp-config's path, or NULL
 * @program:	--program's name, or NULL
 * @root:	--root's directory, or NULL
 * @timeout_ms:	--timeout
 * @help:	--help
 * @version:	--version
 * @args:	Positional arguments after the command
 * @count:	How many
 */
struct cli {
	struct report report;
	enum color color;
	const char *save;
	const char *mail_server;
	bool greet;
	struct name_lookup lookup;
	const char *servers[CLI_SERVERS_MAX];
	const char *proxy;
	const char *wsp;
	const char *program;
	const char *root;
	int64_t timeout_ms;
	bool help;
	bool version;
	struct cli_sniff sniff;
	char **args;
	int count;
};

/* Groups of options; option_table.c has the options. */
enum option_group {
	OPTIONS_CHECK = 1 << 0,
	OPTIONS_LOOKUP = 1 << 1,	/* where names are looked up */
	OPTIONS_SNIFF = 1 << 2,		/* which traffic to watch */
	OPTIONS_TIMEOUT = 1 << 3,
	OPTIONS_SAVE = 1 << 4,
	OPTIONS_EVERY = 1 << 5,		/* every command takes them */
};

/**
 * struct command - A row in the table of commands
 * @usage:	Its arguments: "[TARGET...]"
 * @summary:	One line
 * @help:	The rest of --help
 * @exits:	The meanings of its exit status; NULL: those of check
 * @options:	The groups of options that it takes, beside OPTIONS_EVERY
 * @run:	Runs it; returns the exit status
 */
struct command {
	const char *name;
	const char *usage;
	const char *summary;
	const char *help;
	const char *exits;
	int options;
	enum exit_status (*run)(struct cli *cli);
};

extern const struct command command_check;
extern const struct command command_diagnose;
extern const struct command command_explain;
extern const struct command command_owners;
extern const struct command command_resolve;
extern const struct command command_sniff;

/**
 * cli_main() - The whole program, after terminal_setup()
 * @argc:	As main() has it
 * @argv:	UTF-8
 *
 * Return: the exit status
 */
enum exit_status cli_main(int argc, char **argv);

#endif
