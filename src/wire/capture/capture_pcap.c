/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture_pcap.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#define FILE_HEADER 24		/* bytes */
#define PACKET_HEADER 16

#define MAGIC_MICRO 0xa1b2c3d4
#define MAGIC_NANO 0xa1b23c4d
#define MAGIC_MODIFIED 0xa1b2cd34	/* Kuznetzov's, with longer headers */

static bool is_magic(uint32_t magic)
{
	return magic == MAGIC_MICRO || magic == MAGIC_NANO ||
	       magic == MAGIC_MODIFIED;
}

/* Also sets the byte order. */
static bool read_magic(struct capture_buffer *buffer, uint32_t *magic)
{
	struct cursor big = capture_buffer_cursor(buffer), little = big;

	if (!cursor_be32(&big, magic))
		return false;
	buffer->big_endian = is_magic(*magic);
	return buffer->big_endian ||
	       (cursor_le32(&little, magic) && is_magic(*magic));
}

static int read_header(struct pcap_format *format,
		       struct capture_buffer *buffer, uint32_t magic,
		       char *error)
{
	struct cursor c = capture_buffer_cursor(buffer);
	uint16_t major, minor;
	uint32_t link;

	if (!cursor_skip(&c, 4) || !capture_buffer_u16(buffer, &c, &major) ||
	    !capture_buffer_u16(buffer, &c, &minor) || !cursor_skip(&c, 12) ||
	    !capture_buffer_u32(buffer, &c, &link))
		return -EINVAL;
	/* Before 2.3 the two lengths were in the opposite order. */
	if (major != 2 || minor < 3 || minor > 4) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "pcap version %u.%u is not supported (2.4 is)", major,
			 minor);
		return -EINVAL;
	}
	/* The upper half is the length of a checksum after each packet. */
	format->link = link & 0xffff;
	format->tick = magic == MAGIC_NANO ? 1 : 1000;
	format->packets = 0;
	capture_buffer_skip(buffer, FILE_HEADER);
	return 0;
}

int pcap_format_open(struct pcap_format *format, struct capture_buffer *buffer,
		     char *error)
{
	uint32_t magic;
	int rc;

	if (!read_magic(buffer, &magic))
		return -EPROTOTYPE;
	if (magic == MAGIC_MODIFIED) {
		snprintf(error, CAPTURE_ERROR_TEXT, "a modified pcap format "
			 "(magic a1b2cd34): convert it with editcap -F pcap");
		return -EINVAL;
	}
	rc = capture_buffer_need(buffer, FILE_HEADER, -1);
	if (rc != 1)
		return capture_buffer_cut(buffer, rc ? rc : -EINTR,
					  "the file's header", error);
	return read_header(format, buffer, magic, error);
}

static int cut(const struct pcap_format *format,
	       const struct capture_buffer *buffer, int rc, const char *in,
	       char *error)
{
	char where[64];

	snprintf(where, sizeof(where), "%spacket %" PRIu64, in,
		 format->packets + 1);
	return capture_buffer_cut(buffer, rc, where, error);
}

int pcap_format_next(struct pcap_format *format, struct capture_buffer *buffer,
		     struct packet *packet, int wait, char *error)
{
	uint32_t seconds = 0, ticks = 0, captured = 0, length = 0;
	struct cursor c, bytes;
	int rc = capture_buffer_need(buffer, PACKET_HEADER, wait);

	if (rc == -ENODATA && !capture_buffer_left(buffer))
		return rc;
	if (rc != 1)
		return cut(format, buffer, rc, "the header of ", error);
	c = capture_buffer_cursor(buffer);
	capture_buffer_u32(buffer, &c, &seconds);
	capture_buffer_u32(buffer, &c, &ticks);
	capture_buffer_u32(buffer, &c, &captured);
	capture_buffer_u32(buffer, &c, &length);
	if (captured > CAPTURE_PACKET_MAX) {
		snprintf(error, CAPTURE_ERROR_TEXT, "packet %" PRIu64
			 ", at byte %" PRIu64 ": %" PRIu32
			 " bytes; the maximum is %d", format->packets + 1,
			 buffer->offset, captured, CAPTURE_PACKET_MAX);
		return -EINVAL;
	}
	rc = capture_buffer_need(buffer, PACKET_HEADER + captured, wait);
	if (rc != 1)
		return cut(format, buffer, rc, "", error);
	c = capture_buffer_cursor(buffer);
	cursor_skip(&c, PACKET_HEADER);
	cursor_take(&c, captured, &bytes);
	*packet = (struct packet){
		.time = (int64_t)seconds * 1000000000 +
			(int64_t)ticks * format->tick,
		.bytes = bytes.bytes,
		.captured = captured,
		.length = length,
		.link = format->link,
	};
	capture_buffer_skip(buffer, PACKET_HEADER + captured);
	format->packets++;
	return 1;
}
