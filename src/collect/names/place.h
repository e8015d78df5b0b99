/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the system keeps what names are looked up in. */
#ifndef COLLECT_NAMES_PLACE_H
#define COLLECT_NAMES_PLACE_H

#include <stdbool.h>

enum place {
	PLACE_HOSTS,
	PLACE_SERVICES,
	PLACE_PROTOCOLS,
};

/**
 * place_path() - The path of one of the system's files
 *
 * On Windows in the folder that DataBasePath in the registry names, which
 * Winsock and c-ares go by too, and by Windows' own names: "protocol".
 *
 * Return: UTF-8, to be freed; NULL when memory is out
 */
char *place_path(enum place place);

/**
 * place_has_servers() - Is a DNS server configured?
 *
 * Where none is, c-ares and libc fall back on 127.0.0.1, which nobody has
 * configured.
 */
bool place_has_servers(void);

/** place_of_servers - Where they are configured: "/etc/resolv.conf" */
extern const char place_of_servers[];

#endif
