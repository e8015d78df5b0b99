/* SPDX-License-Identifier: BSD-2-Clause */
/* Speed and drop counters of network interfaces. */
#ifndef WIRE_CAPTURE_LINK_RATE_LINUX_H
#define WIRE_CAPTURE_LINK_RATE_LINUX_H

#include <stddef.h>
#include <stdint.h>

/**
 * link_rate() - The speed of an interface
 * @interface:	Its name; NULL for the fastest
 *
 * Return: bytes in a second; 0 if unknown, or if it is a virtual interface
 */
uint64_t link_rate(const char *interface);

/**
 * link_names() - The names of all interfaces
 * @text:	Written: "lo, eth0"; truncated if it is too long
 * @size:	Of @text
 */
void link_names(char *text, size_t size);

struct link_drops;

/**
 * link_drops_open() - Open the drop counters of interfaces
 * @interface:	Its name; NULL for all that exist now
 *
 * Opens all files that link_drops() reads.
 *
 * Return: to be closed; NULL without memory
 */
struct link_drops *link_drops_open(const char *interface);

/** link_drops() - Packets dropped since it was opened; 0 for NULL */
uint64_t link_drops(struct link_drops *drops);

/** link_drops_close() - NULL is allowed */
void link_drops_close(struct link_drops *drops);

#endif
