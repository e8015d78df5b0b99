/* SPDX-License-Identifier: BSD-2-Clause */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <winsock2.h>
#include <windows.h>
#include <ntsecapi.h>

#include "base/log.h"
#include "cli/cli.h"
#include "port/terminal/terminal.h"
#include "port/wide.h"

/* A `*` in an argument is not for the C library to expand. */
int _dowildcard = 0;

int wmain(int argc, wchar_t **argv);

/*
 * Left alone, jansson asks CryptoAPI for the bytes that keep strangers from
 * choosing where keys fall in a table, and that loads half of Windows.
 */
static void seed_tables(void)
{
	size_t seed;

	if (RtlGenRandom(&seed, sizeof(seed)))
		json_object_seed(seed);
}

int wmain(int argc, wchar_t **argv)
{
	enum exit_status status = EXIT_UNKNOWN;
	WSADATA winsock;
	char **arguments;
	int error, i;

	terminal_setup();
	seed_tables();
	error = WSAStartup(MAKEWORD(2, 2), &winsock);
	if (error) {
		log_error("WSAStartup: error %d", error);
		return EXIT_UNKNOWN;
	}
	/* Freed by the end of the process, since atexit() functions print. */
	arguments = calloc((size_t)argc + 1, sizeof(*arguments));
	for (i = 0; arguments && i < argc; i++)
		if (wide_to_utf8(argv[i], &arguments[i]))
			break;
	if (!arguments)
		log_error("out of memory");
	else if (i < argc)
		log_error("argument %d is not valid UTF-16", i);
	else
		status = cli_main(argc, arguments);
	WSACleanup();
	return (int)status;
}
