/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/control/control_table.h"

#include <stdio.h>
#include <string.h>

#include "unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SECOND INT64_C(1000000000)

/* A packet by hand: what stands where is written down a second time here. */
struct packet {
	uint8_t bytes[400];
	size_t length;
};

static void put16(struct packet *p, size_t at, unsigned int value)
{
	p->bytes[at] = (uint8_t)(value >> 8);
	p->bytes[at + 1] = (uint8_t)value;
}

static void put32(struct packet *p, size_t at, uint32_t value)
{
	put16(p, at, value >> 16);
	put16(p, at + 2, value & 0xffff);
}

static struct packet packet(unsigned int number, uint8_t sequence,
			    uint8_t acknowledged)
{
	struct packet p = {{0}, 172};

	put32(&p, 0, 0x0a000000);
	put32(&p, 8, 0x01020304);
	p.bytes[12] = acknowledged;
	p.bytes[16] = sequence;
	memcpy(p.bytes + 24, "RWSP", 4);
	put16(&p, 36, number);
	return p;
}

static struct packet hello(unsigned int number)
{
	static const char names[] = "alice\0\1msexcimc\0MAIL1";
	struct packet p = packet(number, 0, 0);

	memcpy(p.bytes + 220, names, sizeof(names));
	p.length = 220 + sizeof(names);
	return p;
}

static struct packet bind_to(unsigned int port, uint8_t sequence)
{
	struct packet p = packet(0x0704, sequence, 0);

	put32(&p, 56, 0);
	put16(&p, 60, port);
	memcpy(p.bytes + 156, "msexcimc", 9);
	return p;
}

static struct packet bind_ack(uint32_t id, unsigned int port, uint8_t sequence,
			      uint8_t acknowledged)
{
	struct packet p = packet(0x0706, sequence, acknowledged);

	put32(&p, 44, id);
	put16(&p, 58, port);
	put32(&p, 60, 0xc6336401);
	return p;
}

static struct packet tcp_bind(uint32_t id, unsigned int port)
{
	struct packet p = packet(0x0707, 9, 0);

	put32(&p, 44, id);
	put16(&p, 60, port);
	return p;
}

static struct packet tcp_bind_ack(uint32_t id, unsigned int port)
{
	struct packet p = packet(0x0708, 9, 9);

	put32(&p, 44, id);
	put16(&p, 60, 1500);
	put16(&p, 66, port);
	put32(&p, 68, 0xc6336401);
	return p;
}

static struct packet resolve(const char *name)
{
	struct packet p = packet(0x070d, 3, 0);

	p.bytes[38] = (uint8_t)(strlen(name) + 1);
	memcpy(p.bytes + 56, name, strlen(name) + 1);
	return p;
}

static struct packet resolved(uint8_t offset, uint32_t address)
{
	struct packet p = packet(0x070f, 3, 3);

	p.bytes[38] = offset;
	put32(&p, 52u + offset, address);
	return p;
}

static struct packet endpoint(unsigned int number, unsigned int port)
{
	struct packet p = packet(number, 4, 0);

	put16(&p, 58, port);
	put32(&p, 60, 0xc0000219);
	put16(&p, 72, 1600);
	put16(&p, 76, 25);
	put32(&p, 78, 0xc6336402);
	return p;
}

static struct control_message parse(const struct packet *p, bool from_server)
{
	struct control_message m;

	assert_int_equal(control_parse(p->bytes, p->length, from_server, &m),
			 0);
	return m;
}

static void assert_address(const struct address *address, const char *text)
{
	char buffer[ADDRESS_TEXT];

	if (!text) {
		assert_int_equal(address->family, 0);
		return;
	}
	assert_int_equal(address->family, 4);
	assert_string_equal(address_format(address, buffer), text);
}

