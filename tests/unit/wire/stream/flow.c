/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/stream/flow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/allocation.h"
#include "unit/unit.h"

#define MS INT64_C(1000000)
#define SECOND (1000 * MS)

/* What was told, as text: "+" opened, "a" answered, "c:" and "s:" bytes,
 * "<n>" a gap, "!" differs, and the end by its name and RESET_ bits. */
static char told[8192];
static struct flow last;
static unsigned int opened;
static unsigned int ended;

static void tell(const char *text, size_t length)
{
	size_t at = strlen(told);

	if (at + length < sizeof(told)) {
		memcpy(told + at, text, length);
		told[at + length] = '\0';
	}
}

static void take_opened(void *user, struct flow *flow)
{
	(void)user;
	opened++;
	assert_null(flow->user);
	flow->user = &opened;
	tell("+", 1);
}

static void take_answered(void *user, struct flow *flow)
{
	(void)user;
	assert_ptr_equal(flow->user, &opened);
	tell("a", 1);
}

static void take_data(void *user, struct flow *flow, enum side side,
		      int64_t time, const uint8_t *bytes, size_t length)
{
	(void)user;
	assert_int_equal(time, flow->last_time);
	tell(side == SIDE_CLIENT ? "c:" : "s:", 2);
	tell((const char *)bytes, length);
	tell(" ", 1);
}

static void take_gap(void *user, struct flow *flow, enum side side,
		     int64_t time, size_t missing)
{
	char text[32];

	(void)user;
	(void)flow;
	(void)time;
	snprintf(text, sizeof(text), "%c<%zu> ",
		 side == SIDE_CLIENT ? 'c' : 's', missing);
	tell(text, strlen(text));
}

static void take_differs(void *user, struct flow *flow, enum side side)
{
	(void)user;
	(void)flow;
	tell(side == SIDE_CLIENT ? "c! " : "s! ", 3);
}

static void take_ended(void *user, struct flow *flow, enum flow_end end)
{
	static const char *const names[] = {
		"closed",     "reset",	 "refused", "unreachable",
		"unanswered", "evicted", "cut",	    "silent",
	};
	static const char *const odd[] = {"ttl", "id", "sequence",
					  "data-after", "several"};

	(void)user;
	ended++;
	last = *flow;
	tell(names[end], strlen(names[end]));
	for (size_t i = 0; i < 5; i++) {
		if (flow->reset_odd >> i & 1) {
			tell("+", 1);
			tell(odd[i], strlen(odd[i]));
		}
	}
	tell(".", 1);
}

static const struct flow_sink sink = {
	take_opened, take_answered, take_data, take_gap, take_differs,
	take_ended, NULL,
};

static struct flows *flows;
static int64_t now;

/* struct host - Who sends, and how its packets look */
struct host {
	struct address address;
	uint16_t port;
	uint32_t next;		/* sequence number */
	uint8_t ttl;
	uint16_t id;
	uint16_t id_step;
	unsigned int interface;
	unsigned int vlan;
};

static struct host client, server;

static int start(void **state)
{
	static const uint16_t ports[] = {25, 587};

	(void)state;
	flows_free(flows);	/* of the case before */
	told[0] = '\0';
	opened = ended = 0;
	now = 1700000000 * SECOND;
	client = (struct host){.address = {4, {192, 0, 2, 1}, ""},
			       .port = 40000, .next = 1000, .ttl = 64,
			       .id = 100, .id_step = 1};
	server = (struct host){.address = {4, {198, 51, 100, 2}, ""},
			       .port = 25, .next = 70000, .ttl = 57,
			       .id = 9000, .id_step = 1};
	allocations_left = -1;
	flows = flows_new(ports, 2, &sink);
	return flows ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	flows_free(flows);
	flows = NULL;
	return opened == ended ? 0 : -1;
}

static void end_capture(const char *want)
{
	flows_free(flows);
	flows = NULL;
	assert_string_equal(told, want);
}

/* A segment of @length bytes on the wire, of which @text was captured. */
static void put(struct host *from, const struct host *to, uint8_t flags,
		uint32_t sequence, uint32_t acknowledged, const char *text,
		size_t length)
{
	struct datagram d = {.source = from->address, .target = to->address,
			     .protocol = IP_PROTOCOL_TCP, .ttl = from->ttl,
			     .id = from->id};
	struct segment s = {.source = from->port, .target = to->port,
			    .sequence = sequence,
			    .acknowledged = acknowledged, .flags = flags,
			    .window = 8192, .scale = -1,
			    .payload = cursor_over(text, strlen(text)),
			    .length = length};

	if (flags & TCP_SYN) {
		s.mss = 1460;
		strcpy(s.options, "mss");
	}
	assert_true(flows_wants(flows, &s));
	flows_segment(flows, &d, &s, now, from->interface, from->vlan);
	from->id = (uint16_t)(from->id + from->id_step);
	now += MS;
}

