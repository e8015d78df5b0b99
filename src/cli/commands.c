/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/commands.h"

#include <stdio.h>
#include <string.h>

#include "cli/options.h"

static const struct command *const commands[] = {
	&command_check,
	&command_owners,
	&command_resolve,
	&command_sniff,
	&command_explain,
	&command_diagnose,
};
#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const char exits[] =
	"0 the port can be had and nothing is in the way;\n"
	"1 it can be had, and something will still keep mail from working;\n"
	"2 it cannot be had; 3 could not tell, or wrong usage.\n";

const struct command *command_find(const char *name)
{
	for (size_t i = 0; name && i < COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

/* "Options of check and resolve:", and these options. */
static void print_group(int group)
{
	const char *names[COMMANDS];
	size_t count = 0;

	for (size_t i = 0; i < COMMANDS; i++)
		if (commands[i]->options & group)
			names[count++] = commands[i]->name;
	printf("\nOptions of ");
	for (size_t i = 0; i < count; i++)
		printf("%s%s", i == 0 ? "" : i + 1 < count ? ", " : " and ",
		       names[i]);
	printf(":\n");
	options_print(group);
}

static void print_command(const struct command *command)
{
	printf("usage: bindwhy %s [OPTION...] %s\n%s.\n\n%s\nOptions:\n",
	       command->name, command->usage, command->summary,
	       command->help);
	options_print(command->options);
	options_print(OPTIONS_EVERY);
	printf("\nExit status: %s", command->exits ? command->exits : exits);
}

void command_help(const struct command *command)
{
	if (command) {
		print_command(command);
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
	for (int group = 1; group < OPTIONS_EVERY; group <<= 1)
		print_group(group);
	printf("\nOptions of every command:\n");
	options_print(OPTIONS_EVERY);
	printf("\nExit status: %s", exits);
}
