/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture_pcapng.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/capture/pcapng_time.h"

#define SECTION 0x0a0d0d0a		/* the same in either byte order */
#define ORDER 0x1a2b3c4d
#define INTERFACE 1
#define PACKET 2			/* obsolete */
#define SIMPLE_PACKET 3
#define ENHANCED_PACKET 6

#define BLOCK_START 8			/* type and length */
#define BLOCK_MIN 12			/* ... and the length again */
#define SECTION_START 12		/* type, length, byte order */
#define SECTION_MIN 28

#define BLOCKS_MAX 4096			/* without a packet, in one call */

#define OPTION_RESOLUTION 9		/* if_tsresol */
#define OPTION_OFFSET 14		/* if_tsoffset */

struct block {
	uint32_t type;
	uint32_t length;
};

static int damaged(const struct capture_buffer *buffer, char *error,
		   const char *what, uint32_t number)
{
	snprintf(error, CAPTURE_ERROR_TEXT, "at byte %" PRIu64 ": %s %" PRIu32,
		 buffer->offset, what, number);
	return -EINVAL;
}

static int cut(const struct capture_buffer *buffer, int rc, char *error)
{
	char where[64];

	snprintf(where, sizeof(where), "the block at byte %" PRIu64,
		 buffer->offset);
	return capture_buffer_cut(buffer, rc, where, error);
}

static uint32_t swap(uint32_t n)
{
	return n >> 24 | (n >> 8 & 0xff00) | (n << 8 & 0xff0000) | n << 24;
}

/* The start of a section: its byte order, and its length in that order. */
static int read_order(struct capture_buffer *buffer, struct block *block,
		      char *error)
{
	struct cursor c = capture_buffer_cursor(buffer);
	uint32_t order = 0;

	cursor_skip(&c, BLOCK_START);
	cursor_be32(&c, &order);
	if (order != ORDER && swap(order) != ORDER)
		return damaged(buffer, error, "a section with byte order",
			       order);
	buffer->big_endian = order == ORDER;
	c = capture_buffer_cursor(buffer);
	cursor_skip(&c, 4);
	capture_buffer_u32(buffer, &c, &block->length);
	return 0;
}

int pcapng_format_open(struct pcapng_format *format,
		       struct capture_buffer *buffer, char *error)
{
	struct cursor c = capture_buffer_cursor(buffer);
	struct block block;
	uint32_t type;
	int rc;

	if (!cursor_be32(&c, &type) || type != SECTION)
		return -EPROTOTYPE;
	rc = capture_buffer_need(buffer, SECTION_START, -1);
	if (rc != 1)
		return cut(buffer, rc ? rc : -EINTR, error);
	rc = read_order(buffer, &block, error);
	if (rc)
		return rc;
	format->interfaces = memory_zeroed(PCAPNG_INTERFACES_MAX,
				    sizeof(*format->interfaces));
	return format->interfaces ? 0 : -ENOMEM;
}

void pcapng_format_close(struct pcapng_format *format)
{
	free(format->interfaces);
}

/* Skip the rest of a block that is not needed. */
static int skip_rest(struct pcapng_format *format,
		     struct capture_buffer *buffer, int wait, char *error)
{
	while (format->rest) {
		size_t n = capture_buffer_left(buffer);
		int rc;

		if (n > format->rest)
			n = (size_t)format->rest;
		capture_buffer_skip(buffer, n);
		format->rest -= n;
		rc = format->rest ? capture_buffer_need(buffer, 1, wait) : 1;
		if (rc != 1)
			return capture_buffer_cut(buffer, rc, "a block", error);
	}
	return 1;
}

/* Type and length of a block, if the length is valid. */
static int read_start(struct capture_buffer *buffer, struct block *block,
		      int wait, char *error)
{
	struct cursor c;
	int rc = capture_buffer_need(buffer, BLOCK_MIN, wait);

	if (rc == -ENODATA && !capture_buffer_left(buffer))
		return rc;
	if (rc != 1)
		return capture_buffer_cut(buffer, rc, "a block's header",
					  error);
	c = capture_buffer_cursor(buffer);
	capture_buffer_u32(buffer, &c, &block->type);
	capture_buffer_u32(buffer, &c, &block->length);
	if (block->type == SECTION) {
		rc = read_order(buffer, block, error);
		if (rc)
			return rc;
	}
	if (block->length % 4 || block->length < BLOCK_MIN)
		return damaged(buffer, error, "a block with the length",
			       block->length);
	return 1;
}

