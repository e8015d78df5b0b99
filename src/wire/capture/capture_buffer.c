/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/capture_buffer.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "port/error.h"
#include "wire/packet/packet.h"

int capture_buffer_need(struct capture_buffer *buffer, size_t n, int wait)
{
	while (capture_buffer_left(buffer) < n) {
		ptrdiff_t got;

		if (CAPTURE_BUFFER - buffer->at < n ||
		    buffer->end == CAPTURE_BUFFER) {
			buffer->end = capture_buffer_left(buffer);
			memmove(buffer->bytes, buffer->bytes + buffer->at,
				buffer->end);
			buffer->at = 0;
		}
		got = buffer->input.read(buffer->input.state,
					 buffer->bytes + buffer->end,
					 CAPTURE_BUFFER - buffer->end, wait);
		if (got == -EAGAIN || got == -EINTR)
			return 0;
		if (got <= 0)
			return got ? (int)got : -ENODATA;
		buffer->end += (size_t)got;
	}
	return 1;
}

struct cursor capture_buffer_cursor(const struct capture_buffer *buffer)
{
	return cursor_over(buffer->bytes + buffer->at,
			   capture_buffer_left(buffer));
}

void capture_buffer_skip(struct capture_buffer *buffer, size_t n)
{
	buffer->at += n;
	buffer->offset += n;
}

int capture_buffer_cut(const struct capture_buffer *buffer, int rc,
		       const char *where, char *error)
{
	if (rc == -ENODATA) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "cut off in %s, at byte %" PRIu64, where,
			 buffer->offset + capture_buffer_left(buffer));
		return -EINVAL;
	}
	if (rc < 0)
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "reading at byte %" PRIu64 ": %s (%s)",
			 buffer->offset + capture_buffer_left(buffer),
			 strerror(-rc), error_name(-rc));
	return rc;
}
