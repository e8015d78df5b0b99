/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_server.h"

#include "collect/watch/watch_keep.h"

/* A scan of many addresses leaves room for servers that answer. */
#define MUTE_MAX (WATCH_SERVERS_MAX / 4 * 3)

static struct host *host_find(struct watch *watch, struct server *server)
{
	struct endpoint_key key = server->key;
	struct host *host;

	key.port = 0;
	host = watch_index_find(&watch->hosts, &key, sizeof(key));
	if (host)
		return host;
	host = watch_keep(watch, sizeof(*host));
	if (!host)
		return NULL;
	host->key = key;
	host->server = server;
	watch_index_add(&watch->hosts, &host->entry, &host->key,
			sizeof(host->key));
	return host;
}

static struct server *server_new(struct watch *watch,
				 const struct endpoint_key *key)
{
	struct server *server = watch_keep(watch, sizeof(*server));
	struct address address = endpoint_key_address(key);

	if (!server)
		return NULL;
	server->key = *key;
	server->greeting_fastest = -1;
	server->greeting_slowest = -1;
	server->reply_slowest = -1;
	server->reply_longest = -1;
	endpoint_format(&address, key->port, server->name);
	server->host = host_find(watch, server);
	watch_index_add(&watch->servers, &server->entry, &server->key,
		  sizeof(server->key));
	return server;
}

struct server *server_find(struct watch *watch, const struct address *address,
			   uint16_t port, bool answered)
{
	struct endpoint_key key = endpoint_key(address, port);
	struct server *server;

	server = watch_index_find(&watch->servers, &key, sizeof(key));
	if (server)
		return server;
	if (watch_index_count(&watch->servers) >=
	    (answered ? WATCH_SERVERS_MAX : MUTE_MAX)) {
		watch->others_dropped++;
		return NULL;
	}
	return server_new(watch, &key);
}

static size_t bucket_of(uint64_t ms)
{
	size_t shift = 0, bucket;

	if (ms < WATCH_EXACT)
		return (size_t)ms;
	while (ms >> shift >= WATCH_EXACT)
		shift++;
	bucket = WATCH_EXACT + (shift - 1) * WATCH_STEPS +
		 (size_t)((ms >> shift) - WATCH_STEPS);
	return bucket < WATCH_BUCKETS ? bucket : WATCH_BUCKETS - 1;
}

/* The middle of a bucket. */
static int64_t bucket_middle(size_t bucket)
{
	size_t shift = (bucket - WATCH_EXACT) / WATCH_STEPS + 1;
	int64_t step = (int64_t)((bucket - WATCH_EXACT) % WATCH_STEPS);

	if (bucket < WATCH_EXACT)
		return (int64_t)bucket;
	return ((step + WATCH_STEPS) * 2 + 1) * ((int64_t)1 << (shift - 1));
}

static void count_greeting_time(struct server *server, int64_t ms)
{
	if (ms < 0)
		return;
	if (server->greeting_fastest < 0 || ms < server->greeting_fastest)
		server->greeting_fastest = ms;
	if (ms > server->greeting_slowest)
		server->greeting_slowest = ms;
	server->greeting_times++;
	server->greeting_buckets[bucket_of((uint64_t)ms)]++;
}

int64_t server_greeting_median(const struct server *server)
{
	uint64_t before = 0;
	size_t bucket = 0;
	int64_t middle;

	if (!server->greeting_times)
		return -1;
	while (bucket < WATCH_BUCKETS - 1) {
		before += server->greeting_buckets[bucket];
		if (before * 2 >= server->greeting_times)
			break;
		bucket++;
	}
	middle = bucket_middle(bucket);
	if (middle < server->greeting_fastest)
		return server->greeting_fastest;
	return middle > server->greeting_slowest ? server->greeting_slowest
						 : middle;
}

static void count_times(struct server *server, const struct smtp_reply *reply)
{
	int64_t waited = watch_span(reply->asked_time, reply->first_time);
	int64_t took = watch_span(reply->first_time, reply->last_time);

	if (reply->to == SMTP_GREETING)
		count_greeting_time(server, waited);
	else if (waited > server->reply_slowest)
		server->reply_slowest = waited;
	if (took > server->reply_longest)
		server->reply_longest = took;
}

void server_replied(struct connection *connection,
		    const struct smtp_reply *reply)
{
	struct server *server = connection->server;
	struct watch *watch = connection->watch;
	struct replied *replied;
	char text[WATCH_LINE_TEXT];
	size_t length;

	if (!server)
		return;
	count_times(server, reply);
	for (size_t i = 0; i < server->reply_count; i++) {
		replied = server->replies[i];
		if (replied->code == reply->code && replied->to == reply->to) {
			replied->count++;
			return;
		}
	}
	if (server->reply_count == WATCH_REPLIES_MAX) {
		watch->others_dropped++;
		return;
	}
	replied = watch_keep(watch, sizeof(*replied));
	if (!replied)
		return;
	length = watch_text_reply(reply, &connection->secrets,
				  watch->options.show_addresses, text);
	*replied = (struct replied){
		.count = 1,
		.code = reply->code,
		.to = reply->to,
		.text = watch_keep_text(watch, text, length),
	};
	server->replies[server->reply_count++] = replied;
}

void server_lost(struct connection *connection)
{
	if (!connection->lost && connection->server)
		connection->server->lost++;
	connection->lost = true;
	connection->secrets.lost = true;
}
