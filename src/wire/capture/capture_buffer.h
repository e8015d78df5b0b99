/* SPDX-License-Identifier: BSD-2-Clause */
/* The bytes of a capture file as they come, a window of which is in memory. */
#ifndef WIRE_CAPTURE_CAPTURE_BUFFER_H
#define WIRE_CAPTURE_CAPTURE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cursor.h"

#define CAPTURE_BUFFER (1 << 20)	/* bytes; the most that is seen at once */

/**
 * struct capture_input - Where the bytes come from
 * @read:	As input_read()
 */
struct capture_input {
	ptrdiff_t (*read)(void *state, void *bytes, size_t size, int wait);
	void *state;
};

/**
 * struct capture_buffer - A window on them
 * @bytes:	CAPTURE_BUFFER of them
 * @at:		The next byte, in the window
 * @end:	How much of the window is filled
 * @offset:	Of the next byte, in the file
 * @big_endian:	How numbers are written
 */
struct capture_buffer {
	struct capture_input input;
	unsigned char *bytes;
	size_t at;
	size_t end;
	uint64_t offset;
	bool big_endian;
};

/**
 * capture_buffer_need() - See to it that bytes are there
 * @n:		How many; at most CAPTURE_BUFFER
 * @wait:	In milliseconds
 *
 * Moves what is in the window: cursors over it are void.
 *
 * Return: 1 when they are; 0 when they did not come in time, or a signal did;
 * -ENODATA where the file ends before; another -errno
 */
int capture_buffer_need(struct capture_buffer *buffer, size_t n, int wait);

/**
 * capture_buffer_cut() - What a reader returns where bytes are missing
 * @rc:		What capture_buffer_need() did, not 1
 * @where:	"the header of packet 12"
 *
 * Return: @rc; -EINVAL for the file's end, with @error written
 */
int capture_buffer_cut(const struct capture_buffer *buffer, int rc,
		       const char *where, char *error);

/** capture_buffer_cursor() - Over what is there */
struct cursor capture_buffer_cursor(const struct capture_buffer *buffer);

/** capture_buffer_left() - How many bytes are there */
static inline size_t capture_buffer_left(const struct capture_buffer *buffer)
{
	return buffer->end - buffer->at;
}

/** capture_buffer_pass() - Pass over bytes that are there */
void capture_buffer_pass(struct capture_buffer *buffer, size_t n);

/** capture_buffer_u16() - A number in the file's byte order */
static inline bool capture_buffer_u16(const struct capture_buffer *buffer,
				      struct cursor *c, uint16_t *value)
{
	return buffer->big_endian ? cursor_be16(c, value) :
				    cursor_le16(c, value);
}

/** capture_buffer_u32() - Likewise */
static inline bool capture_buffer_u32(const struct capture_buffer *buffer,
				      struct cursor *c, uint32_t *value)
{
	return buffer->big_endian ? cursor_be32(c, value) :
				    cursor_le32(c, value);
}

#endif
