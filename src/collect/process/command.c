/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/command.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "base/text.h"
#include "facts/facts.h"

/* An argument as it grows; never longer than the line. */
struct argument {
	char *bytes;
	size_t length;
};

static void add(struct argument *a, char byte, size_t count)
{
	while (count--)
		a->bytes[a->length++] = byte;
}

static bool at_blank(const struct cursor *c)
{
	return text_is_blank(cursor_peek(c));
}

static void read_program(struct cursor *c, struct argument *a)
{
	bool quoted = false;
	uint8_t byte;

	while ((quoted || !at_blank(c)) && cursor_u8(c, &byte)) {
		if (byte == '"')
			quoted = !quoted;
		else
			add(a, (char)byte, 1);
	}
}

static void read_argument(struct cursor *c, struct argument *a)
{
	size_t backslashes = 0;
	bool quoted = false;
	uint8_t byte;

	while ((quoted || !at_blank(c)) && cursor_u8(c, &byte)) {
		if (byte == '\\') {
			backslashes++;
			continue;
		}
		add(a, '\\', byte == '"' ? backslashes / 2 : backslashes);
		if (byte != '"' || backslashes % 2)
			add(a, (char)byte, 1);
		else if (quoted && cursor_starts(c, "\""))
			add(a, '"', 1);
		else
			quoted = !quoted;
		backslashes = 0;
	}
	add(a, '\\', backslashes);
}

json_t *command_split(const char *line, size_t length)
{
	struct cursor c = cursor_over(line, length);
	struct argument a = {.bytes = memory_new(length + 1)};
	json_t *args = a.bytes ? json_array() : NULL;

	cursor_skip_blanks(&c);
	while (args && cursor_left(&c)) {
		a.length = 0;
		if (json_array_size(args))
			read_argument(&c, &a);
		else
			read_program(&c, &a);
		if (json_array_append_new(args,
					  value_text(a.bytes, a.length))) {
			json_decref(args);
			args = NULL;
		}
		cursor_skip_blanks(&c);
	}
	free(a.bytes);
	return args;
}
