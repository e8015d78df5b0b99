/* SPDX-License-Identifier: BSD-2-Clause */
/* A command line: its arguments are text, and nothing is added to it. */
#include "collect/process/command.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	json_t *args = command_split((const char *)bytes, length), *arg;
	size_t total = 0, i;

	if (!args)
		abort();
	json_array_foreach(args, i, arg) {
		const char *text = json_string_value(arg);

		if (!text || strlen(text) != json_string_length(arg))
			abort();
		total += strlen(text);
	}
	/* Each byte at most as \xNN. */
	if (total > 4 * length || json_array_size(args) > length)
		abort();
	json_decref(args);
	return 0;
}
