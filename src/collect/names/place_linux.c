/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/place.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "port/file/file.h"

#define RESOLV_MAX (1 << 20)

const char place_of_servers[] = "/etc/resolv.conf";

char *place_path(enum place place)
{
	static const char *const paths[] = {
		[PLACE_HOSTS] = "/etc/hosts",
		[PLACE_SERVICES] = "/etc/services",
		[PLACE_PROTOCOLS] = "/etc/protocols",
	};

	return strdup(paths[place]);
}

bool place_has_servers(void)
{
	struct cursor file, line, word;
	bool configured = false;
	size_t length;
	char *bytes;

	if (file_read(place_of_servers, RESOLV_MAX, &bytes, &length))
		return false;
	file = cursor_over(bytes, length);
	while (cursor_line(&file, &line))
		configured |= cursor_word(&line, &word) &&
			      cursor_is(&word, "nameserver");
	free(bytes);
	return configured;
}
