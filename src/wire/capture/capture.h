/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where packets come from: a file, or the network.
 *
 * Opening takes rights and names; capture_next() takes none, so that they
 * can be given up between the two.
 */
#ifndef WIRE_CAPTURE_CAPTURE_H
#define WIRE_CAPTURE_CAPTURE_H

#include <stdbool.h>

#include "wire/packet/packet.h"

/**
 * struct capture_live - What to capture from the network
 * @interface:	By name; NULL for all of them
 * @filter:	As pcap-filter(7) has it; NULL for everything
 * @buffer:	In bytes, for the packets that wait for us; 0 for what holds
 *		a second of the interface's rate
 */
struct capture_live {
	const char *interface;
	const char *filter;
	size_t buffer;
};

/**
 * struct capture_counts - What became of the packets
 * @received:	That passed the filter, and came or were dropped
 * @dropped:	For want of room in the buffer
 * @dropped_by_interface: By the interface or its driver
 * @known:	Whether the last two can be told; never for a file
 * @left_out:	Interfaces that are up and cannot be captured from, where all
 *		are asked for
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
 * Return: 0, -EPERM without the right, -ENODEV without the interface,
 * -EINVAL for the filter, -EOPNOTSUPP in a build or on a machine without
 * libpcap, another -errno
 */
int capture_open_live(const struct capture_live *live,
		      struct capture **capture, char *error);

/**
 * capture_next() - The next packet
 * @capture:	The capture
 * @packet:	Written when there is one
 * @wait:	How long to wait, in milliseconds; no matter for a file, but for a
 *		pipe
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line: what, and in
 *		which packet or at which byte
 *
 * Return: 1 with a packet; 0 when none came in time, or a signal did;
 * -ENODATA at the end of the file; -EINVAL where the file is damaged (what
 * came before is good), -ENETDOWN when the interface has gone, another -errno
 */
int capture_next(struct capture *capture, struct packet *packet, int wait,
		 char *error);

/** capture_counts() - What became of the packets so far */
void capture_counts(struct capture *capture, struct capture_counts *counts);

/** capture_close() - NULL is allowed */
void capture_close(struct capture *capture);

#endif