static void say(struct host *from, const struct host *to, const char *text)
{
	put(from, to, TCP_ACK, from->next, to->next, text, strlen(text));
	from->next += (uint32_t)strlen(text);
}

static void finish(struct host *from, const struct host *to)
{
	put(from, to, TCP_ACK | TCP_FIN, from->next, to->next, "", 0);
	from->next++;
}

static void reset(struct host *from, const struct host *to, uint32_t ahead)
{
	put(from, to, TCP_RST | TCP_ACK, from->next + ahead, to->next, "", 0);
}

static void syn(void)
{
	put(&client, &server, TCP_SYN, client.next++, 0, "", 0);
}

static void answer(void)
{
	put(&server, &client, TCP_SYN | TCP_ACK, server.next++, client.next,
	    "", 0);
}

static void open_both(void)
{
	syn();
	answer();
	say(&client, &server, "");
}

/* Enough of both sides to know their habits. */
static void talk(void)
{
	open_both();
	say(&server, &client, "220\n");
	say(&client, &server, "EHLO\n");
	say(&server, &client, "250\n");
	say(&client, &server, "MAIL\n");
	say(&server, &client, "250\n");
	say(&client, &server, "RCPT\n");
	say(&server, &client, "250\n");
	say(&client, &server, "");
	told[0] = '\0';
}

static void pass(int64_t time)
{
	now += time;
	flows_tick(flows, now);
}

static void a_connection_from_syn_to_fin(void **state)
{
	int64_t first = now;

	(void)state;
	open_both();
	say(&server, &client, "220 a\n");
	say(&client, &server, "QUIT\n");
	say(&server, &client, "221 b\n");
	finish(&server, &client);
	finish(&client, &server);
	say(&server, &client, "");
	assert_string_equal(told, "+as:220 a\n c:QUIT\n s:221 b\n closed.");
	assert_true(address_equal(&last.sides[SIDE_SERVER].address,
				  &server.address));
	assert_int_equal(last.sides[SIDE_SERVER].port, 25);
	assert_int_equal(last.sides[SIDE_SERVER].ttl, 57);
	assert_int_equal(last.sides[SIDE_SERVER].bytes, 12);
	assert_int_equal(last.sides[SIDE_CLIENT].bytes, 5);
	assert_int_equal(last.sides[SIDE_CLIENT].ttl, 64);
	assert_true(last.sides[0].sent_fin && last.sides[1].sent_fin);
	assert_true(last.syn_time == first);
	assert_true(last.answer_time == first + MS);
	assert_true(last.last_time == first + 7 * MS);
	assert_int_equal(last.syns, 1);
	assert_string_equal(last.answer.options, "mss");
	assert_int_equal(last.answer.mss, 1460);
	assert_int_equal(last.reset_odd, 0);
	assert_int_equal(flows_counts(flows).evicted, 0);
}

static void ipv6_has_connections_too(void **state)
{
	(void)state;
	client.address = (struct address){6, {0x20, 1, 13, 0xb8, 1}, ""};
	server.address = (struct address){6, {0x20, 1, 13, 0xb8, 2}, ""};
	client.id = server.id = client.id_step = server.id_step = 0;
	open_both();
	say(&server, &client, "220 a\n");
	end_capture("+as:220 a\n cut.");
	assert_int_equal(last.sides[SIDE_SERVER].address.family, 6);
}

static void seen_from_the_middle(void **state)
{
	(void)state;
	say(&client, &server, "");	/* makes no connection */
	reset(&server, &client, 0);
	put(&client, &server, TCP_ACK, client.next - 1, server.next, "", 1);
	assert_string_equal(told, "");
	say(&server, &client, "250 a\n");
	say(&client, &server, "QUIT\n");
	end_capture("+s:250 a\n c:QUIT\n cut.");
	assert_true(last.syn_time == INT64_MIN);
	assert_true(last.answer_time == INT64_MIN);
	assert_int_equal(last.syns, 0);
}

static void a_lost_syn_or_answer(void **state)
{
	(void)state;
	client.next++;
	answer();
	say(&client, &server, "EHLO\n");
	end_capture("+ac:EHLO\n cut.");
	assert_true(last.syn_time == INT64_MIN);
	assert_int_not_equal(last.answer_time, INT64_MIN);
	assert_int_equal(last.sides[SIDE_SERVER].port, 25);
	start(state);
	syn();
	server.next++;
	say(&client, &server, "");
	say(&server, &client, "220\n");
	end_capture("+s:220\n cut.");
	assert_true(last.answer_time == INT64_MIN);
}

