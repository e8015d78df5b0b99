/* SPDX-License-Identifier: BSD-2-Clause */
/* Giving up rights, for code that reads bytes of strangers. */
#ifndef PRIV_SANDBOX_H
#define PRIV_SANDBOX_H

#include <stddef.h>

#define SANDBOX_TEXT 160

/**
 * sandbox_enter() - Give up all rights, for good
 * @how:	SANDBOX_TEXT bytes; set to what was done, for a reader:
 *		"user nobody, no capabilities, 24 system calls"
 *
 * No capabilities (libcap-ng), where root the user nobody and no groups,
 * no_new_privs, and a seccomp filter that allows only what reading from open
 * descriptors, waiting, memory and the clock need; any other system call kills
 * the process.  Descriptors stay open.
 *
 * Return: 0; -EOPNOTSUPP where the build has none of it, or the system no
 * filters (all else is given up there), with @how saying so; another -errno,
 * after which the caller must not go on
 */
int sandbox_enter(char *how);

#endif
