/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writers: verdicts and facts in one form of output each.  They print what
 * they are given and conclude nothing.
 *
 * A new writer is a row in REPORT_WRITERS, and a file (or a folder) that
 * defines writer_NAME.  Options, help and tests take it from there; the man
 * page has to say what it is for.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "data/data.h"
#include "facts/event.h"
#include "facts/facts.h"
#include "verdict/verdict.h"

#define REPORT_WRITERS(row) \
	row(text) \
	row(json)

struct writer;

/**
 * struct report - Where and how to print
 * @writer:	The form of output
 * @out:	The stream; the caller checks it for errors
 * @color:	With terminal colours
 * @utf8:	Lines and crosses that are not ASCII may be printed
 * @quiet:	1: one line for each verdict; 2: nothing
 * @verbose:	All evidence, and every fact behind the verdict
 *
 * @color, @utf8, @quiet and @verbose are for writers that print for people.
 */
struct report {
	const struct writer *writer;
	FILE *out;
	bool color;
	bool utf8;
	int quiet;
	int verbose;
};

/**
 * struct writer - One form of output
 * @name:	For --output
 * @diagnosis:	Prints verdicts or owners, and facts.  Return: 0, or -ENOMEM
 *		with nothing printed
 * @knowledge:	Prints an entry of the knowledge base, or with NULL all of
 *		them; @first: no entry was printed before.  NULL if the writer
 *		cannot.  Return: as above
 * @event:	Prints what just happened on the wire.  NULL if the writer
 *		prints one document at the end, and needs standard output for
 *		it alone
 */
struct writer {
	const char *name;
	int (*diagnosis)(const struct report *report,
			 const struct facts *facts,
			 const struct diagnosis *diagnosis);
	int (*knowledge)(const struct report *report,
			 const struct data_record *record, bool first);
	void (*event)(const struct report *report,
		      const struct traffic_event *event);
};

#define REPORT_DECLARE(name) extern const struct writer writer_##name;
REPORT_WRITERS(REPORT_DECLARE)
#undef REPORT_DECLARE

/* All writers; NULL ends the table. */
extern const struct writer *const report_writers[];

/* Their names, for help and messages: " text json" */
#define REPORT_NAME(name) " " #name
#define REPORT_NAMES REPORT_WRITERS(REPORT_NAME)

/** report_writer() - The writer with a name, or NULL */
const struct writer *report_writer(const char *name);

#endif
