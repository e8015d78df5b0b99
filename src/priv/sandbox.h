/* SPDX-License-Identifier: BSD-2-Clause */
/* Giving up privileges, for code that parses untrusted bytes. */
#ifndef PRIV_SANDBOX_H
#define PRIV_SANDBOX_H

#include <stddef.h>

#define SANDBOX_TEXT 160

/**
 * sandbox_enter() - Give up all privileges, permanently
 * @how:	SANDBOX_TEXT bytes; set to what was done, for the user:
 *		"user nobody, no capabilities, 24 system calls"
 *
 * Drops all capabilities (libcap-ng); root becomes user nobody without groups;
 * sets no_new_privs; installs a seccomp filter that allows only what reading
 * from open descriptors, waiting, memory and the clock need.  Any other system
 * call kills the process.  Descriptors stay open.
 *
 * Return: 0; -EOPNOTSUPP if the build has no sandbox, or the kernel no filters
 * (all the rest is done then), and @how says so; another -errno, after which
 * the caller must not continue
 */
int sandbox_enter(char *how);

#endif
