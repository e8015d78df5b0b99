/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Initialisation files as Windows' own functions read them: blanks around
 * names and values do not count, nor does letter case.  Windows passes over a
 * line that is neither section nor key; here it is INI_OTHER.
 */
#include "collect/wsp/ini.h"

#include <errno.h>
#include <string.h>

struct ini ini_over(const char *text, size_t length)
{
	return (struct ini){.text = cursor_over(text, length),
			    .section = cursor_over("", 0)};
}

bool lat_next(struct cursor *text, struct cursor *line)
{
	const unsigned char *start = text->bytes + text->at;
	size_t length = 0;
	int byte;

	if (!cursor_left(text))
		return false;
	while ((byte = cursor_peek(text)) >= 0 && byte != '\n' &&
	       byte != '\r') {
		cursor_skip(text, 1);
		length++;
	}
	if (byte == '\r' && !cursor_starts(text, "\r\n"))
		cursor_skip(text, 1);
	else if (byte == '\n')
		cursor_skip(text, 1);
	*line = cursor_over(start, length);
	return true;
}

static bool is_quote(unsigned char byte)
{
	return byte == '"' || byte == '\'';
}

static struct cursor unquote(struct cursor c)
{
	if (c.length >= 2 && is_quote(c.bytes[0]) &&
	    c.bytes[c.length - 1] == c.bytes[0])
		return cursor_over(c.bytes + 1, c.length - 2);
	return c;
}

static enum ini_type read_line(struct cursor c, struct ini_line *line)
{
	struct cursor part;

	if (!c.length)
		return INI_BLANK;
	if (c.bytes[0] == ';')
		return INI_COMMENT;
	if (c.length > INI_LINE_MAX)
		return INI_OTHER;
	if (c.bytes[0] == '[') {
		cursor_skip(&c, 1);
		if (!memchr(c.bytes, ']', c.length) ||
		    !cursor_until(&c, ']', &part))
			return INI_OTHER;
		line->section = cursor_trim(part);
		return INI_SECTION;
	}
	if (!memchr(c.bytes, '=', c.length) || !cursor_until(&c, '=', &part))
		return INI_OTHER;
	line->key = cursor_trim(part);
	if (!line->key.length)
		return INI_OTHER;
	line->value = unquote(cursor_trim(c));
	return INI_KEY;
}

bool ini_next(struct ini *ini, struct ini_line *line)
{
	struct ini_line l = {.section = ini->section};
	struct cursor text;

	if (!lat_next(&ini->text, &text))
		return false;
	l.number = ++ini->number;
	l.type = read_line(cursor_trim(text), &l);
	ini->section = l.section;
	*line = l;
	return true;
}

static int lat_address(struct cursor *c, struct address *address)
{
	char text[ADDRESS_TEXT];
	struct cursor word;

	if (!cursor_word(c, &word) || word.length >= sizeof(text) ||
	    memchr(word.bytes, '\0', word.length))
		return -EINVAL;
	memcpy(text, word.bytes, word.length);
	text[word.length] = '\0';
	return address_parse(text, address);
}

int lat_line(const struct cursor *line, struct address *first,
	     struct address *last)
{
	struct cursor c = cursor_trim(*line);
	struct address a, b;

	if (!c.length || c.bytes[0] == ';' || c.bytes[0] == '#')
		return 0;
	if (lat_address(&c, &a) || lat_address(&c, &b) ||
	    cursor_left(&c) || a.family != b.family ||
	    memcmp(a.bytes, b.bytes, sizeof(a.bytes)) > 0)
		return -EINVAL;
	*first = a;
	*last = b;
	return 1;
}
