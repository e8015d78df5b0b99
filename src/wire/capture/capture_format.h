/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The formats of capture files: capture_file.c chooses one.
 *
 * A reader returns what capture_next() does, of any link type and without a
 * filter.  On an error nothing is passed over, so it is told again.
 */
#ifndef WIRE_CAPTURE_CAPTURE_FORMAT_H
#define WIRE_CAPTURE_CAPTURE_FORMAT_H

#include "wire/capture/capture.h"
#include "wire/capture/capture_buffer.h"

/**
 * struct pcap_format - draft-ietf-opsawg-pcap, and its nanoseconds
 * @link:	LINKTYPE_ of all packets
 * @tick:	Nanoseconds that the second half of a time stamp counts in
 * @packets:	So far
 */
struct pcap_format {
	int link;
	uint32_t tick;
	uint64_t packets;
};

/**
 * pcap_format_open() - Read the file's header
 * @buffer:	At the file's start; its byte order is set
 *
 * Return: 0; -EPROTOTYPE for what is no such file; -EINVAL for one of a
 * version that is not read, or cut off; another -errno
 */
int pcap_format_open(struct pcap_format *format, struct capture_buffer *buffer,
		     char *error);

int pcap_format_next(struct pcap_format *format, struct capture_buffer *buffer,
		     struct packet *packet, int wait, char *error);

#define PCAPNG_INTERFACES_MAX 4096	/* in one section */

/**
 * struct pcapng_interface - An interface of a section
 * @link:	LINKTYPE_
 * @snap:	The most that is kept of a packet; 0 for no limit
 * @resolution:	if_tsresol as it stands
 * @offset:	if_tsoffset: seconds to be added to all times
 */
struct pcapng_interface {
	uint16_t link;
	uint8_t resolution;
	uint32_t snap;
	int64_t offset;
};

/**
 * struct pcapng_format - draft-ietf-opsawg-pcapng
 * @interfaces:	Of this section
 * @count:	How many
 * @before:	How many the sections before had
 * @rest:	Bytes of a block that are still to be passed over
 * @time:	Of the last packet; for those that have none
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
 * pcapng_format_open() - Read how the file's first block starts
 * @format:	Zeroed; to be closed even after an error
 *
 * Return: as pcap_format_open()
 */
int pcapng_format_open(struct pcapng_format *format,
		       struct capture_buffer *buffer, char *error);

int pcapng_format_next(struct pcapng_format *format,
		       struct capture_buffer *buffer, struct packet *packet,
		       int wait, char *error);

void pcapng_format_close(struct pcapng_format *format);

#endif
