/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of all commands, in one table. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/cli.h"

#define OPTIONS_MAX 64

/**
 * struct given - The options that were given
 * @options:	By row of the table, to be held against what the command takes
 */
struct given {
	bool options[OPTIONS_MAX];
	bool help;
	bool version;
};

/**
 * options_parse() - Take the options from the command line
 * @cli:	Filled, with the words that are no options, too
 * @argv:	Put into order
 *
 * Return: 0, or -EINVAL after a message
 */
int options_parse(struct cli *cli, int argc, char **argv, struct given *given);

/** options_check() - 0, or -EINVAL after a message: one is not the command's */
int options_check(const struct command *command, const struct given *given);

/** options_print() - What --help says of those that a command takes */
void options_print(int takes);

#endif
