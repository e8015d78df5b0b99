/* SPDX-License-Identifier: BSD-2-Clause */
/* The values of options; each says what is wrong with one. */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** value_timeout() - --timeout's seconds, in milliseconds */
int value_timeout(const char *text, int64_t *timeout);

/** value_color() - --color's word */
int value_color(const char *when, bool *color);

/** value_time() - "30s", "500ms", "5m", "1h", and "10" for seconds */
int value_time(const char *option, const char *text, int64_t *milliseconds);

/** value_count() - A number from 1 up */
int value_count(const char *option, const char *text, uint64_t *count);

/**
 * value_ports() - "25,submission"
 * @ports:	Appended to, host byte order; those that are there are not
 *		added again
 * @count:	How many there are
 * @most:	How many there may be
 */
int value_ports(const char *text, uint16_t *ports, size_t *count, size_t most);

#endif
