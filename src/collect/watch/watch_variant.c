/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_variant.h"

#include <string.h>

#include "base/text.h"
#include "collect/watch/watch_keep.h"

void peers_add(struct peers *peers, const struct endpoint_key *key)
{
	for (size_t i = 0; i < peers->count; i++)
		if (!memcmp(&peers->keys[i], key, sizeof(*key)))
			return;
	if (peers->count < WATCH_LIST_MAX)
		peers->keys[peers->count++] = *key;
}

/* A new variant in a list, or NULL without room. */
static void *more(struct watch *watch, struct list *list, size_t max,
		  size_t size)
{
	void *item = NULL;

	if (list->count < max)
		item = watch_keep(watch, size);
	else
		watch->others_dropped++;
	if (item)
		watch_list_add(list, item);
	return item;
}

static struct variant *same(const struct list *list, const char *key,
			    size_t length, const struct variant *greeting)
{
	struct variant *v = list->first;

	while (v && (v->greeting != greeting || v->key_length != length ||
		     memcmp(v->key, key, length)))
		v = v->next;
	return v;
}

/* "220 ", "220-"; called for each greeting, so without snprintf(). */
static size_t put_code(char *text, unsigned int code, bool last)
{
	text[0] = (char)('0' + code / 100 % 10);
	text[1] = (char)('0' + code / 10 % 10);
	text[2] = (char)('0' + code % 10);
	text[3] = last ? ' ' : '-';
	return 4;
}

/* The lines, each with a NUL, as many as fit. */
static size_t join(struct watch *watch, const struct smtp_reply *reply,
		   bool greets, size_t *lines)
{
	char line[WATCH_LINE_TEXT];
	size_t at = 0;

	*lines = 0;
	for (size_t i = greets ? 0 : 1; i < reply->count; i++) {
		bool last = i + 1 == reply->lines_seen;
		size_t length = watch_text_line(
			reply->lines[i], reply->lengths[i],
			watch->options.show_addresses, line);

		if (at + length + 5 > sizeof(watch->scratch))
			break;
		if (greets)
			at += put_code(watch->scratch + at, reply->code, last);
		memcpy(watch->scratch + at, line, length + 1);
		at += length + 1;
		++*lines;
	}
	return at;
}

static struct variant *add(struct watch *watch, struct list *list,
			   const char *key, size_t key_length, size_t length,
			   size_t lines)
{
	const char *text, *kept;
	struct variant *variant;

	if (list->count == WATCH_VARIANTS_MAX) {
		watch->others_dropped++;
		return NULL;
	}
	/* Without its text it would be a new variant each time. */
	text = watch_keep_text(watch, watch->scratch, length);
	kept = key == watch->scratch || !text
		       ? text
		       : watch_keep_text(watch, key, key_length);
	variant = kept ? more(watch, list, WATCH_VARIANTS_MAX,
			      sizeof(*variant))
		       : NULL;
	if (!variant)
		return NULL;
	variant->text = text;
	variant->lines = lines;
	variant->key = kept;
	variant->key_length = key_length;
	return variant;
}

static void met(struct variant *variant, const struct connection *connection)
{
	struct endpoint_key key =
		endpoint_key(&connection->flow->sides[SIDE_CLIENT].address, 0);

	variant->count++;
	peers_add(&variant->peers, &key);
}

/* The lines without the parts that change each time, for comparison. */
static size_t steady(const char *text, size_t lines, char *key)
{
	size_t at = 0;

	for (size_t i = 0; i < lines; i++) {
		size_t length = strlen(text) + 1;

		memcpy(key + at, text, length);
		watch_text_steady(key + at);
		at += strlen(key + at) + 1;
		text += length;
	}
	return at;
}

const struct variant *variant_greeting(struct connection *connection,
				       const struct smtp_reply *reply)
{
	struct watch *watch = connection->watch;
	struct server *server = connection->server;
	char key[WATCH_TEXT_MAX];
	size_t lines, length = join(watch, reply, true, &lines);
	size_t key_length = steady(watch->scratch, lines, key);
	struct variant *variant;

	if (!server)
		return NULL;
	variant = same(&server->greetings, key, key_length, NULL);
	if (!variant)
		variant = add(watch, &server->greetings, key, key_length,
			      length, lines);
	if (variant)
		met(variant, connection);
	return variant;
}

void variant_ehlo(struct connection *connection,
		  const struct smtp_reply *reply)
{
	struct watch *watch = connection->watch;
	struct server *server = connection->server;
	size_t lines, length = join(watch, reply, false, &lines);
	struct variant *variant;

	if (!server)
		return;
	variant = same(&server->ehlos, watch->scratch, length,
		       connection->greeting);
	if (!variant) {
		variant = add(watch, &server->ehlos, watch->scratch, length,
			      length, lines);
		if (variant)
			variant->greeting = connection->greeting;
	}
	if (variant)
		met(variant, connection);
}

