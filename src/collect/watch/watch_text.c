/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_text.h"

#include <string.h>

#include "base/cursor.h"
#include "base/text.h"
#include "wire/smtp/mask.h"

#define IDENTIFIER_LENGTH 12	/* minimum, in bytes */
#define IDENTIFIER_DIGITS 6

static bool is_digit(int byte)
{
	return byte >= '0' && byte <= '9';
}

/* A byte of a word of a mailbox; dots and hyphens separate words. */
static bool in_word(int byte)
{
	int letter = text_lower(byte);

	return is_digit(byte) || (letter >= 'a' && letter <= 'z') ||
	       byte == '_' || byte >= 0x80;
}

/* The next word: its hash, ignoring letter case.  Return: its length, or 0. */
static size_t next_word(struct cursor *c, uint32_t *hash)
{
	size_t length = 0;

	while (cursor_left(c) && !in_word(cursor_peek(c)))
		cursor_skip(c, 1);
	*hash = 2166136261U;
	while (cursor_left(c) && in_word(cursor_peek(c))) {
		*hash ^= (uint32_t)text_lower(cursor_peek(c));
		*hash *= 16777619U;
		cursor_skip(c, 1);
		length++;
	}
	return length;
}

static void add_words(struct secrets *secrets, struct cursor words)
{
	uint32_t hash;
	size_t length;

	while ((length = next_word(&words, &hash)))
		if (length > 1)
			secrets->hashes[secrets->count++ %
					WATCH_SECRETS_MAX] = hash;
}

/*
 * The part of "FROM:<a@b> SIZE=5" before the last @; without <>, up to a blank.
 * A route ("<@relay:a@b>", RFC 5321, appendix C) is skipped.
 */
static struct cursor mailbox(const char *argument, size_t length)
{
	const char *start = memchr(argument, '<', length), *end;
	char stop = start ? '>' : ' ';
	size_t left;

	if (!start)
		start = memchr(argument, ':', length);
	start = start ? start + 1 : argument;
	left = length - (size_t)(start - argument);
	/* Many clients send "FROM: a@b". */
	for (; left && *start == ' '; left--)
		start++;
	end = memchr(start, stop, left);
	if (end)
		left = (size_t)(end - start);
	end = left && *start == '@' ? memchr(start, ':', left) : NULL;
	if (end) {
		left -= (size_t)(end + 1 - start);
		start = end + 1;
	}
	for (size_t i = left; i-- > 0;)
		if (start[i] == '@')
			return cursor_over(start, i);
	return cursor_over(start, left);
}

void secrets_add(struct secrets *secrets, const struct smtp_command *command)
{
	switch (command->verb) {
	case SMTP_MAIL:
	case SMTP_RCPT:
		add_words(secrets,
			  mailbox(command->argument, command->length));
		break;
	case SMTP_VRFY:
	case SMTP_EXPN:
	case SMTP_XCLIENT:
	case SMTP_OTHER:
		add_words(secrets,
			  cursor_over(command->argument, command->length));
		break;
	default:
		break;
	}
}

static bool is_secret(const struct secrets *secrets, uint32_t hash)
{
	size_t count = secrets->count < WATCH_SECRETS_MAX ? secrets->count
							  : WATCH_SECRETS_MAX;

	for (size_t i = 0; i < count; i++)
		if (secrets->hashes[i] == hash)
			return true;
	return false;
}

size_t watch_text_cut(const char *text, size_t length, size_t max)
{
	if (length <= max)
		return length;
	while (max && ((unsigned char)text[max] & 0xc0) == 0x80)
		max--;
	return max;
}

size_t watch_text_line(const char *line, size_t length, bool show, char *out)
{
	char masked[WATCH_LINE_MAX + 1];

	length = length < WATCH_LINE_MAX ? length : WATCH_LINE_MAX;
	if (show || !memchr(line, '@', length))
		return text_printable(line, length, out);
	length = mask_text(line, length, masked);
	return text_printable(masked, length, out);
}

/* Replace secret words by *; @out has room for @length bytes. */
static size_t hide(const char *text, size_t length,
		   const struct secrets *secrets, char *out)
{
	struct cursor c = cursor_over(text, length);
	size_t at = 0, done = 0, word;
	uint32_t hash;

	while (secrets->count && (word = next_word(&c, &hash))) {
		size_t start = c.at - word;

		memcpy(out + at, text + done, start - done);
		at += start - done;
		done = c.at;
		if (is_secret(secrets, hash)) {
			out[at++] = '*';
		} else {
			memcpy(out + at, text + start, word);
			at += word;
		}
	}
	memcpy(out + at, text + done, length - done);
	return at + length - done;
}

