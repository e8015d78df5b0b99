/* SPDX-License-Identifier: BSD-2-Clause */
/* Ports of services by name. */
#ifndef PORT_NET_SERVICE_H
#define PORT_NET_SERVICE_H

/**
 * service_port() - A service's port
 * @name:	"smtp"
 * @protocol:	"tcp" or "udp"
 *
 * The system's database, and for the mail services a list of our own where
 * that has no line: a machine without /etc/services is one that we are for.
 *
 * Return: the port in host byte order, or -1
 */
int service_port(const char *name, const char *protocol);

#endif
