/* SPDX-License-Identifier: BSD-2-Clause */
/* Facts of servers: traffic-* in bindwhy-facts(5). */
#include "collect/watch/watch_facts.h"

#include <string.h>

#include "collect/watch/watch_facts_client.h"
#include "collect/watch/watch_names.h"
#include "collect/watch/watch_server.h"
#include "collect/watch/watch_value.h"

static json_t *count_of(uint64_t count)
{
	return json_integer((json_int_t)count);
}

/* Milliseconds; null if negative. */
static json_t *time_of(int64_t ms)
{
	return ms < 0 ? json_null() : json_integer(ms);
}

static json_t *endpoint_of(const struct endpoint_key *key)
{
	struct address address = endpoint_key_address(key);

	return value_endpoint(&address, key->port, PROTOCOL_TCP);
}

static json_t *replies_of(const struct server *server)
{
	json_t *array = json_array();

	for (size_t i = 0; i < server->reply_count; i++) {
		const struct replied *r = server->replies[i];

		json_array_append_new(
			array, json_pack("{s:i,s:s,s:I,s:s}", "code",
					 (int)r->code, "to",
					 smtp_verb_name(r->to), "count",
					 (json_int_t)r->count, "text",
					 r->text ? r->text : ""));
	}
	return array;
}

static void add_server(const struct server *s, struct facts *facts,
		       const char *source)
{
	json_t *value = endpoint_of(&s->key);
	const struct {
		const char *name;
		json_t *member;
	} members[] = {
		{"connections", count_of(s->connections)},
		{"answered", count_of(s->answered)},
		{"refused", count_of(s->refused)},
		{"unreachable", count_of(s->unreachable)},
		{"unanswered", count_of(s->unanswered)},
		{"reset", count_of(s->reset)},
		{"silent", count_of(s->silent)},
		{"greeted", count_of(s->greeted)},
		{"greeting_fastest", time_of(s->greeting_fastest)},
		{"greeting_median", time_of(server_greeting_median(s))},
		{"greeting_slowest", time_of(s->greeting_slowest)},
		{"reply_slowest", time_of(s->reply_slowest)},
		{"reply_longest", time_of(s->reply_longest)},
		{"ehlo", count_of(s->ehlo)},
		{"starttls_offered", count_of(s->starttls_offered)},
		{"starttls_asked", count_of(s->starttls_asked)},
		{"starttls_accepted", count_of(s->starttls_accepted)},
		{"starttls_refused", count_of(s->starttls_refused)},
		{"tls", count_of(s->tls)},
		{"tls_from_client", count_of(s->tls_from_client)},
		{"not_smtp", count_of(s->not_smtp)},
		{"early_talk", count_of(s->early_talk)},
		{"messages", count_of(s->messages)},
		{"lost", count_of(s->lost)},
		{"differs", count_of(s->inconsistent)},
		{"helo_fallback", count_of(s->helo_fallback)},
		{"replies", replies_of(s)},
	};

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		watch_put(&value, members[i].name, members[i].member);
	facts_add(facts, FACT_TRAFFIC_SERVER, FACT_SEEN, source, NULL, value,
		  "%s", s->name);
}

static json_t *lines_of(const struct variant *variant)
{
	json_t *array = json_array();
	const char *line = variant->text;

	for (size_t i = 0; i < variant->lines; i++) {
		json_array_append_new(array, value_string(line));
		line += strlen(line) + 1;
	}
	return array;
}

static void add_variants(const struct server *server, const struct list *list,
			 enum fact_kind kind, struct facts *facts,
			 const char *source)
{
	for (const struct variant *v = list->first; v; v = v->next) {
		json_t *value = endpoint_of(&server->key);

		if (kind == FACT_TRAFFIC_EHLO) {
			watch_put(&value, "greeting",
				  v->greeting && v->greeting->lines
					  ? value_string(v->greeting->text)
					  : json_null());
			watch_put(&value, "after_tls", json_false());
		}
		watch_put(&value, "lines", lines_of(v));
		watch_put(&value, "count", count_of(v->count));
		watch_put(&value, "clients", watch_peers(&v->peers));
		facts_add(facts, kind, FACT_SEEN, source, NULL, value, "%s",
			  server->name);
	}
}

