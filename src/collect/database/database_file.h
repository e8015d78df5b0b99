/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files services and protocols, and the lines of nsswitch.conf that lead
 * to them; no I/O.
 */
#ifndef COLLECT_DATABASE_DATABASE_FILE_H
#define COLLECT_DATABASE_DATABASE_FILE_H

#include "base/cursor.h"

enum database {
	DATABASE_SERVICES,	/* services(5) */
	DATABASE_PROTOCOLS,	/* protocols(5) */
};

/**
 * struct database_line - A line that is not empty
 * @number:	From 1
 * @valid:	It can be read; the rest is empty otherwise
 * @name:	The entry's name; borrows from the file, as all cursors here
 * @value:	The port or the protocol's number
 * @protocol:	Of a service: "tcp"
 * @aliases:	Its other names, separated by blanks
 */
struct database_line {
	unsigned int number;
	bool valid;
	struct cursor name;
	unsigned int value;
	struct cursor protocol;
	struct cursor aliases;
};

/**
 * database_next() - The next line that is neither empty nor a comment
 * @file:	Passed over it
 * @database:	Which file it is
 * @number:	0 at the start; the lines read so far
 * @line:	Written
 *
 * Return: false at the end
 */
bool database_next(struct cursor *file, enum database database,
		   unsigned int *number, struct database_line *line);

/**
 * struct database_entry - What a file says about an entry
 * @line:	The entry's line; 0 where there is none
 * @value:	Its port or number
 * @lines:	How many lines could be read
 * @bad:	How many could not
 * @first_bad:	Which of those is the first; 0 for none
 */
struct database_entry {
	unsigned int line;
	unsigned int value;
	unsigned int lines;
	unsigned int bad;
	unsigned int first_bad;
};

/**
 * database_find() - Look an entry up, as getservbyname() and
 *	getprotobyname() do
 * @file:	The file
 * @database:	Which file it is
 * @name:	"smtp" or "tcp"; case-sensitive
 * @protocol:	Of a service, "tcp"; NULL for a protocol
 *
 * The first line with the name, or with the name among its aliases, counts.
 */
struct database_entry database_find(struct cursor file,
				    enum database database, const char *name,
				    const char *protocol);

/**
 * nsswitch_find() - The sources of a database, nsswitch.conf(5)
 * @file:	nsswitch.conf
 * @database:	"services"
 * @sources:	Set to what follows the colon; for nsswitch_next()
 *
 * Return: false where there is no such line
 */
bool nsswitch_find(struct cursor file, const char *database,
		   struct cursor *sources);

/**
 * nsswitch_next() - The next source of a line; [NOTFOUND=return] is none
 *
 * Return: false at the end
 */
bool nsswitch_next(struct cursor *sources, struct cursor *source);

#endif
