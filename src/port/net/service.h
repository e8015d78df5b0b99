/* SPDX-License-Identifier: BSD-2-Clause */
/* Ports of services by name. */
#ifndef PORT_NET_SERVICE_H
#define PORT_NET_SERVICE_H

/**
 * service_port() - A service's port
 * @name:	"smtp"
 * @protocol:	"tcp" or "udp"
 *
 * From the system's database, and for the mail services otherwise from our own
 * list: bindwhy must work on a machine without /etc/services.
 *
 * Return: the port in host byte order, or -1
 */
int service_port(const char *name, const char *protocol);

#endif
