/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The source of packets: a file, or the network.
 *
 * Opening may need privileges and look up names; capture_next() needs neither,
 * so that privileges can be dropped between the two.
 */
#ifndef WIRE_CAPTURE_CAPTURE_H
#define WIRE_CAPTURE_CAPTURE_H

#include <stdbool.h>

#include "wire/packet/packet.h"

/**
 * struct capture_live - What to capture from the network
 * @interface:	Its name; NULL for all interfaces
 * @filter:	In the syntax of pcap-filter(7); NULL for all packets
 * @buffer:	Size in bytes of the kernel's packet buffer; 0: enough for a
 *		second at the interface's speed
 */
struct capture_live {
	const char *interface;
	const char *filter;
	size_t buffer;
};

/**
 * struct capture_counts - Packet counters
 * @received:	Packets that passed the filter, dropped ones included
 * @dropped:	Because the buffer was full
 * @dropped_by_interface: By the interface or its driver
 * @known:	Are the two counters of drops known?  Never for a file
 * @left_out:	If all interfaces are captured from: those that are up and
 *		could not be opened
 */
struct capture_counts {
	uint64_t received;
	uint64_t dropped;
	uint64_t dropped_by_interface;
	bool known;
	unsigned int left_out;
};

struct capture;

/**
 * capture_open_live() - Capture from the network
 * @live:	What to capture
 * @capture:	Written on success; it captures from now on
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line: what is wrong, and
 *		what to do
 *
 * Return: 0; -EPERM without the privilege, -ENODEV if the interface does not
 * exist, -EINVAL for an invalid filter, -EOPNOTSUPP if the build or the machine
 * lacks libpcap, another -errno
 */
int capture_open_live(const struct capture_live *live,
		      struct capture **capture, char *error);

/**
 * capture_next() - The next packet
 * @capture:	The capture
 * @packet:	Written if there is one
 * @wait:	Time to wait, in milliseconds; ignored for a regular file
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line: what is wrong, and
 *		in which packet or at which byte
 *
 * Return: 1 with a packet; 0 if none came in time or a signal interrupted;
 * -ENODATA at the end of the file; -EINVAL if the file is damaged (the packets
 * before are good), -ENETDOWN if the interface has gone, another -errno
 */
int capture_next(struct capture *capture, struct packet *packet, int wait,
		 char *error);

/** capture_counts() - The counters so far */
void capture_counts(struct capture *capture, struct capture_counts *counts);

/**
 * capture_socket() - The descriptor that packets come from
 * Return: -1 for a file, for NULL, and on Windows
 */
int capture_socket(const struct capture *capture);

/** capture_close() - NULL is allowed */
void capture_close(struct capture *capture);

#endif
