/* SPDX-License-Identifier: BSD-2-Clause */
/* What the system knows of network interfaces while they are captured from. */
#ifndef WIRE_CAPTURE_LINK_RATE_LINUX_H
#define WIRE_CAPTURE_LINK_RATE_LINUX_H

#include <stddef.h>
#include <stdint.h>

/**
 * link_rate() - How fast an interface is
 * @interface:	By name; NULL for the fastest
 *
 * Return: bytes in a second; 0 where nobody knows, or there is no line
 */
uint64_t link_rate(const char *interface);

/**
 * link_names() - The interfaces that there are
 * @text:	Written: "lo, eth0"; cut where it is too long
 * @size:	Of @text
 */
void link_names(char *text, size_t size);

struct link_drops;

/**
 * link_drops_open() - Watch what interfaces and their drivers drop
 * @interface:	By name; NULL for all that there are now
 *
 * Opens all that link_drops() reads.
 *
 * Return: to be closed; NULL where nothing can be told
 */
struct link_drops *link_drops_open(const char *interface);

/** link_drops() - Packets dropped since it was opened; 0 for NULL */
uint64_t link_drops(struct link_drops *drops);

/** link_drops_close() - NULL is allowed */
void link_drops_close(struct link_drops *drops);

#endif
