/* SPDX-License-Identifier: BSD-2-Clause */
/* Servers that were seen on the wire. */
#ifndef COLLECT_WATCH_WATCH_SERVER_H
#define COLLECT_WATCH_WATCH_SERVER_H

#include "collect/watch/watch_state.h"

/**
 * server_find() - Find or add the server at an endpoint
 * @answered:	It has answered; servers that never did may not fill the table
 * Return: the server, or NULL without room
 */
struct server *server_find(struct watch *watch, const struct address *address,
			   uint16_t port, bool answered);

/** server_greeting_median() - Median of those times, ms; -1 for none */
int64_t server_greeting_median(const struct server *server);

/** server_replied() - Count a reply, by its code and its command */
void server_replied(struct connection *connection,
		    const struct smtp_reply *reply);

/** server_lost() - Bytes of a connection are missing */
void server_lost(struct connection *connection);

#endif