static void who_serves_where_both_are_watched(void **state)
{
	(void)state;
	client.port = 587;
	syn();
	assert_string_equal(told, "+");
	answer();
	end_capture("+acut.");
	assert_int_equal(last.sides[SIDE_SERVER].port, 25);
	start(state);
	client.port = 25;
	server.port = 587;
	open_both();
	end_capture("+acut.");
	assert_int_equal(last.sides[SIDE_SERVER].port, 587);
	/* Without a SYN: the lower. */
	start(state);
	client.port = 587;
	say(&server, &client, "250\n");
	end_capture("+s:250\n cut.");
	assert_int_equal(last.sides[SIDE_SERVER].port, 25);
	/* Who has the only watched port, even if it dials. */
	start(state);
	client.port = 25;
	server.port = 40000;
	open_both();
	end_capture("+acut.");
	assert_int_equal(last.sides[SIDE_SERVER].port, 25);
	assert_int_equal(last.syns, 1);
}

static void no_answer(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		syn();
		client.next--;
		pass((int64_t)(1 << i) * SECOND);
	}
	assert_string_equal(told, "+");
	pass(FLOW_ANSWER_WAIT - 8 * SECOND);
	assert_string_equal(told, "+");
	pass(SECOND);
	assert_string_equal(told, "+unanswered.");
	assert_int_equal(last.syns, 3);
	/* Another repetition is no new connection. */
	syn();
	assert_string_equal(told, "+unanswered.");
}

static void no_answer_by_the_packets_of_others(void **state)
{
	(void)state;
	syn();
	now += FLOW_ANSWER_WAIT;
	client.port++;
	syn();
	assert_string_equal(told, "+unanswered.+");
}

static void a_capture_that_ends_early(void **state)
{
	(void)state;
	syn();
	now += SECOND;
	client.next--;
	syn();
	end_capture("+cut.");
	start(state);
	syn();
	now += 3 * SECOND;
	client.next--;
	syn();
	end_capture("+unanswered.");
	assert_int_equal(last.syns, 2);
}

static void copies_of_a_syn_are_one(void **state)
{
	(void)state;
	syn();
	client.next--;
	client.id--;
	syn();			/* lo: sent and received */
	client.next--;
	client.interface = 2;
	client.ttl--;
	now += SECOND;
	syn();			/* a bridge */
	end_capture("+cut.");
	assert_int_equal(last.syns, 1);
	assert_int_equal(last.sides[SIDE_CLIENT].ttl, 64);
	assert_int_equal(last.interface, 0);
}

static void refused(void **state)
{
	(void)state;
	syn();
	put(&server, &client, TCP_RST | TCP_ACK, 0, client.next, "", 0);
	assert_string_equal(told, "+");
	/* Windows tries again: the same SYN. */
	for (int i = 0; i < 2; i++) {
		now += SECOND / 2;
		client.next--;
		syn();
		put(&server, &client, TCP_RST | TCP_ACK, 0, client.next, "",
		    0);
	}
	pass(3 * SECOND);
	assert_string_equal(told, "+refused.");
	assert_int_equal(last.syns, 3);
	assert_int_equal(last.reset_from, SIDE_SERVER);
	assert_int_equal(last.reset_ttl, 57);
}

static void a_server_that_starts_after_a_refusal(void **state)
{
	(void)state;
	syn();
	put(&server, &client, TCP_RST | TCP_ACK, 0, client.next, "", 0);
	now += SECOND / 2;
	client.next--;
	syn();
	answer();
	say(&server, &client, "220\n");
	end_capture("+as:220\n cut.");
	assert_int_equal(last.reset_odd, 0);
}

static void a_refusal_that_the_server_knows_nothing_of(void **state)
{
	(void)state;
	syn();
	put(&server, &client, TCP_RST | TCP_ACK, 0, client.next, "", 0);
	answer();
	end_capture("+acut+data-after.");
	assert_int_equal(last.reset_from, SIDE_SERVER);
}

static void a_refusal_has_to_fit_the_syn(void **state)
{
	(void)state;
	syn();
	put(&server, &client, TCP_RST | TCP_ACK, 0, client.next + 7000000, "",
	    0);
	put(&server, &client, TCP_RST, client.next, 0, "", 0);
	reset(&client, &server, 0);
	pass(3 * SECOND);
	assert_string_equal(told, "+");
	answer();
	assert_string_equal(told, "+a");
}

