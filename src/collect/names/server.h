/* SPDX-License-Identifier: BSD-2-Clause */
/* A server's address, as a user types it. */
#ifndef COLLECT_NAMES_SERVER_H
#define COLLECT_NAMES_SERVER_H

#include <stdint.h>

#include "base/address.h"

/**
 * server_parse() - Read "ADDRESS", "ADDRESS:PORT" or "[V6]:PORT"
 * @text:	The text
 * @otherwise:	The port where none is given
 * @address:	Written on success only
 * @port:	Likewise; host byte order
 *
 * Return: 0, or -EINVAL
 */
int server_parse(const char *text, uint16_t otherwise, struct address *address,
		 uint16_t *port);

#endif
