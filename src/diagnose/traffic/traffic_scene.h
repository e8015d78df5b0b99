/* SPDX-License-Identifier: BSD-2-Clause */
/* The facts of one server that was seen on the wire, put in order. */
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

/** struct traffic_table - All of them, by address, port and kind */
struct traffic_table {
	struct arena *arena;
	const struct facts *facts;
	struct traffic_row *rows;
	size_t count;
};

/** struct traffic_span - Rows that stand together in the table */
struct traffic_span {
	const struct traffic_row *rows;
	size_t count;
};

/**
 * struct traffic_scene - One server and what bears on it
 * @table:	All servers
 * @fact:	Its FACT_TRAFFIC_SERVER
 * @name:	"192.0.2.1:25"
 * @greetings, @ehlo, @stacks, @resets, @headers: Its own, by kind
 * @all:	Every row of its address
 * @to:		Findings are gathered here
 * @notes:	Notes, likewise
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
	struct verdict to;
	struct strings notes;
};

/**
 * traffic_table_build() - Put the facts of servers in order
 * @table:	Written
 */
void traffic_table_build(struct traffic_table *table, struct arena *arena,
			 const struct facts *facts);

/**
 * traffic_scene_build() - What bears on one server
 * @scene:	Written
 * @table:	All servers; kept
 * @row:	Its FACT_TRAFFIC_SERVER's place in the table
 */
void traffic_scene_build(struct traffic_scene *scene,
			 const struct traffic_table *table, size_t row);

/** traffic_count() - A number of the server's fact; 0 where there is none */
int64_t traffic_count(const struct traffic_scene *scene, const char *member);

/** traffic_number() - A number of any fact; none, or less than 0, is 0; those
 * that cannot be are cut, so that sums of them fit */
int64_t traffic_number(const struct fact *fact, const char *member);

/** traffic_item() - A string of an array, or NULL */
const char *traffic_item(const struct fact *fact, const char *member,
			 size_t index);

/** traffic_lines() - An array's first strings, parted by LF; NULL for none */
const char *traffic_lines(struct arena *arena, const struct fact *fact,
			  const char *member);

/** traffic_time() - Milliseconds for a reader: "45 ms", "2.1 s" */
const char *traffic_time(struct arena *arena, int64_t ms);

/** traffic_times() - "once", "3 times" */
const char *traffic_times(struct arena *arena, int64_t count);

/** traffic_offers() - Does a FACT_TRAFFIC_EHLO have a capability? */
bool traffic_offers(const struct fact *ehlo, const char *keyword);

#define TRAFFIC_KEYWORD 32	/* with its NUL; longer ones are no keyword */

/**
 * traffic_keyword() - The first word of a capability's line
 * @ehlo:	A FACT_TRAFFIC_EHLO
 * @index:	Which of its lines
 * @word:	In upper case; "" where there is none
 *
 * Return: its length
 */
size_t traffic_keyword(const struct fact *ehlo, size_t index,
		       char word[TRAFFIC_KEYWORD]);

/*
 * Signs of a finding.  Two that do not depend on each other make it likely;
 * one alone is a note.
 */

/**
 * struct traffic_signs - Signs of one finding
 * @count:	How many that do not depend on each other
 * @first:	The first of them, as a sentence without its period
 */
struct traffic_signs {
	struct evidence_list *evidence;
	size_t count;
	const char *first;
};

/** traffic_signs_new() - None yet; the server's fact is what it rests on */
struct traffic_signs traffic_signs_new(const struct traffic_scene *scene);

/**
 * traffic_sign() - One more sign that does not depend on those before
 * @fact:	Behind it
 * @label, @text: For the reader; kept
 */
void traffic_sign(struct traffic_signs *signs, const struct fact *fact,
		  const char *label, const char *text);

/** traffic_terms() - The placeholders and flags of a server's finding */
void traffic_terms(struct terms *terms, const struct traffic_scene *scene);

/**
 * traffic_conclude() - A finding, a note or nothing, by the number of signs
 * @scene:	Appended to
 * @signs:	What speaks for it
 * @id:		The finding
 * @class, @name: Of the culprit
 * @terms:	NULL for those of traffic_terms()
 *
 * Return: whether there is a finding
 */
bool traffic_conclude(struct traffic_scene *scene,
		      const struct traffic_signs *signs, const char *id,
		      const char *class, const char *name,
		      struct terms *terms);

/** traffic_found() - Is there a finding with this id? */
bool traffic_found(const struct traffic_scene *scene, const char *id);

/** traffic_note() - Append a note */
void traffic_note(struct traffic_scene *scene, const char *note);

#endif