static void reads_names(void **state)
{
	struct packet p = hello(0x05ff);
	struct control_message m = parse(&p, false);

	(void)state;
	assert_int_equal(m.command, CONTROL_HELLO);
	assert_string_equal(m.user, "alice");
	assert_string_equal(m.program, "msexcimc");
	assert_string_equal(m.computer, "MAIL1");
	p = hello(0x1000);
	m = parse(&p, false);
	assert_int_equal(m.command, CONTROL_USER_INFO);
	assert_string_equal(m.computer, "MAIL1");
	p.bytes[220] = '\033';
	memset(p.bytes + 229, 0xc3, 150);
	p.length = 380;
	m = parse(&p, false);
	assert_string_equal(m.user, "\\x1blice");
	assert_int_equal(strlen(m.program), CONTROL_TEXT - 1);
	assert_string_equal(m.computer, "");
}

static void reads_bodies(void **state)
{
	struct packet p = bind_to(25, 1);
	struct control_message m = parse(&p, false);

	(void)state;
	assert_int_equal(m.command, CONTROL_BIND);
	assert_address(&m.address, "0.0.0.0");
	assert_int_equal(m.port, 25);
	assert_string_equal(m.program, "msexcimc");
	p = tcp_bind_ack(7, 25);
	m = parse(&p, true);
	assert_int_equal(m.command, CONTROL_TCP_BIND_ACK);
	assert_int_equal(m.bind_id, 7);
	assert_int_equal(m.port, 1500);
	assert_address(&m.address, NULL);
	assert_int_equal(m.external_port, 25);
	assert_address(&m.external, "198.51.100.1");
	p = resolve("mail.example.com");
	m = parse(&p, false);
	assert_string_equal(m.name, "mail.example.com");
	p = resolved(20, 0xc0000201);
	m = parse(&p, true);
	assert_address(&m.address, "192.0.2.1");
	p = resolved(255, 1);
	p.length = 52 + 255 + 3;
	m = parse(&p, true);
	assert_address(&m.address, NULL);
}

static void tells_directions(void **state)
{
	static const struct {
		unsigned int number;
		enum control_command client;
		enum control_command server;
	} numbers[] = {
		{0x1000, CONTROL_USER_INFO, CONTROL_HELLO_ACK},
		{0x1042, CONTROL_UNKNOWN, CONTROL_HELLO_ACK},
		{0x0400, CONTROL_UNKNOWN, CONTROL_USER_INFO_ACK},
		{0x0406, CONTROL_LISTEN, CONTROL_REFUSED},
		{0x042c, CONTROL_CONNECTED, CONTROL_REFUSED},
		{0x4700, CONTROL_AUTHENTICATION, CONTROL_REFUSED},
		{0x4714, CONTROL_UNKNOWN, CONTROL_CHALLENGE},
		{0x4716, CONTROL_UNKNOWN, CONTROL_AUTHENTICATION_FAILED},
		{0x0701, CONTROL_UNKNOWN, CONTROL_ADDRESS_IN_USE},
		{0x251e, CONTROL_SESSION_END, CONTROL_UNKNOWN},
		{0xffff, CONTROL_UNKNOWN, CONTROL_UNKNOWN},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct packet p = packet(numbers[i].number, 0, 0);

		assert_int_equal(parse(&p, false).command, numbers[i].client);
		assert_int_equal(parse(&p, true).command, numbers[i].server);
	}
}

static void takes_cut_packets(void **state)
{
	struct packet p = hello(0x0500);
	struct control_message m;

	(void)state;
	for (size_t n = 0; n <= p.length; n++)
		assert_int_equal(control_parse(p.bytes, n, false, &m),
				 n < 38 ? -22 : 0);
	p.bytes[24] = 'r';
	assert_int_equal(control_parse(p.bytes, p.length, false, &m), -22);
}

/* What the table told, a line for each. */
static char told[4096];

