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
	SMTP_MESSAGE,		/* the end of a message, also by BDAT LAST */
	SMTP_GREETING,		/* no command: answered by the greeting */
	SMTP_VERBS,
};

/** smtp_verb_name() - "EHLO"; the last three are "(other)", "(message)"... */
const char *smtp_verb_name(enum smtp_verb verb);

/**
 * smtp_verb_split() - Split a command line
 * @line:	Without its end; leading blanks are skipped
 * @word:	Set to the first word; may be empty
 * @argument:	Set to the rest, without leading blanks
 *
 * A word that begins with AUTH or X-EXPS counts as that: "AUTH=PLAIN".
 */
enum smtp_verb smtp_verb_split(struct cursor line, struct cursor *word,
			       struct cursor *argument);

/**
 * smtp_verb_clear() - Is a line certainly a command?
 * After missing bytes, it could be a line of a message.
 */
bool smtp_verb_clear(enum smtp_verb verb, const struct cursor *argument);

/**
 * smtp_mechanism() - Does it begin with the name of a SASL mechanism?
 * A firewall that overwrites AUTH with XXXX leaves the argument.
 */
bool smtp_mechanism(const struct cursor *argument);

#endif
