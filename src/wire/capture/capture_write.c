/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture_write.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/capture/capture.h"
#include "port/file/output.h"

#define FILE_HEADER 24		/* bytes */
#define PACKET_HEADER 16

/*
 * Size of a write(), in bytes, of whole packets.  Smaller ones are more system
 * calls; for larger ones the kernel looks for larger pages: 500 MB to ext4
 * (Linux 6.18) took 0.76 s of CPU with 4 KiB, 0.43 s with 64 KiB, 0.4 to 0.8 s
 * with 128 KiB, 0.95 s with 256 KiB.
 */
#define WRITE_SIZE (64 << 10)
#define ROOM (FILE_HEADER + PACKET_HEADER + CAPTURE_PACKET_MAX)

#define MAGIC_MICRO 0xa1b2c3d4
#define MAGIC_NANO 0xa1b23c4d

#define LINK_ETHERNET 1
#define LINK_RAW 101

#define SECOND 1000000000	/* ns */

/**
 * struct capture_write - A file that is written
 * @link:	LINKTYPE_ of its packets; -1 before the first one
 * @nanoseconds: Unit of its times; else microseconds
 * @error:	-errno that ended it
 * @header_waits: @bytes starts with the file's header
 * @used:	Bytes in @bytes that wait to be written: whole packets
 */
struct capture_write {
	int output;
	int link;
	bool nanoseconds;
	bool header_waits;
	int error;
	size_t used;
	unsigned char bytes[ROOM];
};

int capture_write_open(int output, struct capture_write **write)
{
	struct capture_write *new = memory_new(sizeof(*new));

	if (!new)
		return -ENOMEM;
	new->output = output;
	new->link = -1;
	new->nanoseconds = false;
	new->header_waits = false;
	new->error = 0;
	new->used = 0;
	*write = new;
	return 0;
}

static void put(struct capture_write *w, uint32_t value, size_t size)
{
	for (size_t i = 0; i < size; i++)
		w->bytes[w->used++] = (unsigned char)(value >> 8 * i);
}

/*
 * Microseconds, which every tool reads; nanoseconds only if the first packet
 * has them, so that a copy of such a file loses nothing.
 */
static void put_header(struct capture_write *w, int link, int64_t time)
{
	w->link = link;
	w->header_waits = true;
	w->nanoseconds = time % 1000 != 0;
	put(w, w->nanoseconds ? MAGIC_NANO : MAGIC_MICRO, 4);
	put(w, 2, 2);
	put(w, 4, 2);
	put(w, 0, 4);		/* the time zone, which is UTC */
	put(w, 0, 4);
	put(w, CAPTURE_PACKET_MAX, 4);
	put(w, (uint32_t)link, 4);
}

/* The format has times from 1970 to 2106. */
static void put_time(struct capture_write *w, int64_t time)
{
	int64_t seconds = time / SECOND, rest = time % SECOND;

	if (time < 0) {
		seconds = 0;
		rest = 0;
	} else if (seconds > UINT32_MAX) {
		seconds = UINT32_MAX;
		rest = SECOND - 1;
	}
	put(w, (uint32_t)seconds, 4);
	put(w, (uint32_t)(w->nanoseconds ? rest : rest / 1000), 4);
}

static uint32_t get32(const unsigned char *bytes)
{
	return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* Bytes of whole packets in the first @written bytes, which are not all. */
static size_t whole_part(const struct capture_write *w, size_t written)
{
	size_t at = 0, size = w->header_waits ? FILE_HEADER :
				PACKET_HEADER + get32(w->bytes + 8);

	while (at + size <= written) {
		at += size;
		size = PACKET_HEADER + get32(w->bytes + at + 8);
	}
	return at;
}

int capture_write_flush(struct capture_write *write)
{
	size_t written, partial;

	if (write->error || !write->used)
		return write->error;
	write->error = output_write(write->output, write->bytes, write->used,
				    &written);
	partial = write->error ? written - whole_part(write, written) : 0;
	/* A pipe cannot be truncated. */
	if (partial)
		output_cut(write->output, partial);
	write->used = 0;
	write->header_waits = false;
	return write->error;
}

/* Raw IP has several numbers; 101 is the same on all systems. */
static int portable_link(int link)
{
	return link == 12 || link == 14 ? LINK_RAW : link;
}

int capture_write_packet(struct capture_write *write,
			 const struct packet *packet)
{
	size_t captured = packet->captured < CAPTURE_PACKET_MAX ?
				  packet->captured : CAPTURE_PACKET_MAX;
	int link = portable_link(packet->link);

	if (write->error)
		return write->error;
	if (write->link < 0)
		put_header(write, link, packet->time);
	if (write->link != link)
		return -EPROTOTYPE;
	/* After the file's header alone there is room for any packet. */
	if (write->used + PACKET_HEADER + captured > WRITE_SIZE &&
	    write->used > FILE_HEADER && capture_write_flush(write))
		return write->error;
	put_time(write, packet->time);
	put(write, (uint32_t)captured, 4);
	/* Some programs refuse a packet longer than its original. */
	put(write, packet->length < captured ? (uint32_t)captured :
					       packet->length, 4);
	memcpy(write->bytes + write->used, packet->bytes, captured);
	write->used += captured;
	return 0;
}

int capture_write_close(struct capture_write *write)
{
	int rc;

	if (!write)
		return 0;
	if (write->link < 0)
		put_header(write, LINK_ETHERNET, 0);
	rc = capture_write_flush(write);
	free(write);
	return rc;
}
