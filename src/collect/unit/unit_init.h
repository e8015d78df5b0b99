/* SPDX-License-Identifier: BSD-2-Clause */
/* Init scripts of machines without systemd: System V's and OpenRC's. */
#ifndef COLLECT_UNIT_UNIT_INIT_H
#define COLLECT_UNIT_UNIT_INIT_H

#include <stdbool.h>

#include "facts/facts.h"

/**
 * init_script_value() - The value of an init script's FACT_UNIT
 * @root:	Put before every path; "" for the system itself
 * @name:	The script's, "exim4"
 *
 * Return: its members without "name", or NULL where there is no such script
 */
json_t *init_script_value(const char *root, const char *name);

/**
 * init_script_parse() - What a script says of itself
 * @bytes:	The script
 * @length:	In bytes
 * @openrc:	Set to whether it is one of OpenRC's
 *
 * Return: its description, a new string; null where it has none
 */
json_t *init_script_parse(const char *bytes, size_t length, bool *openrc);

/**
 * init_script_enabled() - Does System V's init start a script at boot?
 *
 * Return: 1, 0, or -errno where that could not be read
 */
int init_script_enabled(const char *root, const char *name);

/** init_script_state() - "enabled", "disabled", or NULL for a -errno */
const char *init_script_state(int enabled);

#endif