static void add_stacks(const struct endpoint_key *key, const struct list *list,
		       bool watched, struct facts *facts, const char *source)
{
	struct address address = endpoint_key_address(key);
	char name[ENDPOINT_TEXT];

	endpoint_format(&address, key->port, name);
	for (const struct stack *s = list->first; s; s = s->next) {
		json_t *value = endpoint_of(key);

		watch_put(&value, "ttl", json_integer(s->ttl));
		watch_put(&value, "window", json_integer(s->window));
		watch_put(&value, "mss",
			  s->mss ? json_integer(s->mss) : json_null());
		watch_put(&value, "scale", time_of(s->scale));
		watch_put(&value, "options", value_string(s->options));
		watch_put(&value, "count", count_of(s->count));
		watch_put(&value, "watched", json_boolean(watched));
		facts_add(facts, FACT_TRAFFIC_STACK, FACT_SEEN, source, NULL,
			  value, "%s", name);
	}
}

static void add_resets(const struct server *server, struct facts *facts,
		       const char *source)
{
	const char *const *odd = watch_odd_names();

	for (const struct odd_reset *r = server->resets.first; r;
	     r = r->next) {
		json_t *value = endpoint_of(&server->key);
		json_t *array = json_array();

		for (size_t i = 0; odd[i]; i++)
			if (r->odd & 1U << i)
				json_array_append_new(array,
						      json_string(odd[i]));
		watch_put(&value, "from",
			  json_string(r->from == SIDE_SERVER ? "server"
							     : "client"));
		watch_put(&value, "client", watch_endpoint(&r->client));
		watch_put(&value, "ttl", json_integer(r->ttl));
		watch_put(&value, "ttl_expected", json_integer(r->expected));
		watch_put(&value, "odd", array);
		watch_put(&value, "phase",
			  json_string(watch_phase_name(r->phase)));
		watch_put(&value, "count", count_of(r->count));
		facts_add(facts, FACT_TRAFFIC_RESET, FACT_SEEN, source, NULL,
			  value, "%s", server->name);
	}
}

static void add_headers(const struct server *server, struct facts *facts,
			const char *source)
{
	for (const struct header_line *h = server->headers.first; h;
	     h = h->next) {
		json_t *value = endpoint_of(&server->key);

		watch_put(&value, "name", value_string(h->name));
		watch_put(&value, "value", value_string(h->value));
		watch_put(&value, "client", watch_endpoint(&h->client));
		watch_put(&value, "count", count_of(h->count));
		facts_add(facts, FACT_TRAFFIC_HEADER, FACT_SEEN, source, NULL,
			  value, "%s", server->name);
	}
}

/* Unwatched ports count if their address has a watched server. */
static void find_unwatched(struct watch *watch)
{
	watch_index_each(struct unwatched_port, port, &watch->unwatched) {
		struct endpoint_key key = port->key;
		struct host *host;

		key.port = 0;
		host = watch_index_find(&watch->hosts, &key, sizeof(key));
		if (!host)
			continue;
		port->next_of_host = host->unwatched;
		host->unwatched = port;
	}
}

static void add_unwatched(const struct host *host, struct facts *facts,
			  const char *source)
{
	const struct unwatched_port *port = host->unwatched;

	for (; port; port = port->next_of_host)
		add_stacks(&port->key, &port->stacks, false, facts, source);
}

void watch_facts_add(struct watch *watch, struct facts *facts,
		     const char *source)
{
	find_unwatched(watch);
	watch_index_each(const struct server, s, &watch->servers) {
		add_server(s, facts, source);
		add_variants(s, &s->greetings, FACT_TRAFFIC_GREETING, facts,
			     source);
		add_variants(s, &s->ehlos, FACT_TRAFFIC_EHLO, facts, source);
		add_stacks(&s->key, &s->stacks, true, facts, source);
		if (s->host && s->host->server == s)
			add_unwatched(s->host, facts, source);
		add_resets(s, facts, source);
		add_headers(s, facts, source);
	}
	watch_facts_clients(watch, facts, source);
}
