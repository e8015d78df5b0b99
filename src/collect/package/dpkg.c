/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/package/dpkg.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/data.h"

/* Three letters or more, or none: fewer would resemble too much. */
static void letters(struct cursor name, char *word)
{
	size_t n = 0;

	while (n < DPKG_WORD - 1 && cursor_left(&name) &&
	       isalpha(cursor_peek(&name))) {
		word[n++] = (char)cursor_peek(&name);
		cursor_skip(&name, 1);
	}
	word[n < 3 ? 0 : n] = '\0';
}

void dpkg_want(const char *file, struct dpkg_wanted *wanted)
{
	static const char common[] = "usr bin sbin lib libexec local opt";
	struct cursor c = cursor_over(file, strlen(file)), name;

	*wanted = (struct dpkg_wanted){.file = file};
	package_aliases(file, wanted->alias);
	while (wanted->count < DPKG_WORDS && cursor_until(&c, '/', &name)) {
		char *word = wanted->words[wanted->count];

		letters(name, word);
		if (word[0] && !data_has_word(common, word))
			wanted->count++;
	}
}

/* Debian's policy (9.1.2) keeps packages out of these, so there is no need to
 * read every list. */
bool dpkg_may_have(const char *file)
{
	static const char *const others[] = {
		"/usr/local/", "/home/", "/root/", "/tmp/", "/var/tmp/",
		"/srv/", "/mnt/", "/media/", "/run/", "/dev/", "/proc/",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_starts(file, others[i]))
			return false;
	return true;
}

bool dpkg_has(struct cursor list, const struct dpkg_wanted *wanted)
{
	struct cursor line;

	while (cursor_line(&list, &line))
		if (cursor_is(&line, wanted->file) ||
		    (wanted->alias[0] && cursor_is(&line, wanted->alias)))
			return true;
	return false;
}

/* Bytes before an empty line, or -1.  (memmem() is slower for this.) */
static ptrdiff_t find_gap(const unsigned char *bytes, size_t length)
{
	const unsigned char *end = bytes + length, *line = bytes;

	while ((line = memchr(line, '\n', (size_t)(end - line)))) {
		line++;
		if (line == end)
			return -1;
		if (*line == '\n')
			return line - 1 - bytes;
	}
	return -1;
}

bool dpkg_next(struct cursor *status, bool end, struct cursor *paragraph)
{
	size_t left = cursor_left(status);
	ptrdiff_t gap;

	if (!left)
		return false;
	gap = find_gap(status->bytes + status->at, left);
	if (gap < 0)
		return end && cursor_take(status, left, paragraph);
	return cursor_take(status, (size_t)gap, paragraph) &&
	       cursor_skip(status, 2);
}

static void take_field(struct cursor line, const char *name,
		       struct cursor *value)
{
	if (cursor_starts(&line, name))
		cursor_take(&line, cursor_left(&line), value);
}

void dpkg_parse(struct cursor paragraph, struct dpkg_entry *entry)
{
	const struct cursor none = cursor_over("", 0);
	struct cursor line, many = none;

	*entry = (struct dpkg_entry){none, none, none, false};
	while (cursor_line(&paragraph, &line)) {
		switch (cursor_peek(&line)) {
		case 'A':
			take_field(line, "Architecture: ",
				   &entry->architecture);
			break;
		case 'M':
			take_field(line, "Multi-Arch: ", &many);
			break;
		case 'P':
			take_field(line, "Package: ", &entry->name);
			break;
		case 'V':
			take_field(line, "Version: ", &entry->version);
			break;
		}
	}
	entry->many = cursor_is(&many, "same");
}

bool dpkg_resembles(const struct dpkg_entry *entry,
		    const struct dpkg_wanted *wanted)
{
	char word[DPKG_WORD], text[PACKAGE_TEXT];

	package_text(&entry->name, text);
	letters(entry->name, word);
	for (size_t i = 0; i < wanted->count; i++)
		if (strstr(text, wanted->words[i]) ||
		    (word[0] && strstr(wanted->words[i], word)))
			return true;
	return false;
}

bool dpkg_list(const struct dpkg_entry *entry, char *list)
{
	char name[PACKAGE_TEXT], architecture[PACKAGE_TEXT];

	package_text(&entry->name, name);
	package_text(&entry->architecture, architecture);
	snprintf(list, DPKG_LIST, "%s%s%s.list", name, entry->many ? ":" : "",
		 entry->many ? architecture : "");
	return name[0] && !strchr(list, '/');
}