/* An ICMP error of a type about the client's SYN. */
static bool unreachable(uint8_t type, uint8_t code, uint32_t sequence,
			size_t cut)
{
	unsigned char bytes[100] = {0}, *ip = bytes + 8, *tcp;
	bool six = client.address.family == 6;
	struct datagram d = {.source = {4, {203, 0, 113, 1}, ""},
			     .target = client.address,
			     .protocol = six ? IP_PROTOCOL_ICMP6
					     : IP_PROTOCOL_ICMP};

	bytes[0] = type;
	bytes[1] = code;
	if (six) {
		ip[0] = 0x60;
		ip[6] = IP_PROTOCOL_TCP;
		memcpy(ip + 8, client.address.bytes, 16);
		memcpy(ip + 24, server.address.bytes, 16);
		tcp = ip + 40;
	} else {
		ip[0] = 0x46;	/* with 4 bytes of options */
		ip[9] = IP_PROTOCOL_TCP;
		memcpy(ip + 12, client.address.bytes, 4);
		memcpy(ip + 16, server.address.bytes, 4);
		tcp = ip + 24;
	}
	tcp[0] = (unsigned char)(client.port >> 8);
	tcp[1] = (unsigned char)client.port;
	tcp[3] = (unsigned char)server.port;
	for (int i = 0; i < 4; i++)
		tcp[4 + i] = (unsigned char)(sequence >> (24 - 8 * i));
	d.payload = cursor_over(bytes, (size_t)(tcp + 8 - bytes) - cut);
	d.length = d.payload.length;
	return flows_icmp(flows, &d, now);
}

static void an_error_answers(void **state)
{
	(void)state;
	syn();
	assert_false(unreachable(3, 1, client.next, 0));	/* another's */
	assert_false(unreachable(3, 4, client.next - 1, 0));
	assert_false(unreachable(0, 0, client.next - 1, 0));
	for (size_t cut = 1; cut < 40; cut++)
		assert_false(unreachable(3, 1, client.next - 1, cut));
	assert_true(unreachable(3, 1, client.next - 1, 0));
	assert_string_equal(told, "+unreachable.");
	assert_false(unreachable(3, 1, client.next - 1, 0));
	now += SECOND;
	client.next--;
	syn();
	assert_string_equal(told, "+unreachable.");
	client.port++;
	syn();
	assert_true(unreachable(11, 0, client.next - 1, 0));
	assert_string_equal(told, "+unreachable.+unreachable.");
}

static void an_error_of_ipv6_answers(void **state)
{
	(void)state;
	client.address = (struct address){6, {0x20, 1, 13, 0xb8, 1}, ""};
	server.address = (struct address){6, {0x20, 1, 13, 0xb8, 2}, ""};
	syn();
	assert_false(unreachable(3, 0, client.next - 1, 0));
	assert_false(unreachable(2, 0, client.next - 1, 0));
	assert_true(unreachable(1, 4, client.next - 1, 0));
	assert_string_equal(told, "+unreachable.");
}

static void an_error_later_ends_nothing(void **state)
{
	(void)state;
	open_both();
	assert_false(unreachable(3, 1, client.next - 1, 0));
	end_capture("+acut.");
}

static void ports_that_are_used_again(void **state)
{
	(void)state;
	open_both();
	say(&server, &client, "220\n");
	client.next += 5000000;
	server.next += 9000000;
	syn();
	answer();
	say(&server, &client, "220\n");
	assert_string_equal(told, "+as:220\n cut.+as:220\n ");
	/* After the end, too. */
	finish(&server, &client);
	finish(&client, &server);
	client.next += 5000000;
	syn();
	end_capture("+as:220\n cut.+as:220\n closed.+cut.");
}

static void both_dial_at_once(void **state)
{
	(void)state;
	syn();
	put(&server, &client, TCP_SYN, server.next++, 0, "", 0);
	put(&client, &server, TCP_SYN | TCP_ACK, client.next - 1, server.next,
	    "", 0);
	put(&server, &client, TCP_SYN | TCP_ACK, server.next - 1, client.next,
	    "", 0);
	say(&client, &server, "hello");
	say(&server, &client, "220\n");
	end_capture("+ac:hello s:220\n cut.");
	assert_int_equal(last.syns, 1);
}

static void a_half_open_connection(void **state)
{
	(void)state;
	/* The server remembers another; the client tears it down. */
	syn();
	put(&server, &client, TCP_ACK, 5, 4000000, "", 0);
	put(&client, &server, TCP_RST, 4000000, 0, "", 0);
	assert_string_equal(told, "+");
	now += SECOND;
	client.next--;
	syn();
	answer();
	say(&server, &client, "220\n");
	end_capture("+as:220\n cut.");
	assert_int_equal(last.syns, 2);
}