/**
 * read_body() - All of a block
 * @c:		Set to the bytes between its two lengths
 */
static int read_body(struct capture_buffer *buffer, const struct block *block,
		     struct cursor *c, int wait, char *error)
{
	struct cursor all;
	uint32_t again = 0;
	int rc;

	if (block->length > CAPTURE_BUFFER)
		return damaged(buffer, error, "a block with the length",
			       block->length);
	rc = capture_buffer_need(buffer, block->length, wait);
	if (rc != 1)
		return cut(buffer, rc, error);
	all = capture_buffer_cursor(buffer);
	cursor_skip(&all, BLOCK_START);
	cursor_take(&all, block->length - BLOCK_MIN, c);
	capture_buffer_u32(buffer, &all, &again);
	if (again != block->length)
		return damaged(buffer, error,
			       "a block that ends with another length:", again);
	return 1;
}

static int begin_section(struct pcapng_format *format,
			 struct capture_buffer *buffer,
			 const struct block *block, int wait, char *error)
{
	uint16_t major = 0;
	struct cursor c;
	int rc;

	if (block->length < SECTION_MIN)
		return damaged(buffer, error, "a section with the length",
			       block->length);
	rc = capture_buffer_need(buffer, SECTION_MIN, wait);
	if (rc != 1)
		return cut(buffer, rc, error);
	c = capture_buffer_cursor(buffer);
	cursor_skip(&c, SECTION_START);
	capture_buffer_u16(buffer, &c, &major);
	if (major != 1)
		return damaged(buffer, error, "a section of version", major);
	format->before += format->count;
	format->count = 0;
	format->rest = block->length;
	return 1;
}

static void read_option(const struct capture_buffer *buffer, uint16_t code,
			struct cursor value, struct pcapng_interface *interface)
{
	uint32_t first, second;
	uint64_t offset;

	switch (code) {
	case OPTION_RESOLUTION:
		cursor_u8(&value, &interface->resolution);
		break;
	case OPTION_OFFSET:
		if (!capture_buffer_u32(buffer, &value, &first) ||
		    !capture_buffer_u32(buffer, &value, &second))
			break;
		offset = buffer->big_endian ?
				 (uint64_t)first << 32 | second :
				 (uint64_t)second << 32 | first;
		interface->offset = (int64_t)offset;
		break;
	}
}

/* An invalid option ends the list: the packets may be good. */
static void read_options(const struct capture_buffer *buffer, struct cursor *c,
			 struct pcapng_interface *interface)
{
	uint16_t code, length;
	struct cursor value;

	while (capture_buffer_u16(buffer, c, &code) && code &&
	       capture_buffer_u16(buffer, c, &length) &&
	       cursor_take(c, length, &value)) {
		read_option(buffer, code, value, interface);
		if (!cursor_skip(c, -(size_t)length % 4))
			break;
	}
}

static int read_interface(struct pcapng_format *format,
			  struct capture_buffer *buffer,
			  const struct block *block, int wait, char *error)
{
	struct pcapng_interface new = {.resolution = 6};
	struct cursor c;
	int rc = read_body(buffer, block, &c, wait, error);

	if (rc != 1)
		return rc;
	if (format->count == PCAPNG_INTERFACES_MAX)
		return damaged(buffer, error, "more interfaces than",
			       PCAPNG_INTERFACES_MAX);
	if (!capture_buffer_u16(buffer, &c, &new.link) || !cursor_skip(&c, 2) ||
	    !capture_buffer_u32(buffer, &c, &new.snap))
		return damaged(buffer, error, "an interface with the length",
			       block->length);
	read_options(buffer, &c, &new);
	format->interfaces[format->count++] = new;
	capture_buffer_skip(buffer, block->length);
	return 1;
}

/**
 * struct record - The header of a packet block, of any of the three kinds
 * @interface:	Index in the section
 * @timed:	It has a time
 */
struct record {
	uint32_t interface;
	uint32_t high;
	uint32_t low;
	uint32_t captured;
	uint32_t length;
	bool timed;
};

static bool read_enhanced(const struct capture_buffer *buffer,
			  const struct block *block, struct cursor *c,
			  struct record *record)
{
	uint16_t interface, drops;

