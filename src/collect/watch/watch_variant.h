/* SPDX-License-Identifier: BSD-2-Clause */
/* What differs between a server's connections. */
#ifndef COLLECT_WATCH_WATCH_VARIANT_H
#define COLLECT_WATCH_WATCH_VARIANT_H

#include "collect/watch/watch_state.h"

/** people_add() - Add somebody, if new and there is room */
void people_add(struct people *people, const struct endpoint_key *key);

/** variant_greeting() - Count a greeting; NULL without room */
const struct variant *variant_greeting(struct connection *connection,
				       const struct smtp_reply *reply);

/** variant_ehlo() - Count a reply to EHLO; its first line is left out */
void variant_ehlo(struct connection *connection,
		  const struct smtp_reply *reply);

/** variant_stack() - Count a watched port's SYN-ACK */
void variant_stack(struct connection *connection);

/** variant_other() - Count another port's; whether there was room */
bool variant_other(struct watch *watch, const struct datagram *datagram,
		   const struct segment *segment);

/** variant_reset() - Count a RST that is odd */
void variant_reset(struct connection *connection);

/** variant_header() - Count a header line, if it names a program */
void variant_header(struct connection *connection, const char *name,
		    const char *value);

#endif
