/* SPDX-License-Identifier: BSD-2-Clause */
/* What a finding rests on, as lines for a reader. */
#ifndef DIAGNOSE_FINDING_EVIDENCE_H
#define DIAGNOSE_FINDING_EVIDENCE_H

#include "data/data.h"
#include "diagnose/bind/scene.h"

/**
 * struct evidence_list - Lines and the facts behind them
 * @arena:	Where both grow
 */
struct evidence_list {
	struct arena *arena;
	struct evidence *items;
	size_t count;
	const struct fact **facts;
	size_t fact_count;
};

/**
 * evidence_add() - Append a line
 * @list:	The list
 * @fact:	The fact behind it; NULL for none
 * @label:	Kept
 * @text:	Kept; NULL: no line, the fact alone
 */
void evidence_add(struct evidence_list *list, const struct fact *fact,
		  const char *label, const char *text);

/** evidence_try() - What the probe met, with its tuple, options and code */
void evidence_try(struct evidence_list *list, const struct outcome *outcome);

/**
 * evidence_plain() - That the bind without the option worked, if it did
 * @list:	The list
 * @server:	With the option; it failed
 * @plain:	Without it
 */
void evidence_plain(struct evidence_list *list, const struct outcome *server,
		    const struct outcome *plain);

/**
 * evidence_culprit() - All that is known of a culprit
 * @list:	The list
 * @culprit:	The culprit
 * @program:	Its record in data_programs, for the greeting; may be NULL
 */
void evidence_culprit(struct evidence_list *list,
		      const struct culprit *culprit,
		      const struct data_record *program);

/**
 * evidence_code() - "EADDRINUSE, Address already in use (WSAEADDRINUSE
 *	10048)"
 */
const char *evidence_code(struct arena *arena, const struct fact_code *code);

/** evidence_winsock() - "WSAEADDRINUSE 10048" for any code, or NULL */
const char *evidence_winsock(struct arena *arena,
			     const struct fact_code *code);

/**
 * evidence_greeting_text() - A greeting's lines, parted by LF
 * @arena:	For the text
 * @greeting:	A FACT_GREETING or NULL
 *
 * Return: the text; NULL where there was no greeting
 */
const char *evidence_greeting_text(struct arena *arena,
				   const struct fact *greeting);

/** evidence_duration() - Seconds in words: "3 days" */
const char *evidence_duration(struct arena *arena, int64_t seconds);

#endif
