/* SPDX-License-Identifier: BSD-2-Clause */
/* Sessions: found by their four numbers, and by when they were heard of. */
#include "wire/control/control_table.h"

#include <errno.h>
#include <stdlib.h>

#include "wire/control/control_parts.h"

#define BUCKETS 256

struct control_table {
	struct control_outlet outlet;
	struct control_load load;
	struct session *buckets[BUCKETS];
	struct session *oldest;
	struct session *newest;
	size_t count;
};

struct control_table *control_table_new(
	void (*outcome)(void *user, const struct control_request *request),
	void *user)
{
	struct control_table *table = calloc(1, sizeof(*table));

	if (table)
		table->outlet = (struct control_outlet){outcome, user};
	return table;
}

/* FNV-1a over the client's address and port: proxies are few. */
static size_t hash(const struct address *client, uint16_t port)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < sizeof(client->bytes); i++)
		h = (h ^ client->bytes[i]) * 16777619u;
	h = (h ^ (port & 0xff)) * 16777619u;
	h = (h ^ (port >> 8)) * 16777619u;
	return (h ^ h >> 16) % BUCKETS;
}

static void unlink_age(struct control_table *table, struct session *s)
{
	*(s->older ? &s->older->newer : &table->oldest) = s->newer;
	*(s->newer ? &s->newer->older : &table->newest) = s->older;
	s->older = s->newer = NULL;
}

static void link_newest(struct control_table *table, struct session *s)
{
	s->older = table->newest;
	*(s->older ? &s->older->newer : &table->oldest) = s;
	table->newest = s;
}

/* Nothing of it may wait. */
static void drop(struct control_table *table, struct session *s)
{
	struct session **link =
		&table->buckets[hash(&s->client, s->client_port)];

	while (*link != s)
		link = &(*link)->bucket;
	*link = s->bucket;
	unlink_age(table, s);
	table->count--;
	free(s);
}

static void end(struct control_table *table, struct session *s)
{
	session_end(s, &table->outlet);
	drop(table, s);
}

uint64_t control_table_dropped(const struct control_table *table)
{
	return table->load.dropped;
}

void control_table_free(struct control_table *table)
{
	if (!table)
		return;
	while (table->oldest)
		end(table, table->oldest);
	free(table);
}

/* A session's key, as in struct session. */
struct key {
	const struct address *client;
	const struct address *proxy;
	uint16_t client_port;
	uint16_t proxy_port;
};

static struct session *find(const struct control_table *table,
			    const struct key *key)
{
	struct session *s =
		table->buckets[hash(key->client, key->client_port)];

	while (s && !(s->client_port == key->client_port &&
		      s->proxy_port == key->proxy_port &&
		      address_equal(&s->client, key->client) &&
		      address_equal(&s->proxy, key->proxy)))
		s = s->bucket;
	return s;
}

static struct session *add(struct control_table *table, const struct key *key)
{
	struct session *s = calloc(1, sizeof(*s)), **bucket;

	if (!s)
		return NULL;
	if (table->count == CONTROL_SESSIONS_MAX) {
		session_drop(table->oldest);
		drop(table, table->oldest);
	}
	s->load = &table->load;
	s->client = *key->client;
	s->proxy = *key->proxy;
	s->client_port = key->client_port;
	s->proxy_port = key->proxy_port;
	bucket = &table->buckets[hash(key->client, key->client_port)];
	s->bucket = *bucket;
	*bucket = s;
	link_newest(table, s);
	table->count++;
	return s;
}

int control_table_packet(struct control_table *table,
			 const struct address *source, uint16_t source_port,
			 const struct address *target, uint16_t target_port,
			 int64_t time, const uint8_t *bytes, size_t length)
{
	bool from_server = source_port == CONTROL_PORT;
	struct key key = {source, target, source_port, target_port};
	struct control_message message;
	struct session *s;

	if (!from_server && target_port != CONTROL_PORT)
		return -EINVAL;
	if (control_parse(bytes, length, from_server, &message))
		return -EINVAL;
	if (from_server)
		key = (struct key){target, source, target_port, source_port};
	s = find(table, &key);
	if (!s && !from_server)
		s = add(table, &key);
	if (!s)
		return 0;
	unlink_age(table, s);
	link_newest(table, s);
	session_expire(s, &table->outlet, time);
	if (from_server)
		session_answers(s, &table->outlet, &message, time);
	else
		session_asks(s, &table->outlet, &message, time);
	if (message.command == CONTROL_SESSION_END)
		end(table, s);
	return 0;
}

void control_table_tick(struct control_table *table, int64_t time)
{
	for (struct session *s = table->oldest; s; s = s->newer)
		session_expire(s, &table->outlet, time);
}
