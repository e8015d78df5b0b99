/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one source says about one name, while it is being asked.
 *
 * Sources answer in any order; their answers keep the order in which
 * they were made, and become facts at the end.
 */
#ifndef COLLECT_NAMES_ANSWER_H
#define COLLECT_NAMES_ANSWER_H

#include "base/compiler.h"
#include "facts/facts.h"

/**
 * struct answer - A FACT_NAME_ANSWER that is not complete yet
 * @next:	The next in its list
 * @name:	Borrowed
 * @source:	"hosts", "dns", "netbios", "system"
 * @how:	The fact's source: "c-ares"
 * @server:	"" where none was asked
 * @record:	NULL where there is none
 * @asked:	When, on clock_now()'s scale
 * @took:	Milliseconds; -1 before the end and where it does not apply
 * @done:	answer_end() was called
 * @status:	How it ended
 * @code:	Its space is NULL where there is no code
 * @addresses:	An array, or NULL; so are @names and @chain
 * @ttl:	Seconds, or -1
 * @file:	Borrowed, or NULL
 * @line:	From 1; 0 where there is none
 * @given:	The user named the source for this run: the system does not
 *		use it
 * @detail:	"" where there is none
 * @lost:	Memory was out
 */
struct answer {
	struct answer *next;
	const char *name;
	const char *source;
	const char *how;
	char server[ENDPOINT_TEXT];
	const char *record;
	int64_t asked;
	int64_t took;
	bool done;
	enum fact_status status;
	struct fact_code code;
	json_t *addresses;
	json_t *names;
	json_t *chain;
	int64_t ttl;
	const char *file;
	unsigned int line;
	bool given;
	char detail[240];
	bool lost;
};

/** struct answers - A list of them, and whether one was lost */
struct answers {
	struct answer *first;
	struct answer *last;
	const char *name;
	bool lost;
};

/**
 * answer_new() - Append an answer about the list's name
 * @list:	The list
 * @source:	A constant, as @how and @record
 *
 * Return: the answer, which the list owns, or NULL, which the list remembers
 */
struct answer *answer_new(struct answers *list, const char *source,
			  const char *how, const char *record);

/** answer_address() - Add an address, unless it is there already */
void answer_address(struct answer *answer, const struct address *address);

/** answer_text() - Append a text to one of the answer's arrays */
void answer_text(struct answer *answer, json_t **array, const char *bytes,
		 size_t length);

/** answer_detail() - Add to the detail, after a semicolon */
void answer_detail(struct answer *answer, const char *format, ...)
	COMPILER_PRINTF(2, 3);

/**
 * answer_end() - The source has answered or failed; a second call changes
 *	nothing
 * @code:	NULL where there is none; its strings are constants
 */
void answer_end(struct answer *answer, enum fact_status status,
		const struct fact_code *code);

/** answer_errno() - answer_end() with an errno, negative or positive */
void answer_errno(struct answer *answer, enum fact_status status, int number);

/** answers_save() - Append all as facts, and free them */
void answers_save(struct answers *list, struct facts *facts);

#endif