/* May the text contain a secret?  Then only the status code is kept. */
static bool code_only(const struct smtp_reply *reply,
		      const struct secrets *secrets, bool show)
{
	if (reply->to == SMTP_AUTH || reply->to == SMTP_XEXPS ||
	    reply->code == 334)
		return true;
	if (show || reply->to == SMTP_GREETING)
		return false;
	return reply->to == SMTP_VRFY || reply->to == SMTP_EXPN ||
	       (reply->to == SMTP_OTHER && !reply->unasked) ||
	       secrets->lost || secrets->count > WATCH_SECRETS_MAX;
}

size_t watch_text_reply(const struct smtp_reply *reply,
			const struct secrets *secrets, bool show, char *out)
{
	char masked[WATCH_LINE_MAX + 1], hidden[WATCH_LINE_MAX + 1];
	const char *text = reply->count ? reply->lines[0] : "";
	size_t length = reply->count ? reply->lengths[0] : 0;

	if (code_only(reply, secrets, show))
		length = mask_status(text, length);
	length = length < WATCH_LINE_MAX ? length : WATCH_LINE_MAX;
	if (show) {
		length = text_printable(text, length, out);
	} else {
		length = mask_text(text, length, masked);
		length = hide(masked, length, secrets, hidden);
		length = text_printable(hidden, length, out);
	}
	length = watch_text_cut(out, length, WATCH_REPLY_TEXT);
	out[length] = '\0';
	return length;
}

static bool is_one_of(const char *word, size_t length, const char *list)
{
	for (size_t i = 0; length == 3 && list[i]; i += 3)
		if (!memcmp(word, list + i, 3))
			return true;
	return false;
}

/* "12:04:05" */
static bool is_clock(struct cursor c)
{
	uint64_t number;

	return cursor_number(&c, &number) && number < 24 &&
	       cursor_starts(&c, ":") && cursor_number(&c, &number) &&
	       number < 60;
}

/* "(CEST)" */
static bool is_zone(const char *word, size_t length)
{
	if (length < 4 || length > 7 || word[0] != '(' ||
	    word[length - 1] != ')')
		return false;
	for (size_t i = 1; i < length - 1; i++)
		if (word[i] < 'A' || word[i] > 'Z')
			return false;
	return true;
}

/* A part of a date: day, month, number or zone. */
static bool is_of_date(const char *word, size_t length)
{
	struct cursor c = cursor_over(word, length);
	uint64_t number;

	if (length && word[length - 1] == ',')
		length--;
	if (is_one_of(word, length, "MonTueWedThuFriSatSun") ||
	    is_one_of(word, length, "JanFebMarAprMayJunJulAugSepOctNovDec") ||
	    is_clock(c))
		return true;
	if (is_zone(word, length))
		return true;
	if (length == 2 && word[1] == 'M')
		return true;
	if (word[0] == '+' || word[0] == '-')
		cursor_skip(&c, 1);
	return length <= 5 && cursor_number(&c, &number) &&
	       (!cursor_left(&c) || cursor_peek(&c) == ',');
}

static bool is_identifier(const char *word, size_t length)
{
	size_t digits = 0;

	for (size_t i = 0; i < length; i++)
		digits += is_digit((unsigned char)word[i]);
	return length >= IDENTIFIER_LENGTH && digits >= IDENTIFIER_DIGITS;
}

static bool has_clock(struct cursor c)
{
	struct cursor word;

	while (cursor_word(&c, &word))
		if (is_clock(word))
			return true;
	return false;
}

void watch_text_steady(char *line)
{
	struct cursor c = cursor_over(line, strlen(line)), word;
	bool dated = has_clock(c);
	size_t at = 0;

	/* The first word is the host's name. */
	if (cursor_word(&c, &word))
		at = c.at;
	while (cursor_word(&c, &word)) {
		size_t length = cursor_left(&word);
		const char *start = line + c.at - length;

		if ((dated && is_of_date(start, length)) ||
		    is_identifier(start, length)) {
			start = "#";
			length = 1;
		}
		line[at++] = ' ';
		memmove(line + at, start, length);
		at += length;
	}
	line[at] = '\0';
}

size_t watch_text_product(const char *value, size_t words, bool show,
			  char *out)
{
	char plain[WATCH_LINE_MAX + 1];
	size_t at = 0, seen = 0, depth = 0;

	for (size_t i = 0; value[i] && at < WATCH_LINE_MAX; i++) {
		bool blank = text_is_blank(value[i]) || value[i] == '\r' ||
			     value[i] == '\n';

		if (value[i] == '(')
			depth++;
		if (depth) {
			depth -= value[i] == ')';
			continue;
		}
		if (!blank && (!at || plain[at - 1] == ' ') &&
		    value[i] != ',' && seen++ == words)
			break;
		if (value[i] == ',' && at && plain[at - 1] == ' ')
			at--;
		if (!blank || (at && plain[at - 1] != ' '))
			plain[at++] = blank ? ' ' : value[i];
	}
	while (at && (plain[at - 1] == ' ' || plain[at - 1] == ','))
		at--;
	at = watch_text_line(plain, at, show, out);
	at = watch_text_cut(out, at, WATCH_REPLY_TEXT);
	out[at] = '\0';
	return at;
}
