/* SPDX-License-Identifier: BSD-2-Clause */
/* The values of options; each says what is wrong with one. */
#ifndef CLI_VALUES_H
#define CLI_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/cli.h"

/** value_is_stream() - Is a path "-"? NULL is not */
bool value_is_stream(const char *path);

/*
 * The functions below: @option is the option's name, without dashes, for
 * messages.  Return: 0, or -EINVAL after a message with the output untouched.
 */

/** value_word() - Any text but an empty one; not copied */
int value_word(const char *option, const char *value, const char **text);

/** value_timeout() - Seconds, as milliseconds */
int value_timeout(const char *option, const char *value, int64_t *timeout_ms);

/** value_color() - "auto", "always" or "never" */
int value_color(const char *option, const char *value, enum color *color);

/** value_time() - "30s", "500ms", "5m", "1h", and "10" for seconds */
int value_time(const char *option, const char *value, int64_t *duration_ms);

/** value_count() - A number from 1 up */
int value_count(const char *option, const char *value, uint64_t *count);

/**
 * value_ports() - "25,submission"
 * @ports:	Appended to, host byte order; those that are there are not
 *		added again
 * @count:	How many there are
 * @max:	How many there may be
 */
int value_ports(const char *option, const char *value, uint16_t *ports,
		size_t *count, size_t max);

/** value_host() - A name that can be looked up, or an address */
int value_host(const char *option, const char *value);

/** value_server() - ADDRESS, ADDRESS:PORT or [IPV6]:PORT */
int value_server(const char *option, const char *value);

#endif
