/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_file.h"

#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "base/text.h"

#define LINE 4096	/* a longer value is cut */

/* The bytes of a cursor as a string, cut where it does not fit. */
static void copy(const struct cursor *c, char *out, size_t size)
{
	snprintf(out, size, "%.*s", (int)cursor_left(c),
		 (const char *)c->bytes + c->at);
}

static bool is_yes(const struct cursor *value)
{
	static const char *const words[] = {"yes", "true", "on", "1"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (cursor_is_nocase(value, words[i]))
			return true;
	return false;
}

/* An empty ExecStart= takes back those before; of several the first counts. */
static void set_command(struct cursor value, struct unit_keys *keys)
{
	if (!cursor_left(&value)) {
		keys->command[0] = '\0';
		return;
	}
	while (cursor_left(&value) && strchr("@-:+!|", cursor_peek(&value)))
		cursor_skip(&value, 1);
	if (!keys->command[0])
		copy(&value, keys->command, sizeof(keys->command));
}

static void add_sockets(struct cursor value, struct unit_keys *keys)
{
	struct cursor word;
	size_t n = 0;

	while (keys->sockets[n][0])
		n++;
	while (n < UNIT_SOCKETS && cursor_word(&value, &word))
		copy(&word, keys->sockets[n++], CGROUP_NAME);
}

static void set_key(const char *section, const struct cursor *key,
		    const struct cursor *value, struct unit_keys *keys)
{
	if (!strcmp(section, "Unit")) {
		if (cursor_is(key, "Description"))
			copy(value, keys->description,
			     sizeof(keys->description));
		else if (cursor_is(key, "SourcePath"))
			copy(value, keys->source, sizeof(keys->source));
	} else if (!strcmp(section, "Service")) {
		if (cursor_is(key, "ExecStart"))
			set_command(*value, keys);
		else if (cursor_is(key, "Sockets"))
			add_sockets(*value, keys);
	} else if (!strcmp(section, "Socket")) {
		if (cursor_is(key, "Service"))
			copy(value, keys->service, sizeof(keys->service));
		else if (cursor_is(key, "Accept"))
			keys->accept = is_yes(value);
	} else if (!strcmp(section, "Install") && cursor_left(value)) {
		if (cursor_is(key, "Also"))
			keys->also = true;
		else if (cursor_is(key, "WantedBy") ||
			 cursor_is(key, "RequiredBy") ||
			 cursor_is(key, "UpheldBy") ||
			 cursor_is(key, "Alias"))
			keys->install = true;
	}
}

/* What stands before a delimiter, which must be there. */
static bool before(struct cursor *c, unsigned char delimiter,
		   struct cursor *part)
{
	return cursor_until(c, delimiter, part) &&
	       part->length < (size_t)(c->bytes + c->at - part->bytes);
}

static void parse_line(char *section, size_t size, struct cursor line,
		       struct unit_keys *keys)
{
	struct cursor key, value = cursor_trim(line);

	if (cursor_starts(&value, "[")) {
		if (before(&value, ']', &key))
			copy(&key, section, size);
		return;
	}
	if (!before(&value, '=', &key))
		return;
	key = cursor_trim(key);
	value = cursor_trim(value);
	set_key(section, &key, &value, keys);
}

/* Is it a comment?  They may stand between the parts of a line. */
static bool is_comment(struct cursor line)
{
	line = cursor_trim(line);
	return cursor_peek(&line) == '#' || cursor_peek(&line) == ';';
}

void unit_parse(const char *bytes, size_t length, struct unit_keys *keys)
{
	struct cursor c = cursor_over(bytes, length), line;
	char section[32] = "", joined[LINE];
	size_t used = 0;

	while (cursor_line(&c, &line)) {
		bool more = line.length &&
			    line.bytes[line.length - 1] == '\\';
		size_t n = line.length - more;

		if (is_comment(line))
			continue;
		if (n > sizeof(joined) - 1 - used)
			n = sizeof(joined) - 1 - used;
		memcpy(joined + used, line.bytes, n);
		used += n;
		if (more && used < sizeof(joined) - 1)
			joined[used++] = ' ';
		if (more)
			continue;
		parse_line(section, sizeof(section), cursor_over(joined, used),
			   keys);
		used = 0;
	}
	if (used)
		parse_line(section, sizeof(section), cursor_over(joined, used),
			   keys);
}
