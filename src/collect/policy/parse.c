/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/policy/parse.h"

#include <string.h>

bool parse_status(struct cursor file, const char *name, uint64_t *number)
{
	struct cursor line, key, value;

	while (cursor_line(&file, &line)) {
		if (!cursor_until(&line, ':', &key) || !cursor_is(&key, name))
			continue;
		return cursor_word(&line, &value) &&
		       cursor_number(&value, number);
	}
	return false;
}

bool parse_apparmor(struct cursor file, struct cursor *profile)
{
	static const char *const modes[] = {" (enforce)", " (kill)",
					    " (prompt)", " (complain)",
					    " (unconfined)", " (mixed)"};

	*profile = cursor_trim(file);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		size_t n = strlen(modes[i]);

		if (profile->length <= n ||
		    memcmp(profile->bytes + profile->length - n, modes[i], n))
			continue;
		profile->length -= n;
		return i < 3;
	}
	return false;
}
