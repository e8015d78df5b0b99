/* SPDX-License-Identifier: BSD-2-Clause */
/* The versions of what the program is built from. */
#ifndef PORT_VERSION_H
#define PORT_VERSION_H

#include <stddef.h>

/** version_cares() - c-ares's version, or NULL in a build without it */
const char *version_cares(void);

/** version_pcap() - libpcap's version, likewise */
const char *version_pcap(void);

/**
 * version_sandbox() - libcap-ng's version, or NULL in a build that cannot give
 * up rights
 */
const char *version_sandbox(void);

/**
 * version_libraries() - The libraries and their versions, a line
 * @text:	Written
 * @size:	Of @text
 */
void version_libraries(char *text, size_t size);

#endif
