/* SPDX-License-Identifier: BSD-2-Clause */
/* Time. */
#ifndef PORT_CLOCK_H
#define PORT_CLOCK_H

#include <stdint.h>
#include <time.h>

/** clock_now() - Milliseconds from an arbitrary start, never backwards */
int64_t clock_now(void);

/** clock_wall() - Seconds since 1970-01-01 UTC */
int64_t clock_wall(void);

/** clock_wall_ns() - Nanoseconds since then, as far as the clock knows */
int64_t clock_wall_ns(void);

/**
 * clock_local() - A time as the machine's own clocks show it
 * @seconds:	Since 1970-01-01 UTC
 * @local:	Written on success
 *
 * The first call reads the time zone's file, later ones none.
 *
 * Return: 0, or -EOVERFLOW for a time that no calendar has
 */
int clock_local(int64_t seconds, struct tm *local);

#endif
