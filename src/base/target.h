/* SPDX-License-Identifier: BSD-2-Clause */
/* What a user asks about: address, port and protocol. */
#ifndef BASE_TARGET_H
#define BASE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

/**
 * struct target - One address and port that get a verdict
 * @address:	The address
 * @port:	Host byte order, 1 to 65535
 * @protocol:	TCP or UDP
 * @implied:	The user gave a port alone; this is its wildcard address
 * @asked:	As the user typed it; "" without arguments
 * @service:	The service's name if the user gave that, else NULL
 */
struct target {
	struct address address;
	uint16_t port;
	enum protocol protocol;
	bool implied;
	const char *asked;
	const char *service;
};

#endif