static void on_outcome(void *user, const struct control_request *r)
{
	static const char *const outcomes[] = {
		[CONTROL_GRANTED] = "granted",
		[CONTROL_IN_USE] = "in use",
		[CONTROL_REFUSED_OUTRIGHT] = "refused",
		[CONTROL_NOT_AUTHENTICATED] = "not authenticated",
		[CONTROL_NO_ANSWER] = "no answer",
		[CONTROL_UNRESOLVED] = "unresolved",
	};
	size_t length = strlen(told);
	int n;

	(void)user;
	n = snprintf(told + length, sizeof(told) - length,
		     "%s %u%s %s by %s, %u of %s%s%s\n",
		     control_name(r->request), r->port, r->name,
		     outcomes[r->outcome], control_name(r->answer), r->asked,
		     r->program, r->external.family ? " given " : "",
		     r->external.family ? "address" : "");
	assert_true(n > 0 && (size_t)n < sizeof(told) - length);
	assert_int_equal(r->answer_time == INT64_MIN,
			 r->outcome == CONTROL_NO_ANSWER);
}

static struct control_table *start(void)
{
	struct control_table *table = control_table_new(on_outcome, NULL);

	assert_non_null(table);
	told[0] = '\0';
	return table;
}

static const struct address client = {4, {192, 0, 2, 9}, ""};
static const struct address proxy = {4, {192, 0, 2, 1}, ""};

/* From one port of a client, at a second. */
static void asks_from(struct control_table *table, uint16_t port,
		      struct packet p, int64_t second)
{
	assert_int_equal(control_table_packet(table, &client, port, &proxy,
					      1745, second * SECOND, p.bytes,
					      p.length),
			 0);
}

static void answers_to(struct control_table *table, uint16_t port,
		       struct packet p, int64_t second)
{
	assert_int_equal(control_table_packet(table, &proxy, 1745, &client,
					      port, second * SECOND, p.bytes,
					      p.length),
			 0);
}

static void asks(struct control_table *table, struct packet p, int64_t second)
{
	asks_from(table, 1025, p, second);
}

static void answers(struct control_table *table, struct packet p,
		    int64_t second)
{
	answers_to(table, 1025, p, second);
}

static void grants_binds(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, hello(0x0500), 1);
	answers(table, packet(0x1000, 0, 0), 1);
	asks(table, hello(0x1000), 2);
	answers(table, packet(0x0400, 1, 0), 2);
	assert_string_equal(told, "");
	asks(table, bind_to(25, 2), 3);
	asks(table, bind_to(25, 2), 4);
	answers(table, bind_ack(7, 25, 2, 2), 4);
	asks(table, tcp_bind(7, 25), 5);
	answers(table, bind_ack(7, 25, 2, 2), 5);
	assert_string_equal(told, "");
	answers(table, tcp_bind_ack(7, 25), 5);
	answers(table, tcp_bind_ack(7, 25), 6);
	control_table_tick(table, 100 * SECOND);
	control_table_free(table);
	assert_string_equal(told, "bind 25 granted by TCP bind acknowledged, 2"
				  " of msexcimc given address\n");
}

static void tells_several_binds_apart(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, bind_to(25, 2), 1);
	asks(table, bind_to(993, 3), 1);
	asks(table, bind_to(995, 4), 1);
	answers(table, bind_ack(9, 993, 5, 3), 2);
	answers(table, bind_ack(8, 25, 6, 2), 2);
	answers(table, packet(0x0701, 7, 4), 2);
	assert_string_equal(told, "bind 995 in use by address in use, 1 of "
				  "msexcimc\n");
	told[0] = '\0';
	asks(table, tcp_bind(8, 25), 3);
	asks(table, tcp_bind(9, 993), 3);
	answers(table, tcp_bind_ack(9, 993), 4);
	control_table_tick(table, 20 * SECOND);
	assert_string_equal(told,
			    "bind 993 granted by TCP bind acknowledged, 1 of "
			    "msexcimc given address\n"
			    "bind 25 no answer by unknown, 1 of msexcimc given "
			    "address\n");
	control_table_free(table);
}

