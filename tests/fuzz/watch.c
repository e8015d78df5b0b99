/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole way of packets, from link to facts.  The input's first byte has
 * options; then come packets of raw IP, each with its length and the
 * microseconds since the one before, both big-endian; the latter is signed.
 */
#include "collect/watch/watch.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/text.h"
#include "collect/watch/watch_state.h"

#define LINK_RAW 101
#define EVENTS_OF_CONNECTION 12

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static void check_printable(const char *text)
{
	char copy[4 * 1024 + 1];
	size_t length = strlen(text);

	check(length < 1024);
	check(text_printable(text, length, copy) == length);
}

static void event(void *user, const struct traffic_event *e)
{
	size_t *events = user;

	++*events;
	check(e->what[0] != '\0');
	check_printable(e->client);
	check_printable(e->server);
	check_printable(e->text);
}

static void feed(struct watch *watch, struct cursor c)
{
	struct packet packet = {.link = LINK_RAW};
	struct cursor bytes;
	uint32_t step;
	uint16_t length;

	packet.time = INT64_C(1700000000000000000);
	while (cursor_be16(&c, &length) && cursor_be32(&c, &step)) {
		size_t left = cursor_left(&c);

		if (!cursor_take(&c, length < left ? length : left, &bytes))
			break;
		packet.time += (int64_t)(int32_t)step * 1000;
		packet.bytes = bytes.bytes;
		packet.captured = bytes.length;
		packet.length = length;
		watch_packet(watch, &packet);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t ports[] = {25, 465, 587};
	struct cursor c = cursor_over(data, size);
	size_t events = 0;
	struct watch_options options = {
		.ports = ports,
		.port_count = 3,
		.event = event,
		.user = &events,
	};
	struct watch_counts counts;
	struct facts *facts = facts_new();
	struct watch *watch;
	uint8_t flags = 0;

	cursor_u8(&c, &flags);
	options.show_addresses = flags & 1;
	watch = watch_new(&options);
	check(watch && facts);
	feed(watch, c);
	if (flags & 2)
		watch_tick(watch, INT64_MAX);
	watch_finish(watch, facts, json_pack("{s:s}", "capture", "fuzz"),
		     FACT_SEEN, NULL);
	check(facts_error(facts) == 0);
	check(arena_size(watch->arena) <= WATCH_KEPT_MAX + 8300);
	counts = watch_counts(watch);
	check(counts.ended == counts.connections);
	check(counts.relevant <= counts.packets);
	check(events <= counts.connections * EVENTS_OF_CONNECTION +
				counts.requests);
	check(facts_count(facts) > 0);
	watch_free(watch);
	facts_free(facts);
	return 0;
}
