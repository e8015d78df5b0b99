/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sh: nothing is special between single quotes but the quote itself, which is
 * written as '\''.
 *
 * cmd.exe: between double quotes & | < > ^ and brackets are text, but %NAME%
 * is replaced there too, and a quote cannot be written.  At its prompt, unlike
 * in a batch file, nothing protects a percent sign.  PowerShell also replaces
 * $(...) between double quotes, and takes ` as an escape and typographic
 * quotes for plain ones.
 */
#include "diagnose/finding/shell.h"

#include <string.h>

#include "base/text.h"

static bool is_plain(enum shell shell, const char *value)
{
	const char *others = shell == SHELL_CMD ? "_.:/\\$-" : "_.:/@%+,-";

	if (!*value)
		return false;
	for (; *value; value++)
		if (!text_is_alnum((unsigned char)*value) &&
		    !strchr(others, *value))
			return false;
	return true;
}

static bool has_control(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value < ' ' || *value == 0x7f)
			return true;
	return false;
}

/* U+2018 to U+201F. */
static bool has_typographic_quote(const char *value)
{
	for (; (value = strstr(value, "\xe2\x80")); value += 2)
		if ((unsigned char)value[2] >= 0x98 &&
		    (unsigned char)value[2] <= 0x9f)
			return true;
	return false;
}

static const char *for_cmd(struct arena *arena, char quote, const char *value)
{
	if (strpbrk(value, "\"%`") || strstr(value, "$(") ||
	    strstr(value, "${") || has_typographic_quote(value) ||
	    text_ends(value, "\\") || quote == '\'')
		return NULL;
	return quote ? value : arena_printf(arena, "\"%s\"", value);
}

static const char *for_sh(struct arena *arena, char quote, const char *value)
{
	const char *out = quote ? "" : "'";

	if (quote == '"')
		return NULL;
	for (const char *mark; out && (mark = strchr(value, '\''));
	     value = mark + 1)
		out = arena_printf(arena, "%s%.*s'\\''", out,
				   (int)(mark - value), value);
	return out ? arena_printf(arena, "%s%s%s", out, value,
				  quote ? "" : "'") : NULL;
}

const char *shell_value(struct arena *arena, enum shell shell, char quote,
			const char *value)
{
	if (is_plain(shell, value))
		return value;
	if (has_control(value))
		return NULL;
	return shell == SHELL_CMD ? for_cmd(arena, quote, value) :
				    for_sh(arena, quote, value);
}

bool shell_is_option(enum shell shell, const char *value)
{
	return *value == '-' || (shell == SHELL_CMD && *value == '/');
}
