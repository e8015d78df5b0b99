/* SPDX-License-Identifier: BSD-2-Clause */
/* What a server says: a whole reply stays one, and its lines are text. */
#include "collect/greeting/reply.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collect/greeting/greeting.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void check_lines(const uint8_t *bytes, size_t length)
{
	json_t *lines = reply_lines(bytes, length), *line;
	size_t i;

	must(lines);
	must(!length == !json_array_size(lines));
	json_array_foreach(lines, i, line) {
		const char *text = json_string_value(line);

		must(text && strlen(text) == json_string_length(line));
		must(!strpbrk(text, "\r\n\033"));
	}
	json_decref(lines);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct reply reply, again;

	if (length > GREETING_MAX)
		length = GREETING_MAX;
	reply = reply_parse(bytes, length);
	must(reply.length <= length);
	if (reply.complete) {
		must(bytes[reply.length - 1] == '\n');
		again = reply_parse(bytes, reply.length);
		must(again.complete && again.length == reply.length);
		must(again.knows_quit == reply.knows_quit);
		must(!reply_parse(bytes, reply.length - 1).complete);
	} else {
		must(reply.length == length);
	}
	check_lines(bytes, reply.length);
	return 0;
}
