/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line: options, the table of commands, targets from text. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/target.h"
#include "collect/collect.h"
#include "collect/sniff/sniff.h"
#include "verdict/verdict.h"
#include "report/report.h"

#define CLI_TARGETS_MAX 256
#define CLI_SERVERS_MAX 16

/**
 * struct cli_sniff - What it says of watching traffic
 * @interface, @read, @write: By name, or NULL
 * @ports:	Host byte order
 * @count:	--count's, or 0
 * @buffer:	In bytes, or 0
 * @most:	check's --sniff, in milliseconds; 0 for none
 */
struct cli_sniff {
	const char *interface;
	const char *read;
	const char *write;
	uint16_t ports[SNIFF_PORTS_MAX];
	size_t port_count;
	uint64_t count;
	size_t buffer;
	int64_t most;
	bool show_addresses;
};

/**
 * struct cli - What the command line says
 * @report:	How to print
 * @json:	--json
 * @save:	--save's file, or NULL
 * @for_word:	--for's: the server for check, the time for sniff; or NULL
 * @greet:	Greetings may be read
 * @lookup:	--server, --hosts, --netbios, --wins; check's --proxy is its
 *		one name
 * @servers:	What @lookup's servers point to
 * @proxy:	--proxy's name, or NULL
 * @wsp:	--wsp-config's path, or NULL
 * @program:	--program's name, or NULL
 * @root:	--root's directory, or NULL
 * @timeout:	In milliseconds
 * @args:	What is no option, after the command's name
 * @count:	How many
 */
struct cli {
	struct report report;
	bool json;
	const char *save;
	const char *for_word;
	bool greet;
	struct collect_names lookup;
	const char *servers[CLI_SERVERS_MAX];
	const char *proxy;
	const char *wsp;
	const char *program;
	const char *root;
	int64_t timeout;
	struct cli_sniff sniff;
	char **args;
	int count;
};

/* The options that not every command takes. */
enum cli_takes {
	CLI_SAVE = 1 << 0,
	CLI_FOR = 1 << 1,
	CLI_TIMEOUT = 1 << 2,
	CLI_GREETING = 1 << 3,
	CLI_LOOKUP = 1 << 4,	/* where names are looked up */
	CLI_PROXY = 1 << 5,	/* what is in front of the server */
	CLI_CHECK_SNIFF = 1 << 6,	/* --sniff */
	CLI_SNIFF = 1 << 7,	/* what traffic to watch */
};

/**
 * struct command - A row in the table of commands
 * @usage:	What follows the name: "[TARGET…]"
 * @summary:	One line
 * @help:	The rest of --help
 * @exits:	What its exit status says; NULL for that of check
 * @takes:	Which of the options above
 * @run:	Does it; returns the exit status
 */
struct command {
	const char *name;
	const char *usage;
	const char *summary;
	const char *help;
	const char *exits;
	int takes;
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

/**
 * cli_targets() - Targets from the words after the command
 * @cli:	The command line
 * @otherwise:	The target where there are no words, or NULL for none
 * @targets:	CLI_TARGETS_MAX of them
 *
 * Return: how many, or -EINVAL after a message
 */
int cli_targets(const struct cli *cli, const char *otherwise,
		struct target *targets);

/**
 * target_parse() - Targets from one word
 * @word:	`25`, `smtp`, `25/tcp`, `192.0.2.1:25`, `[::1]:25`, `[::1]`
 * @targets:	Room for two: a bare port stands for both wildcards
 * @error:	Set to what is wrong; constant
 *
 * Return: how many were written, or -EINVAL
 */
int target_parse(const char *word, struct target *targets,
		 const char **error);

/**
 * cli_host() - Can a word be looked up as a host's name?
 * @word:	Any word
 * @error:	Set to what is wrong; constant
 *
 * Odd names are welcome, to be judged; what no source of names could take
 * is not: an empty name, one of more than 253 bytes, blanks, control
 * characters, a port or a path behind it.
 *
 * Return: 0, or -EINVAL
 */
int cli_host(const char *word, const char **error);

/**
 * cli_server() - Is a word ADDRESS, ADDRESS:PORT or [V6]:PORT?
 *
 * Return: 0, or -EINVAL with @error set to what is wrong
 */
int cli_server(const char *word, const char **error);

#endif
