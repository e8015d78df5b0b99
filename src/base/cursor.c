/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/cursor.h"

#include <string.h>

#include "base/text.h"

static const unsigned char *here(const struct cursor *c)
{
	/* An empty input can be NULL. */
	return c->at ? c->bytes + c->at : c->bytes;
}

bool cursor_le16(struct cursor *c, uint16_t *value)
{
	const unsigned char *b = here(c);

	if (!cursor_skip(c, 2))
		return false;
	*value = (uint16_t)(b[1] << 8 | b[0]);
	return true;
}

bool cursor_take(struct cursor *c, size_t n, struct cursor *part)
{
	const unsigned char *b = here(c);

	if (!cursor_skip(c, n))
		return false;
	*part = cursor_over(b, n);
	return true;
}

bool cursor_copy(struct cursor *c, void *out, size_t size)
{
	struct cursor part;

	if (!cursor_take(c, size, &part))
		return false;
	memcpy(out, part.bytes, size);
	return true;
}

bool cursor_until(struct cursor *c, unsigned char delimiter,
		  struct cursor *part)
{
	const unsigned char *found;
	size_t left = cursor_left(c);

	if (!left)
		return false;
	found = memchr(here(c), delimiter, left);
	*part = cursor_over(here(c), found ? (size_t)(found - here(c)) : left);
	c->at += part->length + (found ? 1 : 0);
	return true;
}

bool cursor_line(struct cursor *c, struct cursor *line)
{
	if (!cursor_until(c, '\n', line))
		return false;
	if (line->length && line->bytes[line->length - 1] == '\r')
		line->length--;
	return true;
}

void cursor_skip_blanks(struct cursor *c)
{
	while (text_is_blank(cursor_peek(c)))
		c->at++;
}

static bool is_white(unsigned char byte)
{
	return text_is_blank(byte) || byte == '\r' || byte == '\n' || !byte;
}

struct cursor cursor_trim(struct cursor c)
{
	const unsigned char *bytes = here(&c);
	size_t length = cursor_left(&c);

	for (; length && is_white(*bytes); length--)
		bytes++;
	while (length && is_white(bytes[length - 1]))
		length--;
	return cursor_over(bytes, length);
}

bool cursor_word(struct cursor *c, struct cursor *word)
{
	size_t start;

	cursor_skip_blanks(c);
	start = c->at;
	while (cursor_left(c) && !text_is_blank(cursor_peek(c)))
		c->at++;
	if (c->at == start)
		return false;
	*word = cursor_over(c->bytes + start, c->at - start);
	return true;
}

bool cursor_number(struct cursor *c, uint64_t *value)
{
	size_t start = c->at;
	uint64_t n = 0;
	int byte;

	while ((byte = cursor_peek(c)) >= '0' && byte <= '9') {
		unsigned int digit = (unsigned int)byte - '0';

		if (n > (UINT64_MAX - digit) / 10) {
			c->at = start;
			return false;
		}
		n = n * 10 + digit;
		c->at++;
	}
	if (c->at == start)
		return false;
	*value = n;
	return true;
}

bool cursor_starts(struct cursor *c, const char *prefix)
{
	size_t n = strlen(prefix);

	if (cursor_left(c) < n || memcmp(here(c), prefix, n))
		return false;
	c->at += n;
	return true;
}

bool cursor_starts_nocase(struct cursor *c, const char *prefix)
{
	const unsigned char *bytes = here(c);
	size_t left = cursor_left(c), n;

	for (n = 0; prefix[n]; n++)
		if (n == left || text_lower(bytes[n]) !=
					 text_lower((unsigned char)prefix[n]))
			return false;
	c->at += n;
	return true;
}

bool cursor_is(const struct cursor *c, const char *string)
{
	size_t n = strlen(string);

	return cursor_left(c) == n && !memcmp(here(c), string, n);
}

bool cursor_is_nocase(const struct cursor *c, const char *string)
{
	struct cursor copy = *c;

	return cursor_starts_nocase(&copy, string) && !cursor_left(&copy);
}
