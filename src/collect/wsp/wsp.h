/* SPDX-License-Identifier: BSD-2-Clause */
/* The Winsock Proxy client's files. */
#ifndef COLLECT_WSP_WSP_H
#define COLLECT_WSP_WSP_H

#include "facts/facts.h"

/**
 * wsp_collect() - FACT_WSP_FILE, FACT_WSP_SETTING and FACT_WSP_RANGE
 * @facts:	Appended to; the proxy's name that is found there gets a
 *		FACT_NAME with the role "proxy", and "file:line" as its "from"
 * @config:	A directory or a file (--wsp-config); NULL: where the system
 *		has them
 * @program:	The program that they are read for (--program), or NULL
 *
 * Runs on any system: a copied configuration can be checked on a laptop.
 * Without @config, the places that the running system has are looked at,
 * which on Linux are none: what System.ini names, the client's usual folders,
 * and the program's own.  Where the client is not installed there is no fact.
 */
void wsp_collect(struct facts *facts, const char *config, const char *program);

#endif
