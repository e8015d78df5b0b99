/* SPDX-License-Identifier: BSD-2-Clause */
/* Whose greeting may be read. */
#ifndef DIAGNOSE_BIND_GREET_H
#define DIAGNOSE_BIND_GREET_H

#include <stdbool.h>

#include "facts/facts.h"

/**
 * greet_allowed() - May a listener be connected to, to read its greeting?
 * @facts:	Targets, tries, sockets, and who holds these
 * @socket:	A FACT_SOCKET
 *
 * Connecting is a side effect: an activator starts a service, a program that
 * takes one connection ends after it, a forwarder leads to another machine.
 * So only a TCP listener that is in the way of a target may be asked, on a
 * port where a server speaks first, and only if it is known that its holder
 * is none of these (classes and `one-shot-unless` of data/programs).
 */
bool greet_allowed(const struct facts *facts, const struct fact *socket);

#endif
