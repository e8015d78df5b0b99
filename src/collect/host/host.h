/* SPDX-License-Identifier: BSD-2-Clause */
/* What the machine is and allows: all that bears on a bind from outside it. */
#ifndef COLLECT_HOST_HOST_H
#define COLLECT_HOST_HOST_H

#include "collect/collect.h"

/**
 * host_collect() - FACT_HOST and the FACT_RIGHTs
 * @facts:	Appended to
 *
 * One FACT_RIGHT for each right that some collector or a bind needs
 * (CAP_NET_BIND_SERVICE, CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH, CAP_NET_ADMIN
 * or CAP_BPF; on Windows administrator, SeDebugPrivilege): SEEN if this
 * process has it, ABSENT if not.
 */
void host_collect(struct facts *facts);

/**
 * host_cgroup() - The cgroup of this process in the unified hierarchy
 * @path:	CGROUP_PATH bytes; relative to the mount, with a leading slash
 *
 * Return: 0; -ENOENT where the machine has version 1 only; another -errno
 */
int host_cgroup(char *path);

/**
 * host_address_collect() - FACT_LOCAL_ADDRESS and FACT_INTERFACE of all
 * @facts:	Appended to
 *
 * By rtnetlink, or GetAdaptersAddresses().  A local address's "state" is
 * "ok", "tentative", "dad-failed" or "deprecated".
 */
void host_address_collect(struct facts *facts);

/**
 * host_setting_collect() - FACT_SETTINGs of the kernel that bear on a bind
 * @facts:	Appended to
 *
 * net.ipv4.ip_unprivileged_port_start, net.ipv4.ip_nonlocal_bind,
 * net.ipv6.ip_nonlocal_bind, net.ipv6.bindv6only,
 * net.ipv6.conf.all.disable_ipv6, net.ipv4.ip_local_port_range,
 * net.ipv4.ip_local_reserved_ports, named as sysctl names them.  One that
 * the kernel does not have is ABSENT.  On Windows
 * Tcpip6\Parameters\DisabledComponents.
 */
void host_setting_collect(struct facts *facts);

/**
 * host_policy_collect() - FACT_POLICY: what may forbid a bind
 * @facts:	Has the FACT_TRYs; appended to
 * @run:	For the units of its server
 *
 * "cgroup-bpf": each BPF program attached for sock_create, bind4, bind6,
 * post_bind4 or post_bind6 (its "hook") to this process's cgroup or one above
 * it, with the program's name, the cgroup's path and the systemd unit that
 * the path names; and to the cgroup of each of run->units where there is
 * one.  "unit-setting": each SocketBindAllow= and SocketBindDeny= of that
 * unit's files.  "selinux", "apparmor": where active, whether enforcing, and
 * the context of this process.  "seccomp": where a filter is on this process.
 *
 * On Windows FACT_RESERVED_RANGE instead: the excluded port ranges, where a
 * try ended with WSAEACCES.
 */
void host_policy_collect(struct facts *facts, const struct collect *run);

#endif
