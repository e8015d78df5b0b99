/* SPDX-License-Identifier: BSD-2-Clause */
/* A pcap file that any tool reads (draft-ietf-opsawg-pcap). */
#ifndef WIRE_CAPTURE_CAPTURE_WRITE_H
#define WIRE_CAPTURE_CAPTURE_WRITE_H

#include "wire/packet/packet.h"

struct capture_write;

/**
 * capture_write_open() - Create the file
 * @path:	UTF-8; "-" is standard output
 * @write:	Written on success
 *
 * The header is written with the first packet, whose link type is the
 * file's; a file without packets gets that of Ethernet.  A new file is for its
 * owner alone: it holds what people wrote.
 *
 * Return: 0; -EISDIR; another -errno
 */
int capture_write_open(const char *path, struct capture_write **write);

/**
 * capture_write_packet() - Append a packet
 *
 * Kept until there are many, or capture_write_flush().  Written in whole
 * packets: when the disk is full, the file is cut back to the last whole one,
 * so that what is in it is a readable capture.  Needs write(2), lseek(2) and
 * ftruncate(2).
 *
 * Return: 0; -EPROTOTYPE for a packet of another link type, which is left
 * out; another -errno (ENOSPC; EPIPE where SIGPIPE is ignored), after which
 * nothing more is written
 */
int capture_write_packet(struct capture_write *write,
			 const struct packet *packet);

/**
 * capture_write_flush() - Hand everything to the system
 * Return: 0 or -errno
 */
int capture_write_flush(struct capture_write *write);

/**
 * capture_write_close() - Flush and close; NULL is allowed
 * Return: 0 or -errno
 */
int capture_write_close(struct capture_write *write);

#endif
