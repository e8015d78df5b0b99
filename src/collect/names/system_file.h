/* SPDX-License-Identifier: BSD-2-Clause */
/* The system's files in which names are looked up. */
#ifndef COLLECT_NAMES_SYSTEM_FILE_H
#define COLLECT_NAMES_SYSTEM_FILE_H

#include <stdbool.h>

enum system_file {
	SYSTEM_FILE_HOSTS,
	SYSTEM_FILE_SERVICES,
	SYSTEM_FILE_PROTOCOLS,
};

/**
 * system_file_path() - The path of one of the system's files
 *
 * On Windows in the folder that DataBasePath in the registry names, which
 * Winsock and c-ares use too, and with Windows' own names: "protocol".
 *
 * Return: UTF-8, to be freed; NULL when memory is out
 */
char *system_file_path(enum system_file file);

/**
 * system_has_servers() - Is a DNS server configured?
 *
 * Without one, c-ares and libc ask 127.0.0.1, which nobody has configured.
 */
bool system_has_servers(void);

/** system_servers_file - Where servers are configured: "/etc/resolv.conf" */
extern const char system_servers_file[];

#endif
