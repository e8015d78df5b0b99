/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reporters: verdicts and facts as text or JSON.  They print what they are
 * given and conclude nothing.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "data/data.h"
#include "facts/event.h"
#include "facts/facts.h"
#include "verdict/verdict.h"

/**
 * struct report - Where and how to print
 * @out:	The stream; the caller checks it for errors
 * @color:	With terminal colours
 * @utf8:	Lines and crosses from beyond ASCII are welcome
 * @quiet:	The verdicts' lines alone; 2: nothing
 * @verbose:	All evidence and every fact that bears on the verdict
 */
struct report {
	FILE *out;
	bool color;
	bool utf8;
	int quiet;
	int verbose;
};

/** report_text() - The verdicts, for people */
void report_text(const struct report *report, const struct facts *facts,
		 const struct diagnosis *diagnosis);

/** report_owners_text() - The owners, for people */
void report_owners_text(const struct report *report,
			const struct facts *facts,
			const struct diagnosis *diagnosis);

/**
 * report_event() - A line for what happened on the wire
 *
 * With the time of day, as this machine's clocks show it.
 */
void report_event(const struct report *report,
		  const struct traffic_event *event);

/**
 * report_json() - One object with verdicts or owners, and the facts
 *
 * Return: 0, or -ENOMEM with nothing printed
 */
int report_json(const struct report *report, const struct facts *facts,
		const struct diagnosis *diagnosis);

/** report_knowledge() - An entry of the knowledge base, for people */
void report_knowledge(const struct report *report,
		      const struct data_record *record);

/** report_knowledge_list() - All entries, a line each */
void report_knowledge_list(const struct report *report);

/**
 * report_knowledge_json() - Entries of the knowledge base
 * @record:	One entry, or NULL for all
 *
 * Return: 0, or -ENOMEM with nothing printed
 */
int report_knowledge_json(const struct report *report,
			  const struct data_record *record);

/* What the text reporters share: text.c */

enum style {
	STYLE_PLAIN,
	STYLE_STRONG,
	STYLE_GOOD,
	STYLE_WARNING,
	STYLE_BAD,
	STYLE_FAINT,
};

/** report_styled() - Print a string in a style, if colours are on */
void report_styled(const struct report *report, enum style style,
		   const char *string);

/** report_evidence() - Evidence lines, labels aligned, indented by four */
void report_evidence(const struct report *report,
		     const struct evidence *evidence, size_t count);

/**
 * report_finding() - A sentence, its evidence, its remedy
 * @evidence:	False where it stands above already
 */
void report_finding(const struct report *report,
		    const struct finding *finding, bool evidence);

/** report_columns() - In how many columns a string shows: its characters */
size_t report_columns(const char *string);

/** report_name_headlines() - A line for each name */
void report_name_headlines(const struct report *report,
			   const struct diagnosis *diagnosis);

/**
 * report_names() - What each source says about each name, side by side
 *
 * Where there are targets, too, a name's findings stand in their verdicts
 * and carry the answers; then the table comes with -v only.
 */
void report_names(const struct report *report,
		  const struct diagnosis *diagnosis);

/** report_traffic_headlines() - A line for each server and proxy */
void report_traffic_headlines(const struct report *report,
			      const struct facts *facts,
			      const struct diagnosis *diagnosis);

/**
 * report_traffic() - What was seen of each of them, and what follows
 *
 * Where there are targets, their verdicts have what concerns them; the rest
 * comes with -v only.
 */
void report_traffic(const struct report *report,
		    const struct diagnosis *diagnosis);

/** report_unseen() - What could not be seen */
void report_unseen(const struct report *report,
		   const struct diagnosis *diagnosis);

/** report_facts() - Every fact with its status and source (-v) */
void report_facts(const struct report *report, const struct facts *facts);

/**
 * report_path() - The way of a connection through the machine, with the
 *	culprit marked
 */
void report_path(const struct report *report, const struct bind_verdict *verdict);

#endif
