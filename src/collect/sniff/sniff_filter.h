/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel is to let through to us. */
#ifndef COLLECT_SNIFF_SNIFF_FILTER_H
#define COLLECT_SNIFF_SNIFF_FILTER_H

#include <stddef.h>
#include <stdint.h>

/**
 * sniff_filter() - A filter for the traffic of mail servers
 * @ports:	Theirs, host byte order
 * @count:	At least 1
 * @own:	The user's, which narrows it, or NULL
 *
 * Packets of the ports and of the control channel; SYN-ACKs of all ports,
 * since they tell how far away their host is; and what may be about either:
 * fragments, packets with IPv6 extension headers, ICMP's "unreachable".
 *
 * Return: as pcap-filter(7) has it, to be freed; NULL when memory is out
 */
char *sniff_filter(const uint16_t *ports, size_t count, const char *own);

#endif
