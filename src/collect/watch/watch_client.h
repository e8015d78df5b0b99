/* SPDX-License-Identifier: BSD-2-Clause */
/* Clients that were seen on the wire. */
#ifndef COLLECT_WATCH_WATCH_CLIENT_H
#define COLLECT_WATCH_WATCH_CLIENT_H

#include "collect/watch/watch_state.h"

/** client_find() - Find or add a client, see server_find() */
struct client *client_find(struct watch *watch, const struct address *address,
			   bool answered);

/** client_command() - Count a command, and keep the name in an EHLO */
void client_command(struct connection *connection,
		    const struct smtp_command *command);

#endif
