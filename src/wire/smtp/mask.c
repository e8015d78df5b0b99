/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line consists of words, separated by blanks, and of <...>.  Quotes hide
 * blanks and brackets: "a b"@example.com, <"a>b"@example.com>.
 */
#include "wire/smtp/mask.h"

#include <stdbool.h>
#include <string.h>

#include "base/cursor.h"
#include "base/text.h"

struct masked {
	char *out;
	size_t length;
};

static void put(struct masked *m, const void *bytes, size_t length)
{
	memcpy(m->out + m->length, bytes, length);
	m->length += length;
}

static bool has(const struct cursor *c, unsigned char byte)
{
	return cursor_left(c) && memchr(c->bytes + c->at, byte, cursor_left(c));
}

/*
 * Skip "...", in which \ quotes the next byte.  A quote without a second one
 * is an ordinary byte, unless that would split a mailbox.
 */
static void skip_quoted(struct cursor *c)
{
	struct cursor copy = *c;
	uint8_t byte;

	cursor_skip(&copy, 1);
	while (cursor_u8(&copy, &byte)) {
		if (byte == '\\')
			cursor_skip(&copy, 1);
		if (byte != '"')
			continue;
		*c = copy;
		return;
	}
	cursor_skip(c, has(c, '@') ? cursor_left(c) : 1);
}

/* Skip bytes other than blanks, brackets and quotes. */
static void skip_plain(struct cursor *c)
{
	size_t n = 0, left = cursor_left(c);
	const unsigned char *bytes = c->bytes + c->at;

	while (n < left && !text_is_blank(bytes[n]) && bytes[n] != '<' &&
	       bytes[n] != '>' && bytes[n] != '"')
		n++;
	cursor_skip(c, n);
}

/* Up to a blank, or to a < or > outside quotes. */
static struct cursor take_word(struct cursor *c)
{
	struct cursor rest = *c, word;

	skip_plain(c);
	while (cursor_peek(c) == '"') {
		skip_quoted(c);
		skip_plain(c);
	}
	cursor_take(&rest, c->at - rest.at, &word);
	return word;
}

/*
 * <CR>, <LF> and <CRLF>, with which servers describe line ends (Postfix: "354
 * End data with <CR><LF>.<CR><LF>"), but not in place of a path or a value.
 * Any other name in <> may be a local mailbox.
 */
static bool line_end(struct masked *m, struct cursor *c)
{
	static const char *const names[] = {"<CR>", "<LF>", "<CRLF>"};

	if (c->at && !strchr(" \t.>", c->bytes[c->at - 1]))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (cursor_starts(c, names[i])) {
			put(m, names[i], strlen(names[i]));
			return true;
		}
	return false;
}

/* <...>, or < without an end. */
static void bracket(struct masked *m, struct cursor *c, bool mailbox)
{
	size_t from = c->at;
	int byte;

	if (!mailbox && line_end(m, c))
		return;

	cursor_skip(c, 1);
	while ((byte = cursor_peek(c)) >= 0 && byte != '>') {
		if (byte == '"')
			skip_quoted(c);
		else
			cursor_skip(c, 1);
	}
	put(m, "<", 1);
	if (c->at > from + 1)
		put(m, "*", 1);
	if (cursor_skip(c, 1))
		put(m, ">", 1);
}

/* NAME=value with an identity: RFC 4954, 5; RFC 3461, 4; XCLIENT. */
static bool is_parameter(struct cursor *word, bool first)
{
	if (cursor_starts_nocase(word, "LOGIN="))
		return true;
	/* Some servers offer "AUTH=LOGIN". */
	return !first && (cursor_starts_nocase(word, "AUTH=") ||
			  cursor_starts_nocase(word, "ORCPT=") ||
			  cursor_starts_nocase(word, "ENVID="));
}

static bool ends_in_dots(const struct cursor *word)
{
	return word->length > 3 &&
	       !memcmp(word->bytes + word->length - 3, "...", 3);
}

/*
 * @first:	The first word, or the first after a status code
 * @mailbox:	It follows FROM: or TO:
 */
static void mask_word(struct masked *m, struct cursor word, bool first,
		      bool mailbox)
{
	size_t kept;

	if (is_parameter(&word, first) ||
	    (first && (cursor_starts_nocase(&word, "FROM:") ||
		       cursor_starts_nocase(&word, "TO:")))) {
		put(m, word.bytes, word.at);
		mailbox = true;
	}
	kept = cursor_left(&word);
	/* Sendmail: "nobody... User unknown" */
	if (first && !mailbox && ends_in_dots(&word) && !has(&word, '@'))
		put(m, "*...", 4);
	else if (kept && (mailbox || has(&word, '@')))
		put(m, "*", 1);
	else
		put(m, word.bytes + word.at, kept);
}

/* "5.1.1": three numbers of at most three digits (RFC 3463, section 2). */
static bool is_status(struct cursor word)
{
	uint64_t number;

	for (int i = 0; i < 3; i++)
		if ((i && !cursor_starts(&word, ".")) ||
		    !cursor_number(&word, &number) || number > 999)
			return false;
	return !cursor_left(&word);
}

size_t mask_status(const char *text, size_t length)
{
	struct cursor c = cursor_over(text, length), word;

	return cursor_word(&c, &word) && is_status(word) &&
			       word.bytes == (const unsigned char *)text
		       ? word.length
		       : 0;
}

static bool is_path(struct cursor word)
{
	return (cursor_starts_nocase(&word, "FROM:") ||
		cursor_starts_nocase(&word, "TO:")) &&
	       !cursor_left(&word);
}

size_t mask_text(const char *text, size_t length, char *out)
{
	struct masked m = {out, 0};
	struct cursor c = cursor_over(text, length), word;
	bool first = true, mailbox = false;
	int byte;

	while ((byte = cursor_peek(&c)) >= 0) {
		if (byte == '<') {
			bracket(&m, &c, mailbox);
			first = mailbox = false;
		} else if (text_is_blank(byte) || byte == '>') {
			put(&m, c.bytes + c.at, 1);
			cursor_skip(&c, 1);
		} else {
			word = take_word(&c);
			mask_word(&m, word, first, mailbox);
			mailbox = first && is_path(word);
			first = first && is_status(word);
		}
	}
	out[m.length] = '\0';
	return m.length;
}
