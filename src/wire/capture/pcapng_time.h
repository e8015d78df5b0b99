/* SPDX-License-Identifier: BSD-2-Clause */
/* Time stamps of pcapng. */
#ifndef WIRE_CAPTURE_PCAPNG_TIME_H
#define WIRE_CAPTURE_PCAPNG_TIME_H

#include <stdint.h>

/**
 * pcapng_time() - A time stamp as nanoseconds since 1970-01-01 UTC
 * @high, @low:	Its halves
 * @resolution:	if_tsresol: a negative power of 10, or of 2 if the most
 *		significant bit is set
 * @offset:	if_tsoffset, in seconds
 *
 * Return: the time, or the nearest one in range
 */
int64_t pcapng_time(uint32_t high, uint32_t low, uint8_t resolution,
		    int64_t offset);

#endif
