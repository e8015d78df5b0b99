/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An SMTP dialogue (RFC 5321) from the bytes of its two sides, split anywhere.
 *
 * A push parser: it keeps at most a line of each side, and of what a client
 * sends as a message only how far it is.  Commands and replies are matched in
 * order, pipelined or not (RFC 2920), through DATA, BDAT (RFC 3030), AUTH
 * (RFC 4954) and STARTTLS (RFC 3207), after which everything is TLS's.
 *
 * Nothing that it hands out holds a credential; what holds a mailbox says so.
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
 * @code:	Three digits; the last line's, as mail servers take it
 * @lines:	Without "250-" and line ends, those without a code whole; raw bytes with a NUL added; a
 *		line beyond DIALOGUE_LINE_MAX is cut, one beyond
 *		DIALOGUE_LINES_MAX is counted only
 *		Of 500 to 504 to what was no command, the status code alone:
 *		the rest may say it again, and it may be a credential
 * @lengths:	Of each
 * @count:	Lines kept
 * @lines_seen:	Lines that there were
 * @to:		What it answers; SMTP_OTHER where nobody knows.  To each line of
 *		AUTH's, SMTP_AUTH or SMTP_XEXPS
 * @unasked:	No command waits for it (a 421, or a capture that lost some)
 * @asked_time:	When the command was complete; for a greeting when the
 *		connection was answered; INT64_MIN where that was not seen
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
 * @argument:	What follows the verb, raw, with a NUL added; "" for AUTH,
 *		X-EXPS and SMTP_OTHER
 * @length:	Of @argument
 */
struct smtp_command {
	enum smtp_verb verb;
	const char *argument;
	size_t length;
};

enum dialogue_event {
	DIALOGUE_TLS_STARTED,	/* after a 220 to STARTTLS, both sides' first
				 * bytes were TLS records; an alert is one */
	DIALOGUE_TLS_FIRST,	/* the first bytes of a side were TLS records:
				 * implicit TLS; for each side.  A server's
				 * alert counts after a client's TLS alone */
	DIALOGUE_NOT_SMTP,	/* the server's first bytes are neither a reply
				 * nor TLS; told once */
	DIALOGUE_ENDLESS_LINE,	/* a line beyond 64 KiB: the side is no longer
				 * read */
	DIALOGUE_EARLY_TALK,	/* the client spoke before the greeting's end */
	DIALOGUE_BARE_LF,	/* a line ended without CR; once for a side */
	DIALOGUE_LOST,		/* bytes are missing, or found no room, or more
				 * than 256 commands wait: numbers may be off */
};

/**
 * struct dialogue_sink - Who is told; any may be NULL
 * @header:	A line of a message's header that programs leave there
 *		(X-Antivirus, X-Antivirus-Status, X-Mailer, X-Virus-Scanned,
 *		User-Agent): at most the first 32 lines of a header are looked
 *		at; @value is raw, NUL-terminated, at most 256 bytes
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
 * @answered:	When the connection was answered; INT64_MIN where that was not
 *		seen: then the first bytes may be anything's middle
 *
 * Return: the dialogue, some hundred bytes, or NULL when memory is out
 */
struct dialogue *dialogue_new(const struct dialogue_sink *sink,
			      int64_t answered);

/**
 * dialogue_share() - Bound by a pool, too; it outlives the dialogue
 * To be called before the first bytes.
 */
void dialogue_share(struct dialogue *dialogue, struct dialogue_pool *pool);

/** dialogue_free() - NULL is allowed */
void dialogue_free(struct dialogue *dialogue);

/** dialogue_bytes() - Bytes of one side, in order */
void dialogue_bytes(struct dialogue *dialogue, enum side side, int64_t time,
		    const uint8_t *bytes, size_t length);

/** dialogue_gap() - Bytes of one side are missing; 0: nobody knows how many */
void dialogue_gap(struct dialogue *dialogue, enum side side, int64_t time,
		  size_t missing);

/**
 * dialogue_end() - The connection is over
 * What is not complete is handed out: a reply whose last line never came.
 */
void dialogue_end(struct dialogue *dialogue, int64_t time);

#endif
