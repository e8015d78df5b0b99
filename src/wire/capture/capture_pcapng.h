/* SPDX-License-Identifier: BSD-2-Clause */
/* The pcapng format (draft-ietf-opsawg-pcapng), for capture_file.c. */
#ifndef WIRE_CAPTURE_CAPTURE_PCAPNG_H
#define WIRE_CAPTURE_CAPTURE_PCAPNG_H

#include "wire/capture/capture.h"
#include "wire/capture/capture_buffer.h"

#define PCAPNG_INTERFACES_MAX 4096	/* in one section */

/**
 * struct pcapng_interface - An interface of a section
 * @link:	LINKTYPE_
 * @snap:	Maximum number of bytes kept of a packet; 0 for no limit
 * @resolution:	if_tsresol, as in the file
 * @offset:	if_tsoffset: seconds to be added to all times
 */
struct pcapng_interface {
	uint16_t link;
	uint8_t resolution;
	uint32_t snap;
	int64_t offset;
};

/**
 * struct pcapng_format - A pcapng file
 * @interfaces:	Of this section; owned
 * @count:	Number of @interfaces
 * @before:	Number of interfaces of the sections before
 * @rest:	Bytes of a block that are still to be skipped
 * @packets:	Number of packets so far
 * @time:	Of the last packet, for packets without a time
 */
struct pcapng_format {
	struct pcapng_interface *interfaces;
	unsigned int count;
	unsigned int before;
	uint64_t rest;
	uint64_t packets;
	int64_t time;
};

/**
 * pcapng_format_open() - Read the start of the file's first block
 * @format:	Zeroed; to be closed even after an error
 *
 * Return: as pcap_format_open()
 */
int pcapng_format_open(struct pcapng_format *format,
		       struct capture_buffer *buffer, char *error);

/**
 * pcapng_format_next() - Read the next packet, of any link type
 * As pcap_format_next(); 0 also after many blocks without a packet.
 */
int pcapng_format_next(struct pcapng_format *format,
		       struct capture_buffer *buffer, struct packet *packet,
		       int wait, char *error);

/** pcapng_format_close() - Free what it owns */
void pcapng_format_close(struct pcapng_format *format);

#endif
