/* SPDX-License-Identifier: BSD-2-Clause */
/* The content of the kernel's text files; no I/O. */
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
 * @profile:	Set to the part before the mode; borrows from @file
 *
 * Return: can the mode forbid: is it "enforce", "kill" or "prompt"?
 */
bool parse_apparmor(struct cursor file, struct cursor *profile);

#endif