static void tells_refusals(void **state)
{
	static const struct {
		unsigned int asked;
		unsigned int answered;
		const char *told;
	} cases[] = {
		{0x0704, 0x0701, "bind 25 in use by address in use, 1 of \n"},
		{0x0704, 0x0804,
		 "bind 25 not authenticated by bind denied, 1 of \n"},
		{0x0704, 0x0412, "bind 25 refused by refused, 1 of \n"},
		{0x071e, 0x081e,
		 "connect 25 not authenticated by connect denied, 1 of \n"},
		{0x071e, 0x4001, "connect 25 refused by refused, 1 of \n"},
		{0x071e, 0x0703, "connect 25 granted by connect acknowledged, "
				 "1 of  given address\n"},
		{0x0406, 0x0701, "listen 25 in use by address in use, 1 of \n"},
		{0x0406, 0x0709,
		 "listen 25 granted by bind info, 1 of  given address\n"},
		{0x4700, 0x4715,
		 "authentication 0 granted by authenticated, 1 of \n"},
		{0x4700, 0x4716, "authentication 0 not authenticated by "
				 "authentication failed, 1 of \n"},
		{0x0500, 0x0412, "hello 0 refused by refused, 1 of \n"},
		{0x0704, 0x0703, ""},
		{0x071e, 0x0701, ""},
		{0x0704, 0xffff, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct control_table *table = start();
		struct packet p = endpoint(cases[i].asked, 25);

		if (cases[i].asked == 0x0704)
			put16(&p, 60, 25);
		else if (cases[i].asked == 0x4700 || cases[i].asked == 0x0500)
			p = packet(cases[i].asked, 4, 0);
		asks(table, p, 1);
		answers(table, endpoint(cases[i].answered, 77), 2);
		assert_string_equal(told, cases[i].told);
		control_table_free(table);
	}
}

static void authenticates_in_steps(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, packet(0x4700, 0, 0), 1);
	answers(table, packet(0x4714, 0, 0), 8);
	control_table_tick(table, 15 * SECOND);
	assert_string_equal(told, "");
	asks(table, packet(0x4701, 0, 0), 16);
	answers(table, packet(0x4716, 0, 0), 17);
	answers(table, packet(0x4716, 0, 0), 18);
	assert_string_equal(told, "authentication 0 not authenticated by "
				  "authentication failed, 1 of \n");
	control_table_free(table);
}

static void resolves(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, resolve("a.example"), 1);
	answers(table, resolved(4, 0xc0000201), 2);
	asks(table, resolve("b.example"), 3);
	answers(table, packet(0x070f, 5, 3), 4);
	asks(table, resolve("c.example"), 5);
	control_table_tick(table, 15 * SECOND);
	assert_null(strstr(told, "c.example"));
	control_table_tick(table, 16 * SECOND);
	answers(table, resolved(4, 0xc0000201), 17);
	control_table_free(table);
	assert_string_equal(
		told,
		"resolve 0a.example granted by resolve acknowledged, 1 of  "
		"given address\n"
		"resolve 0b.example unresolved by resolve acknowledged, 1 of  "
		"given address\n"
		"resolve 0c.example no answer by unknown, 1 of \n");
}

/* Without a request there is nothing to tell; without a session neither. */
static void ignores_answers_alone(void **state)
{
	struct control_table *table = start();

	(void)state;
	answers(table, bind_ack(7, 25, 1, 1), 1);
	answers(table, packet(0x0701, 1, 1), 1);
	asks(table, packet(0x042c, 0, 0), 2);
	answers(table, packet(0x0701, 1, 1), 2);
	control_table_free(table);
	assert_string_equal(told, "");
}

