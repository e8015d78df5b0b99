/* SPDX-License-Identifier: BSD-2-Clause */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <winsock2.h>
#include <windows.h>
#include <ntsecapi.h>

#include "base/log.h"
#include "base/memory.h"
#include "cli/cli.h"
#include "port/terminal/terminal.h"
#include "port/wide.h"

/* Keeps the C library from expanding a `*` in an argument. */
int _dowildcard = 0;

int wmain(int argc, wchar_t **argv);

/*
 * jansson's hash tables need a random seed, so that nobody can choose keys that
 * collide.  On its own it asks CryptoAPI, which loads many DLLs.
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
	/* Never freed: atexit() functions may still print them. */
	arguments = memory_zeroed((size_t)argc + 1, sizeof(*arguments));
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
