/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/system_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "port/file/file.h"

#define RESOLV_MAX (1 << 20)

const char system_servers_file[] = "/etc/resolv.conf";

char *system_file_path(enum system_file file)
{
	static const char *const paths[] = {
		[SYSTEM_FILE_HOSTS] = "/etc/hosts",
		[SYSTEM_FILE_SERVICES] = "/etc/services",
		[SYSTEM_FILE_PROTOCOLS] = "/etc/protocols",
	};

	return memory_copy(paths[file]);
}

bool system_has_servers(void)
{
	struct cursor file, line, word;
	bool configured = false;
	size_t length;
	char *bytes;

	if (file_read(system_servers_file, RESOLV_MAX, &bytes, &length))
		return false;
	file = cursor_over(bytes, length);
	while (cursor_line(&file, &line))
		configured |= cursor_word(&line, &word) &&
			      cursor_is(&word, "nameserver");
	free(bytes);
	return configured;
}
