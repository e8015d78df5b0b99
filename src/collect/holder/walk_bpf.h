/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own walk over all descriptors, where it lets us. */
#ifndef COLLECT_HOLDER_WALK_BPF_H
#define COLLECT_HOLDER_WALK_BPF_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * walk_bpf() - Find sockets among the descriptors of all processes
 * @inodes:	The sockets'
 * @count:	How many
 * @found:	Called for each descriptor of one of them, maybe more than
 *		once: @wanted is the inode's place, @pid the process
 * @context:	Handed to @found
 *
 * Needs CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, and a kernel with BTF
 * (5.8; 6.5 outside of the first PID namespace).  Sees every process of the
 * PID namespace, of every user.
 *
 * Return: 0, or -errno: then some descriptors may not have been seen
 */
int walk_bpf(const uint64_t *inodes, size_t count,
	     void (*found)(size_t wanted, pid_t pid, int fd, void *context),
	     void *context);

#endif
