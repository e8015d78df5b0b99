/* SPDX-License-Identifier: BSD-2-Clause */
/* Capture files, from wherever their bytes come. */
#ifndef WIRE_CAPTURE_CAPTURE_FILE_H
#define WIRE_CAPTURE_CAPTURE_FILE_H

#include "wire/capture/capture.h"
#include "wire/capture/capture_buffer.h"

/**
 * capture_open_input() - Read a pcap or pcapng file
 * @input:	Copied, and closed with the capture; left alone on error
 *
 * The rest is capture_open_file()'s.
 */
int capture_open_input(const struct capture_input *input, const char *filter,
		       struct capture **capture, char *error);

#endif
