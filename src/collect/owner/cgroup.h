/* Control groups: ids to paths, and what a path says. */
#ifndef COLLECT_OWNER_CGROUP_H
#define COLLECT_OWNER_CGROUP_H

#include <stdint.h>

#define CGROUP_PATH 4096

/**
 * cgroup_mount() - Where the unified hierarchy is mounted
 *
 * Return: its path, kept for ever; NULL where there is none
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
 * cgroup_unit() - The systemd unit that a path names
 * @path:	"/system.slice/exim4.service"
 * @unit:	At least 256 bytes
 *
 * Return: 0, or -ENOENT where the path names none
 */
int cgroup_unit(const char *path, char *unit);

/**
 * cgroup_container() - The container that a path names
 * @path:	"/system.slice/docker-4f….scope"
 * @runtime:	Set to "docker", "podman", "containerd", "cri-o", "lxc",
 *		"systemd-nspawn", ...; constant
 * @id:		At least 256 bytes: its id or name
 *
 * Return: 0, or -ENOENT where the path names none
 */
int cgroup_container(const char *path, const char **runtime, char *id);

#endif
