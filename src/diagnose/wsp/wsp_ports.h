/* SPDX-License-Identifier: BSD-2-Clause */
/* The port lists in the Winsock Proxy client's files. */
#ifndef DIAGNOSE_WSP_WSP_PORTS_H
#define DIAGNOSE_WSP_WSP_PORTS_H

#include <stdint.h>

#include "base/address.h"

/**
 * struct wsp_ports - One port or range of a list
 * @first:	Host byte order; 0 means any free port
 * @last:	Not below @first
 */
struct wsp_ports {
	uint16_t first;
	uint16_t last;
};

/**
 * wsp_ports_next() - The next entry of `0,1025-5000`
 * @list:	Moved behind the entry; blanks and empty entries are ignored
 * @ports:	Written on success only
 *
 * Return: 1, or 0 at the end; -EINVAL for an entry that is not a port or a
 * range; @list is then behind it
 */
int wsp_ports_next(const char **list, struct wsp_ports *ports);

/**
 * wsp_ports_have() - Is a port in a list?
 * @list:	The value of a key such as ServerBindTcpPorts
 * @port:	Host byte order, not 0
 *
 * Return: 1 or 0; -EINVAL if it is in no valid entry, and there is an invalid
 * one
 */
int wsp_ports_have(const char *list, uint16_t port);

/**
 * wsp_bind_ip() - A port's address in `993:192.0.2.1,995:192.0.2.1`
 * @list:	ProxyBindIp's value
 * @port:	Host byte order; 0 for the first entry of any port
 * @address:	Written on success only
 *
 * Return: 0; -ENOENT if the port has none; -EINVAL if it has none, and there
 * is an invalid entry
 */
int wsp_bind_ip(const char *list, uint16_t port, struct address *address);

#endif
