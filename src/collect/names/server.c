/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/server.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "base/cursor.h"

static bool read_port(const char *text, uint16_t *port)
{
	struct cursor c = cursor_over(text, strlen(text));
	uint64_t number;

	if (!cursor_number(&c, &number) || cursor_left(&c) || !number ||
	    number > UINT16_MAX)
		return false;
	*port = (uint16_t)number;
	return true;
}

int server_parse(const char *text, uint16_t otherwise, struct address *address,
		 uint16_t *port)
{
	bool brackets = text[0] == '[';
	const char *end = strchr(text, brackets ? ']' : ':');
	char plain[ADDRESS_TEXT];
	uint16_t number = otherwise;
	struct address a;
	size_t length;

	if (!address_parse(text, address)) {
		*port = otherwise;
		return 0;
	}
	if (!end)
		return -EINVAL;
	text += brackets;
	length = (size_t)(end - text);
	if (length >= sizeof(plain))
		return -EINVAL;
	memcpy(plain, text, length);
	plain[length] = '\0';
	end += brackets;
	if (address_parse(plain, &a) || (a.family == 6) != brackets)
		return -EINVAL;
	if (*end && (*end != ':' || !read_port(end + 1, &number)))
		return -EINVAL;
	*address = a;
	*port = number;
	return 0;
}
