/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

/* getopt_long() returns a letter (musl's any of Unicode), or this and the
 * row's number. */
#define ROW_FIRST 0x110000
#define HELP_COLUMN 22

/* Called for each option; @value is NULL where the option takes none. */
typedef int take_option(struct cli *cli, const struct command *command,
			const struct option_row *row, const char *value);

static bool has_group(const struct option_row *row, int groups)
{
	return row->group & (groups | OPTIONS_EVERY);
}

/* The row of an option's name that applies to a command, or NULL. */
static const struct option_row *find_row(const char *name, int groups)
{
	for (const struct option_row *r = option_rows; r->name; r++)
		if (!strcmp(r->name, name) && has_group(r, groups))
			return r;
	return NULL;
}

/* The first row that getopt_long() means by a letter or a number. */
static const struct option_row *row_of(int option)
{
	const struct option_row *row = option_rows;

	if (option >= ROW_FIRST)
		return row + (option - ROW_FIRST);
	while (row->name && row->letter != option)
		row++;
	return row;
}

/* What getopt_long() needs of the table: each name and each letter once. */
static void describe(struct option *names, char *letters)
{
	*letters++ = ':';
	for (const struct option_row *r = option_rows; r->name; r++) {
		if (find_row(r->name, ~0) != r)
			continue;
		*names++ = (struct option){
			.name = r->name,
			.has_arg = r->argument ? required_argument :
						 no_argument,
			.val = ROW_FIRST + (int)(r - option_rows),
		};
		if (r->letter)
			*letters++ = r->letter;
		if (r->letter && r->argument)
			*letters++ = ':';
	}
	*names = (struct option){.name = NULL};
	*letters = '\0';
}

/* Could a word be short for several options? */
static bool is_ambiguous(const char *word, size_t length)
{
	int count = 0;

	for (const struct option_row *r = option_rows; r->name; r++)
		count += find_row(r->name, ~0) == r &&
			 !strncmp(r->name, word, length);
	return count > 1;
}

/* A message about what getopt_long() refused; optopt says which it was. */
static int refuse(int why, const char *word)
{
	const struct option_row *row = row_of(optopt);
	int length = (int)strcspn(word, "=");

	if (optopt && row->name && why == ':')
		log_error("--%s needs a value: --%s %s; see bindwhy --help",
			  row->name, row->name, row->argument);
	else if (optopt && row->name)
		log_error("--%s takes no value; see bindwhy --help",
			  row->name);
	else if (optopt >= '0' && optopt <= '9')
		log_error("unknown option -%c; to check port 25, type: "
			  "bindwhy 25", optopt);
	else if (optopt > 0 && optopt < 128)
		log_error("unknown option -%c; see bindwhy --help", optopt);
	else if (optopt)
		log_error("unknown option: not an ASCII letter; see bindwhy "
			  "--help");
	else if (is_ambiguous(word + 2, (size_t)length - 2))
		log_error("%.*s is short for several options; see bindwhy "
			  "--help", length, word);
	else
		log_error("unknown option %.*s; see bindwhy --help", length,
			  word);
	return -EINVAL;
}

/*
 * Call @take for each option of the command line.  It is read twice: which
 * command it is for is known only when all options are found, since they may
 * stand before its name.
 */
static int each_option(struct cli *cli, const struct command *command,
		       int argc, char **argv, take_option *take)
{
	struct option names[OPTIONS_MAX];
	char letters[2 * OPTIONS_MAX + 2];
	int option, rc = 0;

	describe(names, letters);
	opterr = 0;
	optind = 0;	/* start again, on every system's getopt */
	while (!rc && (option = getopt_long(argc, argv, letters, names,
					    NULL)) != -1) {
		if (option == '?' || option == ':')
			return refuse(option, argv[optind - 1]);
		rc = take(cli, command, row_of(option), optarg);
	}
	return rc;
}

static int scan_one(struct cli *cli, const struct command *command,
		    const struct option_row *row, const char *value)
{
	(void)command;
	(void)value;
	cli->help = cli->help || !strcmp(row->name, "help");
	cli->version = cli->version || !strcmp(row->name, "version");
	return 0;
}

int options_scan(struct cli *cli, int argc, char **argv)
{
	if (each_option(cli, NULL, argc, argv, scan_one))
		return -EINVAL;
	cli->args = argv + optind;
	cli->count = argc - optind;
	return 0;
}

static int set_one(struct cli *cli, const struct command *command,
		   const struct option_row *row, const char *value)
{
	const struct option_row *own = find_row(row->name, command->options);

	if (!own) {
		log_error("%s does not take --%s; see bindwhy %s --help",
			  command->name, row->name, command->name);
		return -EINVAL;
	}
	return own->set ? own->set(cli, own->name, value) : 0;
}

int options_set(struct cli *cli, const struct command *command, int argc,
		char **argv)
{
	return each_option(cli, command, argc, argv, set_one);
}

/* "  -i, --interface IF  watch this one", with the help in a column. */
static void print_row(const struct option_row *row)
{
	char letter[8] = "";
	int columns;

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	columns = printf("  %s--%s%s%s", letter, row->name,
			 row->argument ? " " : "",
			 row->argument ? row->argument : "");
	printf("%*s", columns < HELP_COLUMN ? HELP_COLUMN - columns : 2, "");
	for (const char *c = row->help; *c; c++) {
		putchar(*c);
		if (*c == '\n')
			printf("%*s", HELP_COLUMN, "");
	}
	putchar('\n');
}

void options_print(int groups)
{
	for (const struct option_row *r = option_rows; r->name; r++)
		if (r->group & groups)
			print_row(r);
}
