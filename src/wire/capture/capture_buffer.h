/* SPDX-License-Identifier: BSD-2-Clause */
/* A window in memory on the bytes of a capture file. */
#ifndef WIRE_CAPTURE_CAPTURE_BUFFER_H
#define WIRE_CAPTURE_CAPTURE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cursor.h"

#define CAPTURE_BUFFER (1 << 20)	/* bytes: size of the window */

/**
 * struct capture_input - The source of the bytes
 * @read:	As input_read()
 */
struct capture_input {
	ptrdiff_t (*read)(void *state, void *bytes, size_t size, int wait);
	void *state;
};

/**
 * struct capture_buffer - The window
 * @bytes:	CAPTURE_BUFFER bytes
 * @at:		Index of the next byte in @bytes
 * @end:	Number of bytes in @bytes
 * @offset:	Offset of the next byte in the file
 * @big_endian:	Byte order of numbers
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
 * capture_buffer_need() - Ensure that @n bytes are in the window
 * @n:		At most CAPTURE_BUFFER
 * @wait:	In milliseconds
 *
 * May move the bytes: cursors over the window become invalid.
 *
 * Return: 1 if they are there; 0 if they did not come in time or a signal
 * interrupted; -ENODATA if the file ends before; another -errno
 */
int capture_buffer_need(struct capture_buffer *buffer, size_t n, int wait);

/**
 * capture_buffer_cut() - What a reader returns if bytes are missing
 * @rc:		The result of capture_buffer_need(), not 1
 * @where:	"the header of packet 12"
 * @error:	CAPTURE_ERROR_TEXT bytes; written if @rc is negative
 *
 * Return: @rc; -EINVAL for the end of the file
 */
int capture_buffer_cut(const struct capture_buffer *buffer, int rc,
		       const char *where, char *error);

/** capture_buffer_cursor() - Over the bytes in the window */
struct cursor capture_buffer_cursor(const struct capture_buffer *buffer);

/** capture_buffer_left() - Number of bytes in the window */
static inline size_t capture_buffer_left(const struct capture_buffer *buffer)
{
	return buffer->end - buffer->at;
}

/** capture_buffer_skip() - Skip bytes that are in the window */
void capture_buffer_skip(struct capture_buffer *buffer, size_t n);

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
