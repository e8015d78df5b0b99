/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * remedies sh|cmd VALUE: each command of data/findings that is meant for the
 * shell and has a placeholder, with the value in all of them, a line each.
 * tests/unit/remedies.sh gives them to real shells.  On standard error: how
 * many there are, and how many are not shown because of the value.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "data/data.h"
#include "diagnose/finding/template.h"

static const char *shell, *value;
static unsigned int shown, refused;

/* Set the flags of a line, and return what follows them; NULL: another OS. */
static const char *take_flags(struct terms *terms, const char *line)
{
	static const char other[] = "else: ";

	while (*line == '[' || text_starts(line, other)) {
		const char *end = strchr(line, ']');
		char *flag;

		if (*line != '[') {
			line += strlen(other);
			continue;
		}
		flag = arena_strndup(terms->arena, line + 1,
				     (size_t)(end - line - 1));
		if (!strcmp(flag, strcmp(shell, "sh") ? "linux" : "windows"))
			return NULL;
		if (*flag != '!')
			terms_flag(terms, flag);
		line = end + 1 + strspn(end + 1, " ");
	}
	return line;
}

static bool set_terms(struct terms *terms, const char *line)
{
	bool any = false;

	while ((line = strchr(line, '{'))) {
		size_t length = strcspn(++line, "}");

		if (text_starts(line, "-- ")) {
			line += 3;
			length -= 3;
		}
		if (*line == '*') {
			line++;
			length--;
		}
		terms_set(terms, arena_strndup(terms->arena, line, length),
			  value);
		any = true;
	}
	return any;
}

/* One placeholder is a sentence of data/programs. */
static bool is_placeholder(const char *body)
{
	return *body == '{' && !strchr(body, '}')[1];
}

static void print_line(struct arena *arena, const char *line)
{
	struct terms terms = {.arena = arena};
	struct strings lines = {0};
	const char *body = take_flags(&terms, line);

	if (!body || !*body || (*body >= 'A' && *body <= 'Z') ||
	    !set_terms(&terms, body) || is_placeholder(body))
		return;
	if (!strcmp(shell, "cmd"))
		terms_flag(&terms, "windows");
	template_remedy(line, &terms, &lines);
	if (lines.count && !text_starts(lines.items[0], "No command ")) {
		puts(lines.items[0]);
		shown++;
	} else {
		refused++;
	}
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();

	if (argc != 3 || !arena)
		return 2;
	shell = argv[1];
	value = argv[2];
	for (const struct data_record *r = data_findings; r->fields; r++) {
		const char *remedy = data_get(r, "remedy");

		while (remedy && *remedy) {
			size_t length = strcspn(remedy, "\n");

			print_line(arena,
				   arena_strndup(arena, remedy, length));
			remedy += length;
			remedy += *remedy == '\n';
		}
	}
	fprintf(stderr, "%u %u\n", shown, refused);
	arena_free(arena);
	return 0;
}