static void count_stack(struct watch *watch, struct list *list, size_t max,
			uint8_t ttl, const struct segment *segment)
{
	struct stack *s = list->first;

	while (s && (s->ttl != ttl || s->window != segment->window ||
		     s->mss != segment->mss || s->scale != segment->scale ||
		     strcmp(s->options, segment->options)))
		s = s->next;
	if (!s)
		s = more(watch, list, max, sizeof(*s));
	if (!s)
		return;
	s->count++;
	s->ttl = ttl;
	s->window = segment->window;
	s->mss = segment->mss;
	s->scale = segment->scale;
	memcpy(s->options, segment->options, sizeof(s->options));
}

void variant_stack(struct connection *connection)
{
	const struct flow *flow = connection->flow;

	if (connection->server)
		count_stack(connection->watch, &connection->server->stacks,
			    WATCH_VARIANTS_MAX, flow->sides[SIDE_SERVER].ttl,
			    &flow->answer);
}

/* A quarter is reserved for hosts that have a watched server. */
static bool has_room(const struct watch *watch,
		     const struct endpoint_key *endpoint)
{
	struct endpoint_key key = *endpoint;

	if (watch_index_count(&watch->unwatched) < WATCH_STACKS_MAX / 4 * 3)
		return true;
	key.port = 0;
	return watch_index_count(&watch->unwatched) < WATCH_STACKS_MAX &&
	       watch_index_find(&watch->hosts, &key, sizeof(key));
}

bool variant_unwatched(struct watch *watch, const struct datagram *datagram,
		   const struct segment *segment)
{
	struct endpoint_key key =
		endpoint_key(&datagram->source, segment->source);
	struct unwatched_port *port;

	port = watch_index_find(&watch->unwatched, &key, sizeof(key));
	if (!port) {
		if (!has_room(watch, &key)) {
			watch->others_dropped++;
			return false;
		}
		port = watch_keep(watch, sizeof(*port));
		if (!port)
			return false;
		port->key = key;
		watch_index_add(&watch->unwatched, &port->entry, &port->key,
			  sizeof(port->key));
	}
	count_stack(watch, &port->stacks, WATCH_UNWATCHED_VARIANTS_MAX,
		    datagram->ttl, segment);
	return true;
}

void variant_reset(struct connection *connection)
{
	const struct flow *flow = connection->flow;
	struct server *server = connection->server;
	struct odd_reset *r, key = {
		.client = endpoint_key(&flow->sides[SIDE_CLIENT].address, 0),
		.from = flow->reset_from,
		.phase = connection->phase,
		.odd = flow->reset_odd,
		.ttl = flow->reset_ttl,
		.expected = flow->sides[flow->reset_from].ttl,
	};

	if (!server)
		return;
	r = server->resets.first;
	while (r && (memcmp(&r->client, &key.client, sizeof(r->client)) ||
		     r->from != key.from || r->phase != key.phase ||
		     r->odd != key.odd || r->ttl != key.ttl ||
		     r->expected != key.expected))
		r = r->next;
	if (!r) {
		r = more(connection->watch, &server->resets,
			 WATCH_VARIANTS_MAX, sizeof(*r));
		if (!r)
			return;
		*r = key;
	}
	r->count++;
}

/* Header lines that name a program, and the number of words kept of them. */
static size_t header_words(const char *name)
{
	static const struct {
		const char *name;
		size_t words;
	} headers[] = {
		{"X-Antivirus", 8},
		{"X-Antivirus-Status", 8},
		{"X-Virus-Scanned", 8},
		{"X-Virus-Status", 8},
		{"X-Mailer", 3},
		{"User-Agent", 3},
	};

	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		if (text_equal(headers[i].name, name))
			return headers[i].words;
	return 0;
}

void variant_header(struct connection *connection, const char *name,
		    const char *value)
{
	struct watch *watch = connection->watch;
	struct server *server = connection->server;
	struct endpoint_key client =
		endpoint_key(&connection->flow->sides[SIDE_CLIENT].address, 0);
	size_t words = header_words(name), length;
	char text[WATCH_LINE_TEXT];
	struct header_line *h;

	if (!server || !words)
		return;
	length = watch_text_product(value, words,
				    watch->options.show_addresses, text);
	h = server->headers.first;
	while (h && (!h->name || !h->value || !text_equal(h->name, name) ||
		     strcmp(h->value, text) ||
		     memcmp(&h->client, &client, sizeof(client))))
		h = h->next;
	if (!h) {
		h = more(watch, &server->headers, WATCH_VARIANTS_MAX,
			 sizeof(*h));
		if (!h)
			return;
		h->client = client;
		h->name = watch_keep_text(watch, name, strlen(name));
		h->value = watch_keep_text(watch, text, length);
	}
	h->count++;
}
