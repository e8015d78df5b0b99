/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The options of all commands: one row each, from which the command line is
 * read and --help is printed.  tests/unit/cli/help.sh holds bindwhy(1)
 * against them.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/cli.h"

#define OPTIONS_MAX 64

/**
 * struct option_row - An option, as one group of commands takes it
 * @name:	Without its dashes: "interface".  Two rows of one name are for
 *		commands to which it means different things
 * @letter:	Its short form, 'i' for -i; 0 for none
 * @argument:	What --help calls its value, "IF"; NULL: it takes no value
 * @group:	The commands that take it
 * @help:	What --help says; lines separated by LF
 * @set:	Stores the value, NULL where there is none.  @option is the
 *		row's @name.  Return: 0, or -EINVAL after a message.  NULL for
 *		--help and --version, which options_scan() stores
 */
struct option_row {
	const char *name;
	char letter;
	const char *argument;
	enum option_group group;
	const char *help;
	int (*set)(struct cli *cli, const char *option, const char *value);
};

/* Ended by a row without a name; fewer than OPTIONS_MAX. */
extern const struct option_row option_rows[];

/**
 * options_scan() - Find the words that are not options
 * @cli:	Its args, count, help and version are written
 * @argv:	Sorted: options first
 *
 * Return: 0, or -EINVAL after a message: an option that no command has, or
 * one without its value
 */
int options_scan(struct cli *cli, int argc, char **argv);

/**
 * options_set() - Store the values of all options
 * @cli:	Written
 * @command:	An option has the meaning that it has to this command
 * @argv:	As options_scan() left it
 *
 * Return: 0, or -EINVAL after a message
 */
int options_set(struct cli *cli, const struct command *command, int argc,
		char **argv);

/** options_print() - Print what --help says of the options of some groups */
void options_print(int groups);

#endif
