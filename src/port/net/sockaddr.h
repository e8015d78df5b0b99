/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses for the socket calls. */
#ifndef PORT_NET_SOCKADDR_H
#define PORT_NET_SOCKADDR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/address.h"
#include "port/net/inet.h"

/**
 * sockaddr_make() - An address and port as a sockaddr
 * @address:	Its zone may be an interface's name or number
 * @port:	Host byte order
 * @name:	Written on success only
 * @length:	The sockaddr's length, written on success only
 *
 * Return: 0, or -ENODEV where no interface has the zone's name
 */
int sockaddr_make(const struct address *address, uint16_t port,
		  struct sockaddr_storage *name, socklen_t *length);

/**
 * sockaddr_read() - The address in a sockaddr, without its zone
 * @name:	May be NULL
 * @length:	Its length
 * @address:	Written on success only
 *
 * Return: false where it is of another family, or cut off
 */
bool sockaddr_read(const struct sockaddr *name, socklen_t length,
		   struct address *address);

/** sockaddr_equal() - The same family, address and port?  Zones are not
 * compared */
bool sockaddr_equal(const struct sockaddr_storage *a,
		    const struct sockaddr_storage *b);

/** sockaddr_any_port() - The same address with port 0 */
struct sockaddr_storage sockaddr_any_port(const struct sockaddr_storage *name);

#endif