static void keeps_sessions_apart(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks_from(table, 1025, bind_to(25, 0), 1);
	asks_from(table, 1026, bind_to(26, 0), 1);
	answers_to(table, 1026, packet(0x0701, 0, 0), 2);
	assert_string_equal(told, "bind 26 in use by address in use, 1 of "
				  "msexcimc\n");
	told[0] = '\0';
	asks_from(table, 1025, packet(0x251e, 0, 0), 3);
	assert_string_equal(told, "bind 25 no answer by unknown, 1 of "
				  "msexcimc\n");
	control_table_free(table);
}

static void waits_for_late_answers_no_longer(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, bind_to(25, 0), 1);
	asks(table, bind_to(25, 0), 5);
	answers(table, packet(0x0701, 0, 0), 16);
	answers(table, packet(0x0701, 0, 0), 17);
	control_table_free(table);
	assert_string_equal(told, "bind 25 no answer by unknown, 2 of "
				  "msexcimc\n");
}

static void grants_first_steps_alone(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, bind_to(25, 0), 1);
	answers(table, bind_ack(7, 25, 0, 0), 2);
	control_table_tick(table, 11 * SECOND);
	assert_string_equal(told, "");
	control_table_tick(table, 13 * SECOND);
	assert_string_equal(told, "bind 25 granted by bind acknowledged, 1 of "
				  "msexcimc given address\n");
	control_table_free(table);
}

/* The same packet again: of an answer that was given, or one to what was
 * asked after it. */
static void tells_copies_from_answers(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks(table, endpoint(0x071e, 25), 1);
	asks(table, endpoint(0x071e, 26), 1);
	answers(table, packet(0x081e, 7, 4), 2);
	answers(table, packet(0x081e, 7, 4), 3);
	assert_string_equal(told, "connect 25 not authenticated by connect "
				  "denied, 1 of \n");
	told[0] = '\0';
	asks(table, bind_to(25, 1), 4);
	answers(table, packet(0x0701, 1, 1), 5);
	asks(table, bind_to(25, 1), 6);
	answers(table, packet(0x0701, 1, 1), 7);
	assert_string_equal(told, "bind 25 in use by address in use, 1 of "
				  "msexcimc\n"
				  "bind 25 in use by address in use, 1 of "
				  "msexcimc\n");
	told[0] = '\0';
	asks(table, bind_to(25, 1), 8);
	answers(table, bind_ack(7, 25, 0, 0), 8);
	asks(table, bind_to(26, 1), 9);
	answers(table, bind_ack(7, 25, 0, 0), 9);
	answers(table, packet(0x0701, 0, 0), 10);
	assert_string_equal(told, "bind 26 in use by address in use, 1 of "
				  "msexcimc\n");
	control_table_free(table);
}

/* Nothing is known to answer a listen: silence alone says nothing. */
static void judges_listens_with_care(void **state)
{
	struct control_table *table = start();
	struct packet p = endpoint(0x0406, 25);

	(void)state;
	asks(table, p, 1);
	control_table_tick(table, 20 * SECOND);
	assert_string_equal(told, "");
	asks(table, p, 21);
	answers(table, packet(0xffff, 1, 4), 22);
	control_table_tick(table, 40 * SECOND);
	assert_string_equal(told, "listen 25 granted by unknown, 1 of \n");
	told[0] = '\0';
	asks(table, p, 41);
	asks(table, p, 42);
	control_table_tick(table, 60 * SECOND);
	assert_string_equal(told, "listen 25 no answer by unknown, 2 of \n");
	control_table_free(table);
}

