/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/database/database_file.h"

#include <string.h>

#define VALUE_MAX 65535

static bool is_blank(unsigned char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f' ||
	       byte == '\v';
}

/* The next run of bytes that are not blank for isspace(), as libc reads. */
static bool next_word(struct cursor *c, struct cursor *word)
{
	size_t length = 0;

	while (cursor_left(c) && is_blank((unsigned char)cursor_peek(c)))
		cursor_skip(c, 1);
	while (length < cursor_left(c) && !is_blank(c->bytes[c->at + length]))
		length++;
	return length && cursor_take(c, length, word);
}

/* "25/tcp", or "6". */
static bool read_value(struct cursor word, enum database database,
		       struct database_line *line)
{
	uint64_t value;

	if (!cursor_number(&word, &value) || value > VALUE_MAX)
		return false;
	if (database == DATABASE_SERVICES) {
		/* musl and glibc take a comma for the slash too. */
		if (!cursor_starts(&word, "/") && !cursor_starts(&word, ","))
			return false;
		if (!cursor_left(&word) ||
		    !cursor_take(&word, cursor_left(&word), &line->protocol))
			return false;
	}
	line->value = (unsigned int)value;
	return !cursor_left(&word);
}

static void read_line(struct cursor text, enum database database,
		      struct database_line *line)
{
	struct cursor value;

	line->valid = next_word(&text, &line->name) &&
		      !memchr(line->name.bytes, '\0', line->name.length) &&
		      next_word(&text, &value) &&
		      read_value(value, database, line);
	if (line->valid)
		line->aliases = text;
	else
		line->name = line->protocol = (struct cursor){NULL, 0, 0};
}

bool database_next(struct cursor *file, enum database database,
		   unsigned int *number, struct database_line *line)
{
	struct cursor whole, text, word;

	while (cursor_line(file, &whole)) {
		++*number;
		if (!cursor_until(&whole, '#', &text))
			continue;
		word = text;
		if (!next_word(&word, &word))
			continue;
		*line = (struct database_line){.number = *number};
		read_line(text, database, line);
		return true;
	}
	return false;
}

static bool has_name(const struct database_line *line, const char *name)
{
	struct cursor aliases = line->aliases, alias;

	if (cursor_is(&line->name, name))
		return true;
	while (next_word(&aliases, &alias))
		if (cursor_is(&alias, name))
			return true;
	return false;
}

struct database_entry database_find(struct cursor file,
				    enum database database, const char *name,
				    const char *protocol)
{
	struct database_entry entry = {0};
	struct database_line line;
	unsigned int number = 0;

	while (database_next(&file, database, &number, &line)) {
		if (!line.valid) {
			entry.first_bad = entry.bad++ ? entry.first_bad :
							line.number;
			continue;
		}
		entry.lines++;
		if (entry.line || !has_name(&line, name) ||
		    (protocol && !cursor_is(&line.protocol, protocol)))
			continue;
		entry.line = line.number;
		entry.value = line.value;
	}
	return entry;
}

bool nsswitch_find(struct cursor file, const char *database,
		   struct cursor *sources)
{
	struct cursor line, text, name, word;

	while (cursor_line(&file, &line)) {
		if (!cursor_until(&line, '#', &text) ||
		    !memchr(text.bytes, ':', text.length) ||
		    !cursor_until(&text, ':', &name) ||
		    !next_word(&name, &word) || !cursor_is(&word, database) ||
		    next_word(&name, &word))
			continue;
		*sources = text;
		return true;
	}
	return false;
}

/* A source's name ends at a blank, or where its action starts. */
bool nsswitch_next(struct cursor *sources, struct cursor *source)
{
	struct cursor action;
	size_t length = 0;

	for (;;) {
		while (cursor_left(sources) &&
		       is_blank((unsigned char)cursor_peek(sources)))
			cursor_skip(sources, 1);
		if (cursor_peek(sources) != '[')
			break;
		cursor_until(sources, ']', &action);
	}
	while (length < cursor_left(sources) &&
	       !is_blank(sources->bytes[sources->at + length]) &&
	       sources->bytes[sources->at + length] != '[')
		length++;
	return length && cursor_take(sources, length, source);
}
