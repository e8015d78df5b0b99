/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of commands, and --help. */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/cli.h"

/** command_find() - A command by its name; NULL is allowed, and gives NULL */
const struct command *command_find(const char *name);

/** command_help() - Print the help of a command, or with NULL of all */
void command_help(const struct command *command);

#endif
