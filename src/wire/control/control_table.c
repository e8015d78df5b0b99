/* SPDX-License-Identifier: BSD-2-Clause */
/* Sessions: found by both endpoints, and ordered by their last packet. */
#include "wire/control/control_table.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "port/random.h"
#include "wire/control/control_session.h"

struct control_table {
	struct control_outlet outlet;
	struct control_load load;
	struct table sessions;
	struct session *oldest;
	struct session *newest;
};

static const void *key_of(const void *item, size_t *length)
{
	const struct session *session = item;

	*length = sizeof(session->key);
	return &session->key;
}

struct control_table *control_table_new(
	void (*outcome)(void *user, const struct control_request *request),
	void *user)
{
	struct control_table *table = memory_zeroed(1, sizeof(*table));

	if (!table)
		return NULL;
	table->outlet = (struct control_outlet){outcome, user};
	if (table_open(&table->sessions, random_key(), CONTROL_SESSIONS_MAX,
		       key_of)) {
		free(table);
		return NULL;
	}
	return table;
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

/* No request of it may wait. */
static void drop(struct control_table *table, struct session *s)
{
	table_remove(&table->sessions, s);
	unlink_age(table, s);
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
	table_close(&table->sessions);
	free(table);
}

static struct session *add(struct control_table *table,
			   const struct session_key *key)
{
	struct session *s = memory_zeroed(1, sizeof(*s));

	if (!s)
		return NULL;
	if (table->sessions.count == CONTROL_SESSIONS_MAX) {
		session_drop(table->oldest);
		drop(table, table->oldest);
	}
	s->load = &table->load;
	s->key = *key;
	/* It was opened with room for all. */
	table_add(&table->sessions, s);
	link_newest(table, s);
	return s;
}

int control_table_packet(struct control_table *table,
			 const struct address *source, uint16_t source_port,
			 const struct address *target, uint16_t target_port,
			 int64_t time, const uint8_t *bytes, size_t length)
{
	bool from_server = source_port == CONTROL_PORT;
	struct session_key key;
	struct control_message message;
	struct session *s;

	if (!from_server && target_port != CONTROL_PORT)
		return -EINVAL;
	if (control_parse(bytes, length, from_server, &message))
		return -EINVAL;
	if (from_server) {
		key.client = endpoint_key(target, target_port);
		key.proxy = endpoint_key(source, source_port);
	} else {
		key.client = endpoint_key(source, source_port);
		key.proxy = endpoint_key(target, target_port);
	}
	s = table_find(&table->sessions, &key, sizeof(key));
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
