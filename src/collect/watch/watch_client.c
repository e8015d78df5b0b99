/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_client.h"

#include <string.h>

#include "collect/watch/watch_keep.h"

/* SYNs with forged senders leave room for clients that get an answer. */
#define MUTE_MAX (WATCH_CLIENTS_MAX / 4 * 3)

struct client *client_find(struct watch *watch, const struct address *address,
			   bool answered)
{
	struct endpoint_key key = endpoint_key(address, 0);
	struct client *client;

	client = watch_index_find(&watch->clients, &key, sizeof(key));
	if (client)
		return client;
	if (watch_index_count(&watch->clients) >=
	    (answered ? WATCH_CLIENTS_MAX : MUTE_MAX)) {
		watch->others_dropped++;
		return NULL;
	}
	client = watch_keep(watch, sizeof(*client));
	if (!client)
		return NULL;
	client->key = key;
	watch_index_add(&watch->clients, &client->entry, &client->key,
		  sizeof(client->key));
	return client;
}

static void keep_name(struct connection *connection,
		      const struct smtp_command *command)
{
	struct watch *watch = connection->watch;
	struct client *client = connection->client;
	char text[WATCH_LINE_TEXT];
	size_t length;

	if (!command->length || client->name_count == WATCH_LIST_MAX)
		return;
	length = watch_text_line(command->argument, command->length,
				 watch->options.show_addresses, text);
	length = watch_text_cut(text, length, WATCH_REPLY_TEXT);
	text[length] = '\0';
	for (size_t i = 0; i < client->name_count; i++)
		if (!strcmp(client->names[i], text))
			return;
	client->names[client->name_count] =
		watch_keep_text(watch, text, length);
	if (client->names[client->name_count])
		client->name_count++;
}

void client_command(struct connection *connection,
		    const struct smtp_command *command)
{
	if (!connection->client)
		return;
	connection->client->commands[command->verb]++;
	if (command->verb == SMTP_EHLO || command->verb == SMTP_HELO ||
	    command->verb == SMTP_LHLO)
		keep_name(connection, command);
}