static void half_closed_then_silent(void **state)
{
	(void)state;
	open_both();
	finish(&client, &server);
	pass(FLOW_SILENCE - SECOND);
	assert_string_equal(told, "+a");
	say(&server, &client, "421\n");
	pass(FLOW_SILENCE - SECOND);
	assert_string_equal(told, "+as:421\n ");
	pass(2 * SECOND);
	assert_string_equal(told, "+as:421\n silent.");
	assert_true(last.sides[SIDE_CLIENT].sent_fin);
	assert_false(last.sides[SIDE_SERVER].sent_fin);
}

static void bytes_that_follow_the_fins(void **state)
{
	(void)state;
	open_both();
	put(&server, &client, TCP_ACK | TCP_FIN, server.next + 4, client.next,
	    "bye\n", 4);
	finish(&client, &server);
	assert_string_equal(told, "+a");
	put(&server, &client, TCP_ACK, server.next, client.next, "220\n", 4);
	assert_string_equal(told, "+as:220\n s:bye\n closed.");
}

static void fins_without_all_bytes(void **state)
{
	(void)state;
	open_both();
	put(&server, &client, TCP_ACK | TCP_FIN, server.next + 4, client.next,
	    "bye\n", 4);
	finish(&client, &server);
	pass(3 * SECOND);
	assert_string_equal(told, "+as<4> s:bye\n closed.");
}

static void what_the_capture_lost(void **state)
{
	(void)state;
	open_both();
	server.next += 7;
	say(&client, &server, "EHLO\n");
	say(&server, &client, "");
	/* What answers it comes after the gap. */
	assert_string_equal(told, "+as<7> c:EHLO\n ");
	server.next += 9;
	say(&client, &server, "");
	say(&client, &server, "MAIL\n");
	assert_string_equal(told, "+as<7> c:EHLO\n ");
	say(&server, &client, "");
	assert_string_equal(told, "+as<7> c:EHLO\n s<9> c:MAIL\n ");
	/* The client goes on, or the capture ends. */
	server.next += 3;
	say(&client, &server, "RCPT\n");
	say(&client, &server, "DATA\n");
	server.next += 4;
	say(&client, &server, "QUIT\n");
	end_capture("+as<7> c:EHLO\n s<9> c:MAIL\n s<3> c:RCPT\n "
		    "c:DATA\n s<4> c:QUIT\n cut.");
}

static void what_the_capture_has_in_the_wrong_order(void **state)
{
	(void)state;
	open_both();
	server.next += 4;
	say(&client, &server, "EHLO\n");
	client.next -= 5;
	say(&client, &server, "EHLO\n");	/* and twice */
	server.next -= 4;
	say(&server, &client, "220\n");	/* once more, as it seems */
	assert_string_equal(told, "+as:220\n c:EHLO\n ");
	/* A bare acknowledgement, twice. */
	server.next += 4;
	say(&client, &server, "");
	say(&client, &server, "");
	server.next -= 4;
	say(&server, &client, "250\n");
	/* In two halves. */
	server.next += 8;
	say(&client, &server, "QUIT\n");
	server.next -= 8;
	client.next -= 5;	/* they know nothing of it */
	say(&server, &client, "251-");
	assert_string_equal(told, "+as:220\n c:EHLO\n s:250\n s:251- ");
	say(&server, &client, "252\n");
	client.next += 5;
	finish(&server, &client);
	finish(&client, &server);
	end_capture("+as:220\n c:EHLO\n s:250\n s:251- s:252\n c:QUIT\n "
		    "closed.");
}

static void the_end_of_the_capture_tells_what_waits(void **state)
{
	(void)state;
	open_both();
	put(&server, &client, TCP_ACK, server.next + 4, client.next, "250\n",
	    4);
	server.next += 20;
	say(&client, &server, "");
	end_capture("+as<4> s:250\n s<12> cut.");
	/* A FIN that was lost is no byte. */
	start(state);
	open_both();
	server.next++;
	say(&client, &server, "");
	say(&client, &server, "");
	end_capture("+acut.");
}

static void bytes_beyond_the_snap_length(void **state)
{
	(void)state;
	open_both();
	put(&server, &client, TCP_ACK, server.next, client.next, "220", 40);
	server.next += 40;
	say(&server, &client, "250\n");
	end_capture("+as:220 s<37> s:250\n cut.");
}

static void copies_that_differ(void **state)
{
	(void)state;
	open_both();
	say(&server, &client, "250-STARTTLS\n");
	put(&server, &client, TCP_ACK, server.next - 13, client.next,
	    "250-XXXXXXXX\n", 13);
	end_capture("+as:250-STARTTLS\n s! cut.");
}

