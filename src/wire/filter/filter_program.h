/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A filter that is compiled for one link type; filter.c has one for each.
 *
 * libpcap or wpcap.dll compiles it; a build without them has none.
 */
#ifndef WIRE_FILTER_FILTER_PROGRAM_H
#define WIRE_FILTER_FILTER_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter_program;

/**
 * filter_program_ready() - Are filters supported here?
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line
 *
 * Return: 0 or -EOPNOTSUPP
 */
int filter_program_ready(char *error);

/**
 * filter_program_new() - Compile one
 * @text:	In the syntax of pcap-filter(7)
 * @dlt:	libpcap's number (DLT_) of the link type
 * @program:	Written on success
 * @error:	As above
 *
 * Return: 0, -EINVAL, -ENOMEM
 */
int filter_program_new(const char *text, int dlt,
		       struct filter_program **program, char *error);

/**
 * filter_program_passes() - Does a packet pass?
 * @captured:	Number of bytes in @bytes
 * @length:	Number of bytes on the wire
 */
bool filter_program_passes(const struct filter_program *program,
			   const uint8_t *bytes, size_t captured,
			   uint32_t length);

/** filter_program_free() - NULL is allowed */
void filter_program_free(struct filter_program *program);

#endif
