/* SPDX-License-Identifier: BSD-2-Clause */
/* The machine: everything outside the socket that can affect a bind. */
#ifndef COLLECT_HOST_HOST_H
#define COLLECT_HOST_HOST_H

#include "facts/facts.h"

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
 * host_address_collect() - FACT_LOCAL_ADDRESS and FACT_INTERFACE of all
 * @facts:	Appended to
 *
 * By rtnetlink, or GetAdaptersAddresses().  A local address's "state" is
 * "ok", "tentative", "dad-failed" or "deprecated".
 */
void host_address_collect(struct facts *facts);

/**
 * host_setting_collect() - FACT_SETTINGs of the kernel that affect a bind
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

#endif