static void damaged_segments(void **state)
{
	static const uint8_t flags[] = {0, TCP_FIN, TCP_SYN | TCP_FIN,
					TCP_SYN | TCP_RST | TCP_ACK, 0x28};

	(void)state;
	for (size_t i = 0; i < sizeof(flags); i++)
		put(&client, &server, flags[i], 1, 1, "x", 1);
	assert_int_equal(flows_counts(flows).damaged, 5);
	assert_string_equal(told, "");
}

static void an_ordinary_reset(void **state)
{
	(void)state;
	talk();
	reset(&server, &client, 0);
	assert_string_equal(told, "");
	pass(3 * SECOND);
	assert_string_equal(told, "reset.");
	assert_int_equal(last.reset_from, SIDE_SERVER);
	/* Still nobody's connection. */
	say(&client, &server, "");
	reset(&server, &client, 0);
	assert_string_equal(told, "reset.");
}

static void resets_of_a_closed_socket(void **state)
{
	uint32_t before;

	(void)state;
	/* The server says good-bye and closes; each of the client's segments
	 * that were on their way is answered with what it acknowledges. */
	talk();
	before = server.next;
	say(&server, &client, "221\n");
	finish(&server, &client);
	put(&client, &server, TCP_ACK, client.next, before, "NOOP\n", 5);
	put(&client, &server, TCP_ACK, client.next + 5, before + 4, "NOOP\n",
	    5);
	server.id_step = 0;
	server.id = 0;
	put(&server, &client, TCP_RST, before, 0, "", 0);
	put(&server, &client, TCP_RST, before + 4, 0, "", 0);
	pass(3 * SECOND);
	assert_string_equal(told, "s:221\n c:NOOP\n c:NOOP\n reset.");
}

static void a_reset_after_lost_bytes(void **state)
{
	(void)state;
	talk();
	put(&server, &client, TCP_ACK, server.next + 10, client.next, "250\n",
	    4);
	reset(&server, &client, 30);
	pass(3 * SECOND);
	assert_string_equal(told, "s<10> s:250\n reset.");
}

static void a_reset_with_another_ttl(void **state)
{
	static const struct {
		uint8_t ttl;
		const char *want;
	} cases[] = {
		{57, "reset."},	     {55, "reset."}, {59, "reset."},
		{64, "reset+ttl."},  {45, "reset+ttl."},
		{121, "reset."},	/* 7 hops, as 57 is */
		{248, "reset."},
		{128, "reset+ttl."}, {255, "reset+ttl."},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start(state);
		talk();
		server.ttl = cases[i].ttl;
		reset(&server, &client, 0);
		assert_string_equal(told, "");
		end_capture(cases[i].want);
		assert_int_equal(last.reset_ttl, cases[i].ttl);
		assert_int_equal(last.sides[SIDE_SERVER].ttl, 57);
	}
	start(state);
}

static void a_reset_with_another_id(void **state)
{
	static const struct {
		uint16_t step;
		uint16_t id;
		const char *want;
	} cases[] = {
		{1, 0, "reset."},	{1, 60000, "reset+id."},
		{1, 9900, "reset."},	{3, 30000, "reset+id."},
		{0, 30000, "reset."},	{20011, 300, "reset."},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start(state);
		server.id_step = cases[i].step;
		talk();
		server.id = cases[i].id;
		reset(&server, &client, 0);
		end_capture(cases[i].want);
	}
	start(state);
}

static void ids_go_on_while_nothing_is_sent(void **state)
{
	static const struct {
		int64_t wait;
		uint16_t ahead;
		const char *want;
	} cases[] = {
		{0, 5000, "reset+id."},	     {SECOND, 5000, "reset."},
		{SECOND, 9000, "reset+id."}, {SECOND, 60000, "reset."},
		{5 * SECOND, 32767, "reset+id."},
		{9 * SECOND, 32767, "reset."},
		{-SECOND, 32767, "reset."},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start(state);
		talk();
		now += cases[i].wait;
		server.id = (uint16_t)(server.id + cases[i].ahead);
		reset(&server, &client, 0);
		end_capture(cases[i].want);
	}
	start(state);
}

static void ids_that_are_all_zero_say_nothing(void **state)
{
	(void)state;
	server.id = server.id_step = 0;
	talk();
	server.id = 30000;
	reset(&server, &client, 0);
	end_capture("reset.");
}

static void a_reset_with_another_number(void **state)
{
	static const struct {
		uint32_t ahead;
		const char *want;
	} cases[] = {
		{0, "reset."},
		{2000, "reset+sequence."},
		/* Its receiver believes none of these. */
		{(uint32_t)-2, "cut+sequence."},
		{1000000, "cut+sequence."},
		{0x70000000, "cut+sequence."},
		/* What the receiver acknowledged a little earlier. */
		{(uint32_t)-4, "reset."},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start(state);
		talk();
		reset(&server, &client, cases[i].ahead);
		end_capture(cases[i].want);
		assert_int_equal(last.reset_from, SIDE_SERVER);
	}
	start(state);
}

