/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An SMTP dialogue (RFC 5321), parsed from the bytes of both sides.
 *
 * A push parser, for pieces of any size: it keeps at most a line of each side,
 * and nothing of a message's body.  Commands and replies are matched in order,
 * pipelined or not (RFC 2920), through DATA, BDAT (RFC 3030), AUTH (RFC 4954)
 * and STARTTLS (RFC 3207), after which all bytes are TLS.
 *
 * Its callbacks never get a credential; texts may contain mailboxes.
 */
#ifndef WIRE_SMTP_DIALOGUE_H
#define WIRE_SMTP_DIALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/packet/side.h"
#include "wire/smtp/dialogue_pool.h"
#include "wire/smtp/smtp_verb.h"

#define DIALOGUE_LINE_MAX 2048		/* bytes kept of a line */
#define DIALOGUE_LINES_MAX 64		/* lines kept of a reply */

/**
 * struct smtp_reply - A reply with all its lines
 * @code:	Three digits; of several lines, that of the last one, which is
 *		what mail servers use
 * @lines:	Without "250-" and line ends; a line without a code is complete.
 *		Raw bytes with a NUL added.  A line beyond DIALOGUE_LINE_MAX is
 *		truncated, lines beyond DIALOGUE_LINES_MAX are only counted.  Of
 *		a reply 500 to 504 to an unknown command only the enhanced
 *		status code is kept: the rest may repeat the command, which may
 *		be a credential
 * @lengths:	Length of each line
 * @count:	Number of lines kept
 * @lines_seen:	Number of lines that came
 * @to:		The command that it answers; SMTP_OTHER if unknown.  During AUTH
 *		each reply is to SMTP_AUTH or SMTP_XEXPS
 * @unasked:	No command waits for it (a 421, or the capture lost some)
 * @asked_time:	Time when the command was complete; for a greeting, when the
 *		connection was answered; INT64_MIN if that was not seen
 * @first_time, @last_time: Of its first and last byte
 */
struct smtp_reply {
	unsigned int code;
	const char *const *lines;
	const size_t *lengths;
	size_t count;
	size_t lines_seen;
	enum smtp_verb to;
	bool unasked;
	int64_t asked_time;
	int64_t first_time;
	int64_t last_time;
};

/**
 * struct smtp_command - A command line
 * @argument:	The bytes after the verb, raw, with a NUL added; "" for AUTH,
 *		X-EXPS and SMTP_OTHER
 * @length:	Of @argument
 */
struct smtp_command {
	enum smtp_verb verb;
	const char *argument;
	size_t length;
};

enum dialogue_event {
	DIALOGUE_TLS_STARTED,	/* after a 220 to STARTTLS both sides sent a
				 * TLS record (an alert is one, too) */
	DIALOGUE_TLS_FIRST,	/* a side began with a TLS record: implicit
				 * TLS; once for each side.  An alert of the
				 * server counts only if the client began so */
	DIALOGUE_NOT_SMTP,	/* the server's first bytes are neither a reply
				 * nor TLS; once */
	DIALOGUE_ENDLESS_LINE,	/* a line beyond 64 KiB: the rest of this side
				 * is ignored */
	DIALOGUE_EARLY_TALK,	/* the client sent data before the greeting was
				 * complete */
	DIALOGUE_BARE_LF,	/* a line ended without CR; once a side */
	DIALOGUE_LOST,		/* bytes are missing, or there was no room, or
				 * more than 256 commands wait: counts may be
				 * wrong */
};

/**
 * struct dialogue_sink - Callbacks; each may be NULL
 * @header:	A line of a message's header that names a program (X-Antivirus,
 *		X-Antivirus-Status, X-Mailer, X-Virus-Scanned, User-Agent), if
 *		it is among the first 32 lines; @value is raw, NUL-terminated,
 *		at most 256 bytes
 */
struct dialogue_sink {
	void (*reply)(void *user, const struct smtp_reply *reply);
	void (*command)(void *user, const struct smtp_command *command,
			int64_t time);
	void (*header)(void *user, const char *name, const char *value);
	void (*event)(void *user, enum dialogue_event event, enum side side,
		      int64_t time);
	void *user;
};

struct dialogue;

/**
 * dialogue_new() - A dialogue that has not begun
 * @sink:	Copied
 * @answered:	Time when the connection was answered; INT64_MIN if that was not
 *		seen: then the first bytes may be from the middle of anything
 *
 * Return: the dialogue, some hundred bytes, or NULL without memory
 */
struct dialogue *dialogue_new(const struct dialogue_sink *sink,
			      int64_t answered);

/**
 * dialogue_share() - Limit its memory by a pool, which outlives it
 * To be called before the first bytes.
 */
void dialogue_share(struct dialogue *dialogue, struct dialogue_pool *pool);

/** dialogue_free() - NULL is allowed */
void dialogue_free(struct dialogue *dialogue);

/** dialogue_bytes() - Bytes of one side, in order */
void dialogue_bytes(struct dialogue *dialogue, enum side side, int64_t time,
		    const uint8_t *bytes, size_t length);

/** dialogue_gap() - Bytes of one side are missing; @missing is 0 if unknown */
void dialogue_gap(struct dialogue *dialogue, enum side side, int64_t time,
		  size_t missing);

/**
 * dialogue_end() - The connection is over
 * Reports a reply whose last line never came.
 */
void dialogue_end(struct dialogue *dialogue, int64_t time);

#endif
