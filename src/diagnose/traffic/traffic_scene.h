/* SPDX-License-Identifier: BSD-2-Clause */
/* The facts about one server that was seen on the wire, for the rules. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_SCENE_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_SCENE_H

#include "diagnose/finding/finding.h"
#include "verdict/verdict.h"

/** struct traffic_row - A fact with an endpoint */
struct traffic_row {
	struct address address;
	uint16_t port;
	const struct fact *fact;
};

/** struct traffic_table - All such facts, by address, port and kind */
struct traffic_table {
	struct arena *arena;
	const struct facts *facts;
	struct traffic_row *rows;
	size_t count;
};

/** struct traffic_span - Rows that follow each other in the table */
struct traffic_span {
	const struct traffic_row *rows;
	size_t count;
};

/**
 * struct traffic_scene - One server and the facts about it
 * @table:	All servers
 * @fact:	Its FACT_TRAFFIC_SERVER
 * @name:	"192.0.2.1:25"
 * @greetings, @ehlo, @stacks, @resets, @headers: Its rows, by kind
 * @all:	All rows of its address, of any port
 * @to:		Findings and notes are appended to it
 */
struct traffic_scene {
	struct arena *arena;
	const struct facts *facts;
	const struct traffic_table *table;
	const struct fact *fact;
	struct address address;
	uint16_t port;
	const char *name;
	struct traffic_span greetings;
	struct traffic_span ehlo;
	struct traffic_span stacks;
	struct traffic_span resets;
	struct traffic_span headers;
	struct traffic_span all;
	struct conclusion *to;
};

/**
 * traffic_table_build() - Sort the facts about servers
 * @table:	Written
 */
void traffic_table_build(struct traffic_table *table, struct arena *arena,
			 const struct facts *facts);

/**
 * traffic_scene_build() - Collect the facts about one server
 * @scene:	Written
 * @table:	All servers; kept
 * @row:	Its FACT_TRAFFIC_SERVER's place in the table
 * @to:		The server's conclusion; its name is set
 */
void traffic_scene_build(struct traffic_scene *scene,
			 const struct traffic_table *table, size_t row,
			 struct conclusion *to);

/** traffic_count() - traffic_number() of the server's fact */
int64_t traffic_count(const struct traffic_scene *scene, const char *member);

/** traffic_number() - A number of a fact; 0 if it is missing or negative.
 * Limited to 10^12, so that sums cannot overflow */
int64_t traffic_number(const struct fact *fact, const char *member);

/** traffic_time() - Milliseconds in words: "45 ms", "2.1 s" */
const char *traffic_time(struct arena *arena, int64_t ms);

/** traffic_times() - "once", "3 times" */
const char *traffic_times(struct arena *arena, int64_t count);

/** struct traffic_reply - One kind of reply that a server gave */
struct traffic_reply {
	int64_t code;
	int64_t count;
	const char *to;		/* the command; may be NULL */
	const char *text;	/* may be NULL */
};

/**
 * traffic_reply() - Read one of a server's replies
 * @server:	A FACT_TRAFFIC_SERVER
 * @index:	Which of them, from 0
 * @reply:	Written if there is one
 *
 * Return: false after the last, and after the 256th
 */
bool traffic_reply(const struct fact *server, size_t index,
		   struct traffic_reply *reply);

/** traffic_offers() - Does a FACT_TRAFFIC_EHLO have a capability? */
bool traffic_offers(const struct fact *ehlo, const char *keyword);

#define TRAFFIC_KEYWORD 32	/* with its NUL; a longer word is not one */

/**
 * traffic_keyword() - The first word of a capability's line
 * @ehlo:	A FACT_TRAFFIC_EHLO
 * @index:	Which of its lines
 * @word:	In upper case; "" if there is none
 *
 * Return: its length
 */
size_t traffic_keyword(const struct fact *ehlo, size_t index,
		       char word[TRAFFIC_KEYWORD]);

/**
 * struct traffic_draft - A finding about a server in the making
 * @finding:	The finding
 * @signs:	How many signs there are that do not depend on each other
 * @first:	The first of them, as a sentence without its period
 */
struct traffic_draft {
	struct draft finding;
	size_t signs;
	const char *first;
};

/** traffic_draft() - A draft without signs, based on the server's fact */
struct traffic_draft traffic_draft(const struct traffic_scene *scene,
				   const char *class);

/**
 * traffic_sign() - Add a sign that does not depend on those before
 * @draft:	The draft
 * @fact:	The fact behind it
 * @label, @text: The line of evidence; kept; without a text nothing is added
 */
void traffic_sign(struct traffic_draft *draft, const struct fact *fact,
		  const char *label, const char *text);

/** traffic_found() - Has an earlier rule made this finding? */
bool traffic_found(const struct traffic_scene *scene, const char *id);

/** traffic_note() - Append a note, unless it is there already; NULL is none */
void traffic_note(struct traffic_scene *scene, const char *note);

#endif