static void a_reset_whose_sender_goes_on(void **state)
{
	(void)state;
	talk();
	reset(&server, &client, 0);
	say(&server, &client, "250\n");
	pass(3 * SECOND);
	assert_string_equal(told, "s:250\n reset+data-after.");
}

static void bytes_that_a_reset_overtook(void **state)
{
	(void)state;
	talk();
	/* Sent before, and the RST knows of them. */
	reset(&server, &client, 4);
	say(&server, &client, "250\n");
	pass(3 * SECOND);
	assert_string_equal(told, "s:250\n reset+sequence.");
	/* Nor does a retransmission say anything. */
	start(state);
	talk();
	reset(&server, &client, 0);
	put(&server, &client, TCP_ACK, server.next - 4, client.next, "250\n",
	    4);
	say(&client, &server, "QUIT\n");
	pass(3 * SECOND);
	assert_string_equal(told, "c:QUIT\n reset.");
}

static void a_reset_that_nobody_believes(void **state)
{
	(void)state;
	talk();
	reset(&server, &client, 0);
	say(&server, &client, "250\n");
	say(&client, &server, "QUIT\n");
	pass(10 * SECOND);
	say(&server, &client, "221\n");
	finish(&server, &client);
	finish(&client, &server);
	assert_string_equal(told, "s:250\n c:QUIT\n s:221\n "
				  "closed+data-after.");
	assert_int_equal(last.reset_from, SIDE_SERVER);
}

static void several_resets(void **state)
{
	(void)state;
	talk();
	reset(&server, &client, 0);
	reset(&server, &client, 1460);
	reset(&server, &client, 4380);
	pass(3 * SECOND);
	assert_string_equal(told, "reset+several.");
	/* In vain. */
	start(state);
	talk();
	reset(&server, &client, 0);
	reset(&server, &client, 1460);
	say(&server, &client, "250\n");
	pass(3 * SECOND);
	assert_string_equal(told, "s:250\n reset+data-after+several.");
	/* The same one again. */
	start(state);
	talk();
	reset(&server, &client, 0);
	reset(&server, &client, 0);
	pass(3 * SECOND);
	assert_string_equal(told, "reset.");
}

/* Sends each packet on a second interface as well, a hop later. */
static void repeat(struct host *host, const struct host *to, uint8_t flags,
		   const char *text)
{
	size_t length = strlen(text);

	for (int i = 0; i < 2; i++) {
		put(host, to, flags, host->next, to->next, text, length);
		host->interface = host->vlan = (unsigned int)!i;
		host->ttl = (uint8_t)(i ? host->ttl + 9 : host->ttl - 9);
		host->id = (uint16_t)(i ? host->id : host->id - 1);
	}
	host->next += (uint32_t)length + !!(flags & (TCP_FIN | TCP_SYN));
}

static void everything_seen_twice(void **state)
{
	(void)state;
	repeat(&client, &server, TCP_SYN, "");
	repeat(&server, &client, TCP_SYN | TCP_ACK, "");
	repeat(&server, &client, TCP_ACK, "220\n");
	repeat(&client, &server, TCP_ACK, "EHLO\n");
	repeat(&server, &client, TCP_ACK, "250\n");
	repeat(&client, &server, TCP_ACK, "DATA\n");
	repeat(&server, &client, TCP_ACK, "354\n");
	repeat(&server, &client, TCP_RST | TCP_ACK, "");
	end_capture("+as:220\n c:EHLO\n s:250\n c:DATA\n s:354\n reset.");
	assert_int_equal(last.syns, 1);
	assert_int_equal(last.sides[SIDE_SERVER].ttl, 57);
	assert_int_equal(last.reset_ttl, 57);
}

static void the_oldest_goes_first(void **state)
{
	struct flow_counts counts;

	(void)state;
	client.port = 1024;
	open_both();
	for (uint16_t i = 1; i < FLOW_MAX; i++) {
		client.port = (uint16_t)(1024 + i);
		client.next++;
		open_both();
	}
	assert_int_equal(ended, 0);
	client.port = 1024;
	say(&client, &server, "x\n");	/* the second is now the oldest */
	client.port = 1024 + FLOW_MAX;
	syn();
	assert_int_equal(ended, 1);
	assert_int_equal(last.sides[SIDE_CLIENT].port, 1025);
	counts = flows_counts(flows);
	assert_int_equal(counts.evicted, 1);
}

