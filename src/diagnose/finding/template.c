/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/template.h"

#include <string.h>

#include "base/text.h"
#include "data/data.h"
#include "diagnose/finding/shell.h"

void terms_set(struct terms *terms, const char *name, const char *value)
{
	size_t i = 0;

	while (i < terms->count && strcmp(terms->items[i].name, name))
		i++;
	if (i == TERMS_MAX)
		return;
	if (i == terms->count)
		terms->count++;
	terms->items[i].name = name;
	terms->items[i].value = value && *value ? value : NULL;
}

static const char *term(const struct terms *terms, const char *name,
			size_t length)
{
	for (size_t i = 0; i < terms->count; i++)
		if (!strncmp(terms->items[i].name, name, length) &&
		    !terms->items[i].name[length])
			return terms->items[i].value;
	return NULL;
}

const char *terms_get(const struct terms *terms, const char *name)
{
	return term(terms, name, strlen(name));
}

void terms_flag(struct terms *terms, const char *flag)
{
	strings_add(&terms->flags, terms->arena, flag);
}

static bool has_flag(const struct terms *terms, const char *flag, size_t length)
{
	for (size_t i = 0; i < terms->flags.count; i++)
		if (!strncmp(terms->flags.items[i], flag, length) &&
		    !terms->flags.items[i][length])
			return true;
	return false;
}

/* Skip the flags; NULL if one of them is not as required. */
static const char *skip_flags(const char *line, const struct terms *terms)
{
	while (*line == '[') {
		const char *end = strchr(line, ']');
		bool wanted = line[1] != '!';
		const char *flag = line + (wanted ? 1 : 2);

		if (!end || end < flag)
			return line;
		if (has_flag(terms, flag, (size_t)(end - flag)) != wanted)
			return NULL;
		line = end + 1;
		line += strspn(line, " ");
	}
	return line;
}

/*
 * A line that is being filled.
 * @command:	It is a command, so values are quoted for @shell
 * @quote:	The quotation mark of the template that is open, or 0
 * @last:	The template's byte before that mark, or before this place
 * @ended:	"--" was written: no option follows
 * @unsafe:	A value that cannot be written in a command
 */
struct line {
	struct terms *terms;
	const char *text;
	bool command;
	enum shell shell;
	char quote;
	char last;
	bool ended;
	const char *unsafe;
};

static void put(struct line *line, const char *text, size_t length)
{
	line->text = arena_printf(line->terms->arena, "%s%.*s", line->text,
				  (int)length, text);
}

static void put_literal(struct line *line, const char *text, size_t length)
{
	char mark = line->shell == SHELL_CMD ? '"' : '\'';

	put(line, text, length);
	for (size_t i = 0; i < length; i++) {
		if (text[i] != mark)
			line->last = text[i];
		else
			line->quote = line->quote ? 0 : mark;
	}
}

/* @value has @length bytes.  @dashes: "--" may be put before it. */
static void put_value(struct line *line, const char *value, size_t length,
		      bool dashes)
{
	const char *text = arena_strndup(line->terms->arena, value, length);
	bool option = text && line->last == ' ' &&
		      shell_is_option(line->shell, text);

	if (option && dashes && *text == '-' && !line->ended) {
		put(line, "-- ", 3);
		line->ended = true;
	} else if (option && !line->ended) {
		line->unsafe = text;
	}
	text = text ? shell_value(line->terms->arena, line->shell, line->quote,
				  text) : NULL;
	if (text)
		put(line, text, strlen(text));
	else
		line->unsafe = value;
}

/* Several values, separated by blanks. */
static void put_values(struct line *line, const char *values, bool dashes)
{
	const char *word;
	size_t length;

	for (bool more = false; (word = data_next_word(&values, &length));
	     more = true) {
		if (more)
			put(line, " ", 1);
		put_value(line, word, length, dashes);
	}
}

/* @name has @length bytes.  False if the placeholder has no value. */
static bool put_term(struct line *line, const char *name, size_t length)
{
	bool dashes = length > 3 && !strncmp(name, "-- ", 3);
	size_t skip = dashes ? 3 : 0;
	bool several = length > skip && name[skip] == '*';
	const char *value;

	skip += several;
	value = term(line->terms, name + skip, length - skip);
	if (!value)
		return false;
	if (!line->command)
		put(line, value, strlen(value));
	else if (several)
		put_values(line, value, dashes);
	else
		put_value(line, value, strlen(value), dashes);
	line->last = '}';
	return true;
}

/* A sentence, or one placeholder, which has a sentence. */
static bool is_sentence(const char *text, size_t length)
{
	char first = *text, last = text[length - 1];

	return (first >= 'A' && first <= 'Z' &&
		(last == '.' || last == ':')) ||
	       (first == '{' &&
		(const char *)memchr(text, '}', length) == text + length - 1);
}

/*
 * @text has @length bytes; in a remedy it can be a command.  NULL if a
 * placeholder has no value.
 */
static const char *fill(const char *text, size_t length, struct terms *terms,
			bool remedy)
{
	static const char windows[] = "windows";
	struct line line = {
		.terms = terms,
		.text = "",
		.command = remedy && !is_sentence(text, length),
		.shell = has_flag(terms, windows, strlen(windows)) ?
				 SHELL_CMD : SHELL_SH,
		.last = ' ',
	};

	while (length && line.text) {
		const char *open = memchr(text, '{', length);
		size_t before = open ? (size_t)(open - text) : length;
		const char *close;

		put_literal(&line, text, before);
		if (!open)
			break;
		close = memchr(open, '}', length - before);
		if (!close || !put_term(&line, open + 1,
					(size_t)(close - open - 1)))
			return NULL;
		length -= (size_t)(close + 1 - text);
		text = close + 1;
	}
	if (line.unsafe)
		return arena_printf(terms->arena, "No command is shown, since "
				    "this name in it could do harm: %s.",
				    line.unsafe);
	return line.text;
}

/* "else: " can be before the flags or after them; NULL if it excludes. */
static const char *skip_else(const char *line, bool any_before)
{
	static const char word[] = "else: ";

	if (!text_starts(line, word))
		return line;
	return any_before ? NULL : line + strlen(word);
}

static const char *use_line(const char *line, size_t length,
			    struct terms *terms, bool remedy,
			    bool any_before)
{
	const char *end = line + length;

	line = skip_else(line, any_before);
	line = line ? skip_flags(line, terms) : NULL;
	line = line && line < end ? skip_else(line, any_before) : NULL;
	return line && line < end ? fill(line, (size_t)(end - line), terms,
					 remedy) : NULL;
}

static void expand(const char *template, struct terms *terms, bool remedy,
		   struct strings *lines)
{
	bool any = false;

	while (template && *template) {
		size_t length = strcspn(template, "\n");
		const char *line =
			use_line(template, length, terms, remedy, any);

		strings_add_once(lines, terms->arena, line);
		any = any || (line && !text_ends(line, ":"));
		template += length;
		template += *template == '\n';
	}
}

void template_remedy(const char *template, struct terms *terms,
		     struct strings *lines)
{
	expand(template, terms, true, lines);
}

const char *template_line(const char *template, struct terms *terms)
{
	struct strings lines = {0};

	expand(template, terms, false, &lines);
	return lines.count ? lines.items[0] : NULL;
}
