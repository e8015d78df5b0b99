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
 * with the system calls made by ourselves ("raw"), which an interposer in
 * this process cannot see; where there is no raw call for the machine, its
 * fact is UNSUPPORTED.  On Windows "libc" is Winsock as servers call it and
 * "raw" its base provider, without the layers above.  On Linux TCP is tried
 * once more without SO_REUSEADDR, through libc alone, and where the filter
 * below is refused, "listened" says where listen was tried instead.
 *
 * Nothing is disturbed: before the bind, a socket filter that drops every
 * packet goes onto the socket, so that no client is accepted or reset, and
 * the socket is closed as soon as the kernel was asked about it.  Windows has
 * no such filter; there no client is accepted either, and what remains
 * stands in bind_win32.c.
 */
void bind_collect(struct facts *facts, const struct target *target);

#endif