static void drops_the_oldest(void **state)
{
	struct control_table *table = start();

	(void)state;
	asks_from(table, 1, bind_to(1, 0), 1);
	asks_from(table, 2, bind_to(2, 0), 1);
	asks_from(table, 1, bind_to(1, 0), 2);
	for (uint16_t port = 3; port <= CONTROL_SESSIONS_MAX; port++)
		asks_from(table, port, packet(0x042c, 0, 0), 3);
	assert_string_equal(told, "");
	assert_int_equal(control_table_dropped(table), 0);
	asks_from(table, 5000, packet(0x042c, 0, 0), 3);
	assert_string_equal(told, "");
	assert_int_equal(control_table_dropped(table), 1);
	for (unsigned int port = 1; port < CONTROL_WAITING_MAX; port++)
		asks_from(table, 1, bind_to(100 + port, 0), 4);
	assert_string_equal(told, "");
	asks_from(table, 1, bind_to(99, 0), 4);
	assert_string_equal(told, "");
	assert_int_equal(control_table_dropped(table), 2);
	control_table_free(table);
	assert_null(strstr(told, "bind 1 no answer"));
	assert_non_null(strstr(told, "bind 99 no answer"));
}

static void count_outcome(void *user, const struct control_request *r)
{
	(void)r;
	++*(size_t *)user;
}

static void bounds_all_sessions(void **state)
{
	size_t count = 0;
	struct control_table *table = control_table_new(count_outcome, &count);

	(void)state;
	assert_non_null(table);
	for (uint16_t number = 0; number < CONTROL_WAITING_ALL + 3; number++)
		asks_from(table, (uint16_t)(1 + number / 16),
			  bind_to((uint16_t)(1 + number % 16), 0), 1);
	assert_int_equal(control_table_dropped(table), 3);
	assert_int_equal(count, 0);
	/* What has left makes room. */
	control_table_tick(table, 20 * SECOND);
	assert_int_equal(count, CONTROL_WAITING_ALL);
	asks_from(table, 1, bind_to(99, 0), 20);
	assert_int_equal(control_table_dropped(table), 3);
	control_table_free(table);
	assert_int_equal(count, CONTROL_WAITING_ALL + 1);
}

static void refuses_other_packets(void **state)
{
	struct control_table *table = start();
	struct packet p = bind_to(25, 0);

	(void)state;
	assert_int_equal(control_table_packet(table, &client, 1025, &proxy, 53,
					      1, p.bytes, p.length),
			 -22);
	p.bytes[24] = 0;
	assert_int_equal(control_table_packet(table, &client, 1025, &proxy,
					      1745, 1, p.bytes, p.length),
			 -22);
	control_table_free(table);
	control_table_free(NULL);
	assert_string_equal(told, "");
}

/* Times may be absurd. */
static void takes_any_time(void **state)
{
	struct control_table *table = start();
	struct packet p = bind_to(25, 0);

	(void)state;
	control_table_packet(table, &client, 1025, &proxy, 1745, INT64_MIN,
			     p.bytes, p.length);
	control_table_tick(table, INT64_MAX);
	assert_string_equal(told, "bind 25 no answer by unknown, 1 of "
				  "msexcimc\n");
	told[0] = '\0';
	control_table_packet(table, &client, 1025, &proxy, 1745, INT64_MAX,
			     p.bytes, p.length);
	control_table_tick(table, INT64_MIN);
	assert_string_equal(told, "");
	control_table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_names),
		cmocka_unit_test(reads_bodies),
		cmocka_unit_test(tells_directions),
		cmocka_unit_test(takes_cut_packets),
		cmocka_unit_test(grants_binds),
		cmocka_unit_test(tells_several_binds_apart),
		cmocka_unit_test(tells_refusals),
		cmocka_unit_test(authenticates_in_steps),
		cmocka_unit_test(resolves),
		cmocka_unit_test(ignores_answers_alone),
		cmocka_unit_test(keeps_sessions_apart),
		cmocka_unit_test(waits_for_late_answers_no_longer),
		cmocka_unit_test(grants_first_steps_alone),
		cmocka_unit_test(tells_copies_from_answers),
		cmocka_unit_test(judges_listens_with_care),
		cmocka_unit_test(drops_the_oldest),
		cmocka_unit_test(bounds_all_sessions),
		cmocka_unit_test(refuses_other_packets),
		cmocka_unit_test(takes_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
