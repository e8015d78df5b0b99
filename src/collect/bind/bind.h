/* SPDX-License-Identifier: BSD-2-Clause */
/* The probe: try what the server will try. */
#ifndef COLLECT_BIND_BIND_H
#define COLLECT_BIND_BIND_H

#include "base/target.h"
#include "facts/facts.h"

/**
 * bind_collect() - FACT_TRY: bind and listen on a target, as a server would
 * @facts:	Appended to
 * @target:	The target
 *
 * Each set of options that servers use is tried through libc ("libc") and
 * with our own system calls ("raw"), which an interposer in this process
 * cannot see; on a machine for which we have no system calls, its fact is
 * UNSUPPORTED.  On Windows "libc" is Winsock as servers call it and "raw" its
 * base provider, without the layers above.  On Linux TCP is tried once more
 * without SO_REUSEADDR, through libc alone, and where the filter below is
 * refused, "listened" says where listen was tried instead.
 *
 * Nothing is disturbed: before the bind, a socket filter that drops every
 * packet is attached to the socket, so that no client is accepted or reset,
 * and the socket is closed as soon as the kernel was asked about it.  Windows
 * has no such filter; bind_win32.c says what can happen to a client there.
 */
void bind_collect(struct facts *facts, const struct target *target);

#endif
