/* SPDX-License-Identifier: BSD-2-Clause */
/* What a user asks about: an address, a port, a protocol. */
#ifndef BASE_TARGET_H
#define BASE_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"

/**
 * struct target - One address and port to have a verdict on
 * @address:	The address
 * @port:	Host byte order, 1 to 65535
 * @protocol:	TCP or UDP
 * @implied:	A bare port was asked, and this is its wildcard address
 * @asked:	As the user typed it; "" where nothing was
 * @service:	The service's name where it was asked by name, else NULL
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
