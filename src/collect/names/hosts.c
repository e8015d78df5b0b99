/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/hosts.h"

#include <string.h>

#include "base/text.h"

#define NAME_BYTES 1024	/* a longer word is not a name */
#define LINES_MAX 64	/* shown of one name; any file can be given */

/* A word as a string; false where it is too long or has a NUL. */
static bool word_string(const struct cursor *word, char *text, size_t size)
{
	struct cursor c = *word;
	size_t length = cursor_left(&c), n = 0;
	uint8_t byte;

	if (length >= size)
		return false;
	while (cursor_u8(&c, &byte)) {
		if (!byte)
			return false;
		text[n++] = (char)byte;
	}
	text[n] = '\0';
	return true;
}

bool hosts_next(struct cursor *file, unsigned int *number,
		struct hosts_line *line)
{
	struct cursor whole, before;
	char text[ADDRESS_TEXT];

	while (cursor_line(file, &whole)) {
		++*number;
		if (!cursor_until(&whole, '#', &before) ||
		    !cursor_word(&before, &line->field))
			continue;
		line->number = *number;
		line->valid = word_string(&line->field, text, sizeof(text)) &&
			      !address_parse(text, &line->address) &&
			      !line->address.zone[0];
		line->names = before;
		return true;
	}
	return false;
}

bool hosts_line_has(const struct hosts_line *line, const char *name)
{
	struct cursor names = line->names, word;
	char text[NAME_BYTES];

	while (cursor_word(&names, &word))
		if (word_string(&word, text, sizeof(text)) &&
		    text_equal(text, name))
			return true;
	return false;
}

static const char *bytes_of(const struct cursor *c)
{
	return (const char *)c->bytes + c->at;
}

static struct answer *line_answer(struct answers *list,
				  const struct hosts_line *line,
				  const char *path)
{
	struct answer *a = answer_new(list, "hosts", path, NULL);
	struct cursor names = line->names, word;

	if (!a)
		return NULL;
	a->file = path;
	a->line = line->number;
	while (cursor_word(&names, &word))
		answer_text(a, &a->names, bytes_of(&word), cursor_left(&word));
	if (line->valid) {
		answer_address(a, &line->address);
		answer_end(a, FACT_SEEN, NULL);
	} else {
		answer_detail(a, "the line has no address that can be read");
		answer_end(a, FACT_FAILED, NULL);
	}
	return a;
}

static bool is_among(const struct address *address,
		     const struct address *found, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (address_equal(address, &found[i]))
			return true;
	return false;
}

size_t hosts_find(const char *bytes, size_t length, const char *name,
		  struct address *addresses, size_t room)
{
	struct cursor file = cursor_over(bytes, length);
	unsigned int number = 0;
	struct hosts_line line;
	size_t count = 0;

	while (count < room && hosts_next(&file, &number, &line))
		if (line.valid && hosts_line_has(&line, name) &&
		    !is_among(&line.address, addresses, count))
			addresses[count++] = line.address;
	return count;
}

struct answer *hosts_answer(struct answers *list, const char *bytes,
			    size_t length, const char *path,
			    const struct address *found, size_t count)
{
	struct cursor file = cursor_over(bytes, length);
	struct answer *first = NULL, *a;
	bool is_address, has_name = false;
	unsigned int number = 0, lines = 0;
	struct hosts_line line;
	struct address self;

	is_address = !address_parse(list->name, &self);
	while (hosts_next(&file, &number, &line)) {
		bool named = hosts_line_has(&line, list->name);

		if (!named && (!line.valid ||
			       (!is_among(&line.address, found, count) &&
				!(is_address &&
				  address_equal(&line.address, &self)))))
			continue;
		has_name |= named;
		if (++lines > LINES_MAX) {
			answer_detail(first ? first : &(struct answer){0},
				      "only the first %d lines are shown",
				      LINES_MAX);
			break;
		}
		a = line_answer(list, &line, path);
		if (a && !named && !is_address)
			answer_detail(a, "the address, under another name");
		if (!first)
			first = a;
	}
	if (has_name || is_address)
		return first;
	a = answer_new(list, "hosts", path, NULL);
	if (a) {
		a->file = path;
		answer_end(a, FACT_ABSENT, NULL);
	}
	return first ? first : a;
}
