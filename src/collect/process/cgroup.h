/* SPDX-License-Identifier: BSD-2-Clause */
/* Control groups: from ids to paths, and the names in a path. */
#ifndef COLLECT_PROCESS_CGROUP_H
#define COLLECT_PROCESS_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CGROUP_PATH 4096
#define CGROUP_NAME 256	/* room for a unit's or a container's name */

/**
 * cgroup_mount() - Where the unified hierarchy is mounted
 *
 * Return: its path, valid until the program ends; NULL where there is none
 */
const char *cgroup_mount(void);

/**
 * cgroup_path() - The path of a cgroup
 * @id:		As INET_DIAG_CGROUP_ID gives it
 * @path:	CGROUP_PATH bytes; relative to the mount, with a leading slash
 *
 * Return: 0 or -errno
 */
int cgroup_path(uint64_t id, char *path);

/**
 * cgroup_parse_unified() - The unified hierarchy's path in /proc/PID/cgroup
 * @bytes:	The file's content
 * @length:	In bytes
 * @path:	CGROUP_PATH bytes: "/system.slice/exim4.service"
 *
 * Return: 0; -ENOENT where there is none: a machine with version 1 only
 */
int cgroup_parse_unified(const char *bytes, size_t length, char *path);

/**
 * cgroup_own() - The cgroup of this process in the unified hierarchy
 * @path:	CGROUP_PATH bytes; relative to the mount, with a leading slash
 *
 * Return: 0; -ENOENT where the machine has version 1 only; another -errno
 */
int cgroup_own(char *path);

struct pids;

/**
 * cgroup_pids() - The processes in a cgroup and below it
 * @path:	As cgroup_path() writes it
 * @deadline:	On clock_now()'s scale: a user may have made thousands of
 *		them
 * @pids:	Appended to
 *
 * Processes of other pid namespaces have no number here and are left out.
 *
 * Return: 0, or -errno where some could not be read: -ETIMEDOUT past the
 * deadline
 */
int cgroup_pids(const char *path, int64_t deadline, struct pids *pids);

/**
 * cgroup_unit() - The systemd unit that a path names, or OpenRC's service
 * @path:	"/system.slice/exim4.service", "/openrc.postfix"
 * @unit:	At least CGROUP_NAME bytes
 *
 * Return: 0, or -ENOENT where the path names none
 */
int cgroup_unit(const char *path, char *unit);

/**
 * cgroup_user() - Is a path's unit one of a user's own manager?
 * @path:	"/user.slice/user-1000.slice/user@1000.service/app.slice/…"
 * @uid:	Set to the user if so
 */
bool cgroup_user(const char *path, uint64_t *uid);

/**
 * cgroup_container() - The container that a path names
 * @path:	"/system.slice/docker-4f….scope"
 * @runtime:	Set to "docker", "podman", "containerd", "cri-o", "lxc",
 *		"systemd-nspawn", ...; constant
 * @id:		At least CGROUP_NAME bytes: its id or name
 *
 * Return: 0, or -ENOENT where the path names none
 */
int cgroup_container(const char *path, const char **runtime, char *id);

#endif
