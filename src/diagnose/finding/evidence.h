/* SPDX-License-Identifier: BSD-2-Clause */
/* The observations behind a finding, as lines of text with their facts. */
#ifndef DIAGNOSE_FINDING_EVIDENCE_H
#define DIAGNOSE_FINDING_EVIDENCE_H

#include "verdict/verdict.h"

/**
 * struct evidence_list - Lines and the facts behind them
 * @arena:	Where both grow
 *
 * A list starts as {.arena = arena}.
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
 * @text:	Kept; NULL: no line, only the fact
 */
void evidence_add(struct evidence_list *list, const struct fact *fact,
		  const char *label, const char *text);

/**
 * evidence_code() - "EADDRINUSE, Address already in use (WSAEADDRINUSE
 *	10048)"
 */
const char *evidence_code(struct arena *arena, const struct fact_code *code);

/** evidence_winsock() - "WSAEADDRINUSE 10048" for any code, or NULL */
const char *evidence_winsock(struct arena *arena,
			     const struct fact_code *code);

/** evidence_endpoint() - "127.0.0.1:25", with "/udp" if it is UDP; NULL for a
 * fact without an endpoint */
const char *evidence_endpoint(struct arena *arena, const struct fact *fact);

/** evidence_duration() - Seconds in words: "3 days" */
const char *evidence_duration(struct arena *arena, int64_t seconds);

#endif
