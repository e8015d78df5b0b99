/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of a dialogue that may be kept and shown: printable, without mailboxes
 * and without the words of mailboxes.
 */
#ifndef COLLECT_WATCH_WATCH_TEXT_H
#define COLLECT_WATCH_WATCH_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/smtp/dialogue.h"

#define WATCH_TEXT_MAX 8192	/* bytes of a reply with its lines, printable */
#define WATCH_LINE_MAX 512	/* raw bytes used; RFC 5321, 4.5.3.1.5 */
#define WATCH_LINE_TEXT (4 * WATCH_LINE_MAX + 1)
#define WATCH_REPLY_TEXT 200	/* bytes kept of a reply's text */
#define WATCH_SECRETS_MAX 32

/**
 * struct secrets - Hashes of the words of a client's mailboxes
 * A server may repeat them in a reply without an @.
 * @count:	Number of words added; beyond WATCH_SECRETS_MAX some are
 *		forgotten
 * @lost:	Bytes are missing: some words are unknown
 */
struct secrets {
	uint32_t hashes[WATCH_SECRETS_MAX];
	size_t count;
	bool lost;
};

/** secrets_add() - Remember the words of a command with a mailbox */
void secrets_add(struct secrets *secrets, const struct smtp_command *command);

/**
 * watch_text_line() - A line of a greeting or an EHLO reply, printable
 * @show:	Mailboxes are not masked
 * @out:	WATCH_LINE_TEXT bytes
 * Return: its length
 */
size_t watch_text_line(const char *line, size_t length, bool show, char *out);

/**
 * watch_text_reply() - A reply's first line, printable
 * @secrets:	Words to be masked
 * @show:	Mailboxes are not masked; of a reply to AUTH only the enhanced
 *		status code is kept in any case
 * @out:	WATCH_LINE_TEXT bytes; at most WATCH_REPLY_TEXT are used
 * Return: its length
 */
size_t watch_text_reply(const struct smtp_reply *reply,
			const struct secrets *secrets, bool show, char *out);

/**
 * watch_text_steady() - Replace the parts of a line that change each time
 * @line:	Printable, NUL-terminated; changed in place: after the first
 *		word, dates and identifiers become #
 */
void watch_text_steady(char *line);

/** watch_text_product() - A header's value without comments in brackets */
size_t watch_text_product(const char *value, size_t words, bool show,
			  char *out);

/** watch_text_cut() - Length of printable text, truncated to @max bytes */
size_t watch_text_cut(const char *text, size_t length, size_t max);

#endif
