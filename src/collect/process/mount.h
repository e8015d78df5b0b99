/* SPDX-License-Identifier: BSD-2-Clause */
/* What is mounted, from /proc/self/mountinfo. */
#ifndef COLLECT_PROCESS_MOUNT_H
#define COLLECT_PROCESS_MOUNT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * mount_cgroup2() - Where the unified hierarchy of cgroups is mounted
 * @path:	Set to the path, "" where there is none
 * @size:	Of @path, in bytes
 */
void mount_cgroup2(char *path, size_t size);

/**
 * mount_hides_processes() - Does /proc hide other users' processes from us?
 *
 * By its mount option hidepid, see proc(5).
 */
bool mount_hides_processes(void);

/**
 * mount_parse_cgroup2() - mount_cgroup2() over the content of a mountinfo
 * @bytes:	The content
 * @length:	In bytes
 *
 * Return: whether there is one; @path is only written then
 */
bool mount_parse_cgroup2(const char *bytes, size_t length, char *path,
			 size_t size);

/**
 * mount_parse_hidepid() - The hidepid and gid options of the last /proc
 * @bytes:	The content of a mountinfo
 * @length:	In bytes
 * @gid:	Set to the group that sees all, 0 for none
 *
 * Return: 0; 1 where other users' directories are closed, 2 where they are
 * not listed, 4 where only what may be traced is listed
 */
int mount_parse_hidepid(const char *bytes, size_t length, unsigned int *gid);

#endif
