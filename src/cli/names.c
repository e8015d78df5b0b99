/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/names.h"

#include <errno.h>
#include <string.h>

#include "collect/names/server.h"

#define HOST_MAX 253	/* RFC 1035, section 2.3.4, as text */

static bool has_control(const char *word)
{
	for (; *word; word++)
		if ((unsigned char)*word < ' ' || *word == 0x7f)
			return true;
	return false;
}

int cli_host(const char *word, const char **error)
{
	size_t length = strlen(word);
	struct address address;

	if (length && word[length - 1] == '.')
		length--;
	if (!address_parse(word, &address))
		return 0;
	if (!length)
		*error = "an empty name";
	else if (length > HOST_MAX)
		*error = "a host's name has at most 253 bytes";
	else if (strchr(word, ' '))
		*error = "no blanks in a host's name";
	else if (has_control(word))
		*error = "no control characters in a host's name";
	else if (strchr(word, ':'))
		*error = "a host's name, without a port";
	else if (strpbrk(word, "/\\"))
		*error = "a host's name, without a path";
	else
		return 0;
	return -EINVAL;
}

int cli_server(const char *word, const char **error)
{
	struct address address;
	uint16_t port;

	if (!server_parse(word, 1, &address, &port))
		return 0;
	*error = "a server is an address, ADDRESS:PORT or [IPV6]:PORT";
	return -EINVAL;
}
