/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/template.h"

#include <string.h>

#include "base/text.h"

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

/* @text has @length bytes.  NULL if a placeholder has no value. */
static const char *fill(const char *text, size_t length, struct terms *terms)
{
	struct arena *arena = terms->arena;
	const char *out = "";

	while (length) {
		const char *open = memchr(text, '{', length);
		size_t before = open ? (size_t)(open - text) : length;
		const char *close, *value;

		out = arena_printf(arena, "%s%.*s", out, (int)before, text);
		if (!out || !open)
			return out;
		close = memchr(open, '}', length - before);
		if (!close)
			return NULL;
		value = term(terms, open + 1, (size_t)(close - open - 1));
		if (!value)
			return NULL;
		out = arena_printf(arena, "%s%s", out, value);
		if (!out)
			return NULL;
		length -= (size_t)(close + 1 - text);
		text = close + 1;
	}
	return out;
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
			    struct terms *terms, bool any_before)
{
	const char *end = line + length;

	line = skip_else(line, any_before);
	line = line ? skip_flags(line, terms) : NULL;
	line = line && line < end ? skip_else(line, any_before) : NULL;
	return line && line < end ? fill(line, (size_t)(end - line), terms) :
				    NULL;
}

void template_expand(const char *template, struct terms *terms,
		     struct strings *lines)
{
	size_t before = lines->count;

	while (template && *template) {
		size_t length = strcspn(template, "\n");

		strings_add(lines, terms->arena,
			    use_line(template, length, terms,
				     lines->count > before));
		template += length;
		template += *template == '\n';
	}
}

const char *template_line(const char *template, struct terms *terms)
{
	struct strings lines = {0};

	template_expand(template, terms, &lines);
	return lines.count ? lines.items[0] : NULL;
}
