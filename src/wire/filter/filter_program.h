/* SPDX-License-Identifier: BSD-2-Clause */
/* One filter, compiled for one link type: filter.c has one for each. */
#ifndef WIRE_FILTER_FILTER_PROGRAM_H
#define WIRE_FILTER_FILTER_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter_program;

/**
 * filter_program_ready() - Can filters be compiled here?
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line
 *
 * Return: 0 or -EOPNOTSUPP
 */
int filter_program_ready(char *error);

/**
 * filter_program_new() - Compile one
 * @text:	As pcap-filter(7) has it
 * @dlt:	libpcap's number of the link type
 * @program:	Written on success
 * @error:	As above
 *
 * Return: 0, -EINVAL, -ENOMEM
 */
int filter_program_new(const char *text, int dlt,
		       struct filter_program **program, char *error);

/**
 * filter_program_passes() - Does a packet pass?
 * @captured:	How many bytes there are
 * @length:	How many there were on the wire
 */
bool filter_program_passes(const struct filter_program *program,
			   const uint8_t *bytes, size_t captured,
			   uint32_t length);

/** filter_program_free() - NULL is allowed */
void filter_program_free(struct filter_program *program);

#endif
