/* SPDX-License-Identifier: BSD-2-Clause */
/* What a process does with one of its descriptors. */
#ifndef COLLECT_HOLDER_DESCRIPTOR_H
#define COLLECT_HOLDER_DESCRIPTOR_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * descriptor_describe() - Add what is known of a holder's descriptor
 * @value:	A FACT_HOLDER's value: gets close_on_exec, nonblocking and
 *		waits, as far as they can be seen
 * @proc:	A descriptor of /proc
 * @pid:	The process
 * @fd:		The number of its descriptor
 */
void descriptor_describe(json_t *value, int proc, pid_t pid, int fd);

/**
 * descriptor_parse_flags() - The flags in the content of /proc/PID/fdinfo/FD
 * @bytes:	The content
 * @length:	In bytes
 * @flags:	As open(2) has them; written on success only
 *
 * Return: 0, or -EINVAL
 */
int descriptor_parse_flags(const char *bytes, size_t length, uint64_t *flags);

/**
 * descriptor_parse_epoll() - Is a descriptor in the content of an epoll set's
 *	/proc/PID/fdinfo/FD?
 * @bytes:	The content
 * @length:	In bytes
 * @fd:		The descriptor's number
 * @others:	Set to true if the set has another descriptor; else unchanged
 */
bool descriptor_parse_epoll(const char *bytes, size_t length, int fd,
			    bool *others);

/**
 * descriptor_parse_call() - Is it the first argument of an accept(2) in the
 *	content of /proc/PID/syscall?
 */
bool descriptor_parse_call(const char *bytes, size_t length, int fd);

#endif
