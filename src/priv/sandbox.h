/* SPDX-License-Identifier: BSD-2-Clause */
/* Giving up privileges, for code that parses untrusted bytes. */
#ifndef PRIV_SANDBOX_H
#define PRIV_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

#define SANDBOX_TEXT 160
#define SANDBOX_WRITE_MAX 4

/**
 * struct sandbox_use - Descriptors that stay of use
 * @read:	For read(2) and readv(2); -1 for none
 * @receive:	A packet socket: for these and recvmsg(2); -1 for none
 * @write:	For write(2), writev(2), ftruncate(2) and fsync(2)
 * @writes_file: One of @write may be a file; else no file may grow
 *
 * pread(2) and lseek(2) are allowed on all descriptors: a terminal, a pipe and
 * a socket have neither.  Nothing sends on a socket that is not in @write.
 */
struct sandbox_use {
	int read;
	int receive;
	int write[SANDBOX_WRITE_MAX];
	size_t write_count;
	bool writes_file;
};

/** sandbox_exists() - Is there a sandbox for this operating system? */
bool sandbox_exists(void);

/**
 * sandbox_enter() - Give up all privileges, permanently
 * @use:	Descriptors that stay of use; the others stay open
 * @how:	SANDBOX_TEXT bytes; set to what was done, for the user:
 *		"user nobody, no capabilities, 24 system calls"; on error to
 *		what could not be done
 *
 * Drops all capabilities (libcap-ng); root becomes user nobody without groups;
 * sets no_new_privs; installs a seccomp filter that allows only what reading
 * from open descriptors, waiting, memory and the clock need.  Any other system
 * call kills the process.  Limits what the process may use (limit.h), and where
 * the kernel has Landlock, that forbids files and TCP once more.
 *
 * Return: 0; -EOPNOTSUPP if the build has no sandbox, or the kernel or the
 * processor no filters; another -errno.  After an error a part of the rights
 * may be gone, and nothing confines the caller.
 */
int sandbox_enter(const struct sandbox_use *use, char *how);

#endif
