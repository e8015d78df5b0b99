/* SPDX-License-Identifier: BSD-2-Clause */
/* Winsock's providers: which of them is the system's own. */
#ifndef COLLECT_BIND_PROVIDER_H
#define COLLECT_BIND_PROVIDER_H

#include "port/win32/api.h"

/**
 * provider_base() - The base provider of a kind of socket
 * @family:	AF_INET or AF_INET6
 * @type:	SOCK_STREAM or SOCK_DGRAM
 * @info:	Written on success only
 *
 * A base provider has a protocol chain of length 1; layered providers (0) and
 * chains (more) are above it.  The first in the catalog's order counts, as it
 * does for socket().
 *
 * Return: 0; WSAEAFNOSUPPORT where the catalog has none; another code of
 * Winsock where it could not be read
 */
int provider_base(int family, int type, WSAPROTOCOL_INFOW *info);

#endif
