/* SPDX-License-Identifier: BSD-2-Clause */
/* The filter for the kernel. */
#ifndef COLLECT_SNIFF_SNIFF_FILTER_H
#define COLLECT_SNIFF_SNIFF_FILTER_H

#include <stddef.h>
#include <stdint.h>

/**
 * sniff_filter() - A filter for the traffic of mail servers
 * @ports:	Of the servers, host byte order
 * @count:	At least 1
 * @own:	The user's filter, which restricts it, or NULL
 *
 * Passes packets of the ports and of the control channel; SYN-ACKs of all
 * ports, since they show how far away their host is; and packets that may
 * belong to them: fragments, IPv6 extension headers, ICMP unreachable.
 *
 * Return: in the syntax of pcap-filter(7), to be freed; NULL without memory
 */
char *sniff_filter(const uint16_t *ports, size_t count, const char *own);

#endif
