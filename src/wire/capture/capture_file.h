/* SPDX-License-Identifier: BSD-2-Clause */
/* Capture files. */
#ifndef WIRE_CAPTURE_CAPTURE_FILE_H
#define WIRE_CAPTURE_CAPTURE_FILE_H

#include "wire/capture/capture.h"
#include "wire/capture/capture_buffer.h"

/**
 * capture_open_input() - Read a pcap or pcapng file
 * @input:	Copied; its state outlives the capture
 * @capture:	Written on success
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line: what is wrong and
 *		where, without the file's name
 *
 * Reads only the file's header.  The file may grow (a pipe) and may end
 * anywhere.
 *
 * Return: 0, -EINVAL for a file that is not a capture, another -errno
 */
int capture_open_input(const struct capture_input *input,
		       struct capture **capture, char *error);

#endif
