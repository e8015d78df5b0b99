/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing a pcap file (draft-ietf-opsawg-pcap). */
#ifndef WIRE_CAPTURE_CAPTURE_WRITE_H
#define WIRE_CAPTURE_CAPTURE_WRITE_H

#include "wire/packet/packet.h"

struct capture_write;

/**
 * capture_write_open() - Begin to write a capture
 * @output:	A descriptor; the caller closes it after capture_write_close()
 * @write:	Written on success
 *
 * The header is written with the first packet, whose link type becomes that of
 * the file; a file without packets is Ethernet.
 *
 * Return: 0 or -ENOMEM
 */
int capture_write_open(int output, struct capture_write **write);

/**
 * capture_write_packet() - Append a packet
 *
 * Buffered until there are many, or until capture_write_flush().  If the disk
 * is full, the file is truncated after the last whole packet, so that it is a
 * readable capture.  Needs write(2), lseek(2) and ftruncate(2).
 *
 * Return: 0; -EPROTOTYPE for a packet of another link type, which is not
 * written; another -errno (ENOSPC; EPIPE if SIGPIPE is ignored), after which
 * nothing more is written
 */
int capture_write_packet(struct capture_write *write,
			 const struct packet *packet);

/**
 * capture_write_flush() - Write everything that is buffered
 * Return: 0 or -errno
 */
int capture_write_flush(struct capture_write *write);

/**
 * capture_write_close() - Flush and end; NULL is allowed
 * Return: 0 or -errno
 */
int capture_write_close(struct capture_write *write);

#endif
