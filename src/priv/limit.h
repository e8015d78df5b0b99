/* SPDX-License-Identifier: BSD-2-Clause */
/* Limits for a process that parses untrusted bytes. */
#ifndef PRIV_LIMIT_H
#define PRIV_LIMIT_H

#include <stdbool.h>

/**
 * limit_resources() - Limit what this process may use, permanently
 * @writes:	It writes a file; else no file may grow
 *
 * No new descriptors, processes or core files; of memory what it has, and a
 * GiB.  Programs with sanitizers, which reserve terabytes, have no limit of
 * memory.
 *
 * Return: 0 or -errno
 */
int limit_resources(bool writes);

/**
 * limit_files() - Forbid all that Landlock can forbid, permanently
 * No file can be opened by a path; no TCP port can be bound or connected to.
 * Needs no_new_privs.
 *
 * Return: 0, also on a kernel without Landlock, and if a filter for system calls
 * is in force already, which may not allow this; or -errno
 */
int limit_files(void);

#endif
