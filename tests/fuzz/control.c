/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The control channel.  The input is a series of a byte that says whether the
 * proxy sends (bit 0), to or from which port of the client (bits 1 and 2) and
 * how many seconds have passed (the rest), one with the packet's length, and
 * the packet.
 *
 * Each request has one outcome at most, and was asked for.
 */
#include "wire/control/control_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

/* Requests that came, and outcomes. */
struct counts {
	size_t asked;
	size_t told;
};

static void on_outcome(void *user, const struct control_request *request)
{
	struct counts *counts = user;

	counts->told++;
	check(counts->told <= counts->asked);
	check(request->asked > 0);
	check(request->request <= CONTROL_RESOLVE);
	check((request->answer == CONTROL_UNKNOWN) ==
		      (request->outcome == CONTROL_NO_ANSWER) ||
	      request->request == CONTROL_LISTEN);
	check(strlen(request->user) < CONTROL_TEXT);
	check(strlen(request->program) < CONTROL_TEXT);
	check(strlen(request->computer) < CONTROL_TEXT);
	check(strlen(request->name) < CONTROL_HOST);
}

static void check_message(const uint8_t *bytes, size_t length, bool server,
			  struct counts *counts)
{
	struct control_message m;

	if (control_parse(bytes, length, server, &m))
		return;
	check(length >= 38 && m.command <= CONTROL_UNKNOWN);
	check(memchr(m.user, 0, sizeof(m.user)) != NULL);
	check(memchr(m.program, 0, sizeof(m.program)) != NULL);
	check(memchr(m.computer, 0, sizeof(m.computer)) != NULL);
	check(memchr(m.name, 0, sizeof(m.name)) != NULL);
	counts->asked += !server;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct address client = {4, {192, 0, 2, 9}, ""};
	static const struct address proxy = {4, {192, 0, 2, 1}, ""};
	struct counts counts = {0, 0};
	struct control_table *table = control_table_new(on_outcome, &counts);
	struct cursor c = cursor_over(data, size), packet;
	uint8_t head, length;
	int64_t time = 0;

	if (!table)
		return 0;
	while (cursor_u8(&c, &head) && cursor_u8(&c, &length)) {
		uint16_t port = (uint16_t)(1025 + (head >> 1 & 3));
		bool server = head & 1;
		size_t n = 38u + length;

		if (n > cursor_left(&c))
			n = cursor_left(&c);
		cursor_take(&c, n, &packet);
		time += (head >> 3) * INT64_C(1000000000);
		check_message(packet.bytes, n, server, &counts);
		control_table_packet(table, server ? &proxy : &client,
				     server ? CONTROL_PORT : port,
				     server ? &client : &proxy,
				     server ? port : CONTROL_PORT, time,
				     packet.bytes, n);
		if (!length)
			control_table_tick(table, time);
	}
	control_table_free(table);
	return 0;
}