static void what_is_over_goes_before_the_oldest(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < FLOW_MAX; i++) {
		client.port = (uint16_t)(1024 + i);
		open_both();
	}
	finish(&client, &server);
	finish(&server, &client);
	assert_int_equal(ended, 1);
	client.port++;
	syn();
	assert_int_equal(ended, 1);
	assert_int_equal(flows_counts(flows).evicted, 0);
}

static void times_that_are_absurd(void **state)
{
	static const int64_t times[] = {INT64_MAX, INT64_MIN, 0, INT64_MAX,
					-1, 1, INT64_MIN + 1};

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		now = times[i] > 0 ? times[i] - 10 * MS : times[i];
		client.port++;
		open_both();
		say(&server, &client, "220\n");
	}
	flows_tick(flows, INT64_MIN);
	flows_tick(flows, INT64_MAX);
	assert_int_equal(opened, 7);
}

static void lost_memory_loses_no_connection(void **state)
{
	(void)state;
	open_both();
	allocations_left = 0;
	server.next += 7;
	say(&client, &server, "EHLO\n");
	assert_string_equal(told, "+ac:EHLO\n ");
	say(&client, &server, "MAIL\n");
	assert_string_equal(told, "+ac:EHLO\n c:MAIL\n ");
	told[0] = '\0';
	put(&server, &client, TCP_ACK, server.next + 4, client.next, "250\n",
	    4);
	put(&server, &client, TCP_ACK, server.next, client.next, "220\n", 4);
	server.next += 8;
	say(&server, &client, "354\n");
	assert_string_equal(told, "s<11> s:250\n s:354\n ");
	assert_int_equal(flows_counts(flows).bytes_dropped, 11);
}

static void without_memory_for_more_the_oldest_goes(void **state)
{
	uint64_t evicted;

	(void)state;
	allocations_left = 0;
	for (int i = 0; i < FLOW_MAX; i++) {
		client.port++;
		open_both();
		assert_int_equal(opened, i + 1);
	}
	evicted = flows_counts(flows).evicted;
	assert_in_range(evicted, 1, FLOW_MAX - 1);
	allocations_left = -1;
	client.port++;
	open_both();
	assert_int_equal(flows_counts(flows).evicted, evicted);
}

static void a_table_needs_memory(void **state)
{
	static const uint16_t port = 25;

	(void)state;
	for (int n = 0; n < 2; n++) {
		allocations_left = n;
		assert_null(flows_new(&port, 1, &sink));
	}
	allocations_left = -1;
	flows_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_connection_from_syn_to_fin),
		TEST(ipv6_has_connections_too),
		TEST(seen_from_the_middle),
		TEST(a_lost_syn_or_answer),
		TEST(who_serves_where_both_are_watched),
		TEST(no_answer),
		TEST(no_answer_by_the_packets_of_others),
		TEST(a_capture_that_ends_early),
		TEST(copies_of_a_syn_are_one),
		TEST(refused),
		TEST(a_server_that_starts_after_a_refusal),
		TEST(a_refusal_that_the_server_knows_nothing_of),
		TEST(a_refusal_has_to_fit_the_syn),
		TEST(an_error_answers),
		TEST(an_error_of_ipv6_answers),
		TEST(an_error_later_ends_nothing),
		TEST(ports_that_are_used_again),
		TEST(both_dial_at_once),
		TEST(a_half_open_connection),
		TEST(half_closed_then_silent),
		TEST(bytes_that_follow_the_fins),
		TEST(fins_without_all_bytes),
		TEST(what_the_capture_lost),
		TEST(what_the_capture_has_in_the_wrong_order),
		TEST(the_end_of_the_capture_tells_what_waits),
		TEST(bytes_beyond_the_snap_length),
		TEST(copies_that_differ),
		TEST(damaged_segments),
		TEST(an_ordinary_reset),
		TEST(resets_of_a_closed_socket),
		TEST(a_reset_after_lost_bytes),
		TEST(a_reset_with_another_ttl),
		TEST(a_reset_with_another_id),
		TEST(ids_go_on_while_nothing_is_sent),
		TEST(ids_that_are_all_zero_say_nothing),
		TEST(a_reset_with_another_number),
		TEST(a_reset_whose_sender_goes_on),
		TEST(bytes_that_a_reset_overtook),
		TEST(a_reset_that_nobody_believes),
		TEST(several_resets),
		TEST(everything_seen_twice),
		TEST(the_oldest_goes_first),
		TEST(what_is_over_goes_before_the_oldest),
		TEST(times_that_are_absurd),
		TEST(lost_memory_loses_no_connection),
		TEST(without_memory_for_more_the_oldest_goes),
		TEST(a_table_needs_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
