/* SPDX-License-Identifier: BSD-2-Clause */
/* Greetings, EHLO replies and other things in which connections differ. */
#ifndef COLLECT_WATCH_WATCH_VARIANT_H
#define COLLECT_WATCH_WATCH_VARIANT_H

#include "collect/watch/watch_state.h"

/** peers_add() - Add a peer, if it is new and there is room */
void peers_add(struct peers *peers, const struct endpoint_key *key);

/** variant_greeting() - Count a greeting.  Return: NULL without room */
const struct variant *variant_greeting(struct connection *connection,
				       const struct smtp_reply *reply);

/** variant_ehlo() - Count a reply to EHLO, without its first line */
void variant_ehlo(struct connection *connection,
		  const struct smtp_reply *reply);

/** variant_stack() - Count the SYN-ACK of a watched port */
void variant_stack(struct connection *connection);

/** variant_unwatched() - Count that of an unwatched port; false without room */
bool variant_unwatched(struct watch *watch, const struct datagram *datagram,
		   const struct segment *segment);

/** variant_reset() - Count a suspicious RST */
void variant_reset(struct connection *connection);

/** variant_header() - Count a header line, if it names a program */
void variant_header(struct connection *connection, const char *name,
		    const char *value);

#endif
