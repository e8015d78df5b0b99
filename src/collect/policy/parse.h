/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel's and systemd's text files say; no I/O. */
#ifndef COLLECT_POLICY_PARSE_H
#define COLLECT_POLICY_PARSE_H

#include <stdbool.h>

#include "base/cursor.h"

/**
 * parse_status() - A number in /proc/PID/status
 * @file:	The file
 * @name:	"Seccomp", without its colon
 * @number:	Written on success only
 */
bool parse_status(struct cursor file, const char *name, uint64_t *number);

/**
 * parse_apparmor() - /proc/PID/attr/apparmor/current
 * @file:	"unconfined", or "/usr/sbin/named (enforce)"
 * @profile:	Set to what stands before the mode; borrows from @file
 *
 * Return: is the mode one that forbids: "enforce", "kill" or "prompt"?
 */
bool parse_apparmor(struct cursor file, struct cursor *profile);

#endif