	record->timed = true;
	if (block->type == PACKET) {
		if (!capture_buffer_u16(buffer, c, &interface) ||
		    !capture_buffer_u16(buffer, c, &drops))
			return false;
		record->interface = interface;
	} else if (!capture_buffer_u32(buffer, c, &record->interface)) {
		return false;
	}
	return capture_buffer_u32(buffer, c, &record->high) &&
	       capture_buffer_u32(buffer, c, &record->low) &&
	       capture_buffer_u32(buffer, c, &record->captured) &&
	       capture_buffer_u32(buffer, c, &record->length);
}

/* It has the packet up to the interface's limit. */
static bool read_simple(const struct pcapng_format *format,
			const struct capture_buffer *buffer, struct cursor *c,
			struct record *record)
{
	uint32_t snap = format->count ? format->interfaces[0].snap : 0;

	*record = (struct record){.timed = false};
	if (!capture_buffer_u32(buffer, c, &record->length))
		return false;
	record->captured = snap && record->length > snap ? snap :
							   record->length;
	return true;
}

static int bad_packet(const struct pcapng_format *format,
		      const struct capture_buffer *buffer, char *error,
		      const char *what, uint32_t number, uint32_t max)
{
	char says[64];

	snprintf(says, sizeof(says), what, number);
	snprintf(error, CAPTURE_ERROR_TEXT, "packet %" PRIu64 ", at byte %"
		 PRIu64 ": %s; the maximum is %" PRIu32,
		 format->packets + 1, buffer->offset, says, max);
	return -EINVAL;
}

/* The packet's bytes, if the record is valid. */
static int check_record(const struct pcapng_format *format,
			const struct capture_buffer *buffer, struct cursor *c,
			const struct record *record, struct cursor *bytes,
			char *error)
{
	if (record->captured > CAPTURE_PACKET_MAX)
		return bad_packet(format, buffer, error, "%" PRIu32 " bytes",
				  record->captured, CAPTURE_PACKET_MAX);
	if (!cursor_take(c, record->captured, bytes))
		return bad_packet(format, buffer, error, "%" PRIu32 " bytes",
				  record->captured, (uint32_t)cursor_left(c));
	if (!format->count)
		return damaged(buffer, error,
			       "a packet without an interface: number",
			       record->interface);
	if (record->interface >= format->count)
		return bad_packet(format, buffer, error,
				  "interface %" PRIu32, record->interface,
				  format->count - 1);
	return 1;
}

static int read_packet(struct pcapng_format *format,
		       struct capture_buffer *buffer,
		       const struct block *block, struct packet *packet,
		       int wait, char *error)
{
	const struct pcapng_interface *interface;
	struct cursor c, bytes;
	struct record record;
	int rc = read_body(buffer, block, &c, wait, error);

	if (rc != 1)
		return rc;
	if (block->type == SIMPLE_PACKET ?
		    !read_simple(format, buffer, &c, &record) :
		    !read_enhanced(buffer, block, &c, &record))
		return damaged(buffer, error, "a packet block with the length",
			       block->length);
	rc = check_record(format, buffer, &c, &record, &bytes, error);
	if (rc != 1)
		return rc;
	interface = &format->interfaces[record.interface];
	if (record.timed)
		format->time = pcapng_time(record.high, record.low,
					   interface->resolution,
					   interface->offset);
	*packet = (struct packet){
		.time = format->time,
		.bytes = bytes.bytes,
		.captured = record.captured,
		.length = record.length,
		.link = interface->link,
		.interface = format->before + record.interface,
	};
	capture_buffer_skip(buffer, block->length);
	format->packets++;
	return 1;
}

int pcapng_format_next(struct pcapng_format *format,
		       struct capture_buffer *buffer, struct packet *packet,
		       int wait, char *error)
{
	struct block block;
	int rc;

	for (int i = 0; i < BLOCKS_MAX; i++) {
		rc = skip_rest(format, buffer, wait, error);
		if (rc == 1)
			rc = read_start(buffer, &block, wait, error);
		if (rc != 1)
			return rc;
		switch (block.type) {
		case SECTION:
			rc = begin_section(format, buffer, &block, wait, error);
			break;
		case INTERFACE:
			rc = read_interface(format, buffer, &block, wait,
					    error);
			break;
		case PACKET:
		case SIMPLE_PACKET:
		case ENHANCED_PACKET:
			return read_packet(format, buffer, &block, packet,
					   wait, error);
		default:
			format->rest = block.length;
		}
		if (rc != 1)
			return rc;
	}
	return 0;
}
