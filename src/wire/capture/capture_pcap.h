/* SPDX-License-Identifier: BSD-2-Clause */
/* The pcap format (draft-ietf-opsawg-pcap), for capture_file.c. */
#ifndef WIRE_CAPTURE_CAPTURE_PCAP_H
#define WIRE_CAPTURE_CAPTURE_PCAP_H

#include "wire/capture/capture.h"
#include "wire/capture/capture_buffer.h"

/**
 * struct pcap_format - A pcap file
 * @link:	LINKTYPE_ of all packets
 * @tick:	Unit of the fraction of a second in time stamps: 1 or 1000 ns
 * @packets:	Number of packets so far
 */
struct pcap_format {
	int link;
	uint32_t tick;
	uint64_t packets;
};

/**
 * pcap_format_open() - Read the file's header
 * @format:	Written on success
 * @buffer:	At the file's start; its byte order is set
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line, except for
 *		-EPROTOTYPE
 *
 * Return: 0; -EPROTOTYPE for a file of another format; -EINVAL for an
 * unsupported version or a truncated header; another -errno
 */
int pcap_format_open(struct pcap_format *format, struct capture_buffer *buffer,
		     char *error);

/**
 * pcap_format_next() - Read the next packet, of any link type
 * @packet:	Written if there is one; borrows from @buffer until the next
 *		call
 * @wait:	In milliseconds
 *
 * On an error nothing is skipped: another call has the same result.
 *
 * Return: as capture_next()
 */
int pcap_format_next(struct pcap_format *format, struct capture_buffer *buffer,
		     struct packet *packet, int wait, char *error);

#endif
