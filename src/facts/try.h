/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions about FACT_TRY, FACT_SOCKET and other facts with an endpoint. */
#ifndef FACTS_TRY_H
#define FACTS_TRY_H

#include "facts/facts.h"

/**
 * fact_has_endpoint() - Is a fact about exactly this endpoint?
 * @fact:	A fact with address, port and protocol
 * @address:	Its zone counts too
 * @port:	Host byte order
 * @protocol:	TCP or UDP
 */
bool fact_has_endpoint(const struct fact *fact, const struct address *address,
		       uint16_t port, enum protocol protocol);

/** fact_has_port() - Is a fact about this port, whatever its address? */
bool fact_has_port(const struct fact *fact, uint16_t port,
		   enum protocol protocol);

/** try_has_option() - Did a FACT_TRY set a socket option, "SO_REUSEADDR"? */
bool try_has_option(const struct fact *try, const char *option);

#endif
