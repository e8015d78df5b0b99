/* SPDX-License-Identifier: BSD-2-Clause */
/* SMTP's commands by name. */
#ifndef WIRE_SMTP_SMTP_VERB_H
#define WIRE_SMTP_SMTP_VERB_H

#include "base/cursor.h"

enum smtp_verb {
	SMTP_EHLO, SMTP_HELO, SMTP_LHLO, SMTP_MAIL, SMTP_RCPT, SMTP_DATA,
	SMTP_BDAT, SMTP_RSET, SMTP_VRFY, SMTP_EXPN, SMTP_HELP, SMTP_NOOP,
	SMTP_QUIT, SMTP_AUTH, SMTP_STARTTLS, SMTP_ETRN, SMTP_TURN,
	SMTP_XCLIENT, SMTP_XFORWARD, SMTP_XEXPS, SMTP_XANONYMOUSTLS,
	SMTP_OTHER,		/* any other word */
	SMTP_MESSAGE,		/* the end of a message: what its reply answers,
				 * and that to BDAT LAST */
	SMTP_GREETING,		/* none: what the first reply answers */
	SMTP_VERBS,
};

/** smtp_verb_name() - "EHLO"; "(message)" and the like for the last three */
const char *smtp_verb_name(enum smtp_verb verb);

/**
 * smtp_verb_find() - Which command is a word?
 * Return: SMTP_OTHER for what is none; letter case does not count
 */
enum smtp_verb smtp_verb_find(const struct cursor *word);

/**
 * smtp_verb_split() - A command line's word and what follows it
 * @line:	Without its end; blanks before the word do not count
 * @word:	Empty where there is none
 * @argument:	Without the blanks before it
 *
 * What begins like AUTH or X-EXPS is that: "AUTH=PLAIN", "AUTHINFO".
 */
enum smtp_verb smtp_verb_split(struct cursor line, struct cursor *word,
			       struct cursor *argument);

/**
 * smtp_verb_clear() - Is a line a command beyond doubt?
 * Where the line before it was not seen, it might as well be a message's.
 */
bool smtp_verb_clear(enum smtp_verb verb, const struct cursor *argument);

/**
 * smtp_mechanism() - Does it begin with the name of a SASL mechanism?
 * A firewall that writes XXXX over AUTH leaves what follows.
 */
bool smtp_mechanism(const struct cursor *argument);

#endif
