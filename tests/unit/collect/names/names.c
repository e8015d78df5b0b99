/* SPDX-License-Identifier: BSD-2-Clause */
/* What the sources of names send and read. */
#include <errno.h>
#include <string.h>

#include "collect/names/dns_reply.h"
#include "collect/names/hosts.h"
#include "collect/names/netbios.h"
#include "collect/names/netbios_hear.h"
#include "collect/names/server.h"
#include "unit/unit.h"

/* --- Servers ------------------------------------------------------------- */

static void reads_servers(void **state)
{
	static const struct {
		const char *text;
		const char *read;	/* NULL: it is none */
	} cases[] = {
		{"192.0.2.1", "192.0.2.1:53"},
		{"192.0.2.1:5353", "192.0.2.1:5353"},
		{"2001:db8::1", "[2001:db8::1]:53"},
		{"[2001:db8::1]", "[2001:db8::1]:53"},
		{"[2001:db8::1]:5353", "[2001:db8::1]:5353"},
		{"[fe80::1%eth0]:5353", "[fe80::1%eth0]:5353"},
		{"[192.0.2.1]:53", NULL}, {"192.0.2.1:", NULL},
		{"192.0.2.1:0", NULL}, {"192.0.2.1:65536", NULL},
		{"192.0.2.1:53x", NULL}, {"[2001:db8::1", NULL},
		{"[2001:db8::1]53", NULL}, {"ns1.example", NULL}, {"", NULL},
		{":53", NULL}, {"[]:53", NULL},
		{"192.0.2.1000000000000000000000000000000000000000000000000000"
		 "00000000000000000:53", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[ENDPOINT_TEXT];
		struct address address;
		uint16_t port;

		if (!cases[i].read) {
			assert_int_equal(server_parse(cases[i].text, 53,
						      &address, &port),
					 -EINVAL);
			continue;
		}
		assert_int_equal(server_parse(cases[i].text, 53, &address,
					      &port), 0);
		endpoint_format(&address, port, text);
		assert_string_equal(text, cases[i].read);
	}
}

/* --- Hosts files --------------------------------------------------------- */

static const char hosts[] =
	"# proxy1\n"
	"127.0.0.1\tlocalhost\n"
	"\n"
	"192.0.2.1 mail.example mail # proxy1\r\n"
	"  2001:db8::1\tPROXY1 mail mx.\n"
	"192.0.2.300 proxy1\n"
	"fe80::1%eth0\n"
	"192.0.2.9 other # the last line has no end";

static void finds_lines(void **state)
{
	static const unsigned int numbers[] = {2, 4, 5, 6, 7, 8};
	struct cursor file = cursor_over(hosts, sizeof(hosts) - 1);
	unsigned int number = 0;
	struct hosts_line line;

	(void)state;
	for (size_t i = 0; i < 6; i++) {
		assert_true(hosts_next(&file, &number, &line));
		assert_int_equal(line.number, numbers[i]);
		assert_int_equal(line.valid,
				 numbers[i] != 6 && numbers[i] != 7);
		assert_int_equal(hosts_line_has(&line, "proxy1"),
				 numbers[i] == 5 || numbers[i] == 6);
		assert_int_equal(hosts_line_has(&line, "Mail"),
				 numbers[i] == 4 || numbers[i] == 5);
		assert_false(hosts_line_has(&line, "mx"));
		assert_false(hosts_line_has(&line, ""));
	}
	assert_false(hosts_next(&file, &number, &line));
}

/* What a name's answers say: "LINE STATUS ADDRESS;..." */
static void answers_are(const char *name, const char *address,
			const char *expected)
{
	struct answers list = {.name = name};
	struct facts *facts = facts_new();
	struct address found;
	char text[512] = "";

	if (address)
		assert_int_equal(address_parse(address, &found), 0);
	hosts_answer(&list, hosts, sizeof(hosts) - 1, "hosts", &found,
		     address ? 1 : 0);
	answers_save(&list, facts);
	facts_each(facts, FACT_NAME_ANSWER, f) {
		const json_t *a = fact_array(f, "addresses");

		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%d %s %s;", (int)fact_integer(f, "line", 0),
			 fact_status_name(f->status),
			 a ? json_string_value(json_array_get(a, 0)) : "-");
	}
	assert_string_equal(text, expected);
	assert_int_equal(facts_error(facts), 0);
	facts_free(facts);
}

static void answers_from_hosts(void **state)
{
	(void)state;
	answers_are("mail", NULL, "4 SEEN 192.0.2.1;5 SEEN 2001:db8::1;");
	answers_are("proxy1", NULL, "5 SEEN 2001:db8::1;6 FAILED -;");
	answers_are("nobody", NULL, "0 ABSENT -;");
	/* The address that another source gave stands under other names. */
	answers_are("nobody", "192.0.2.9", "8 SEEN 192.0.2.9;0 ABSENT -;");
	answers_are("other", "192.0.2.9", "8 SEEN 192.0.2.9;");
	answers_are("192.0.2.9", NULL, "8 SEEN 192.0.2.9;");
	answers_are("192.0.2.10", NULL, "");
}

/* --- NetBIOS ------------------------------------------------------------- */

/* RFC 1001, 14.1: "The NetBIOS name"; the suffix is 20 here. */
static void asks_netbios(void **state)
{
	static const uint8_t expected[] =
		"\x12\x34\x01\x10\x00\x01\x00\x00\x00\x00\x00\x00"
		"\x20" "FAFCEPFIFJDBCACACACACACACACACACA" "\x00"
		"\x00\x20\x00\x01";
	uint8_t packet[NETBIOS_QUERY];

	(void)state;
	netbios_query("proxy1", NETBIOS_SERVER, 0x1234, true, packet);
	assert_memory_equal(packet, expected, sizeof(packet));
	netbios_query("proxy1", NETBIOS_SERVER, 0x1234, false, packet);
	assert_int_equal(packet[3], 0);
	netbios_query("proxy1", NETBIOS_WORKSTATION, 0x1234, false, packet);
	assert_memory_equal(packet + 13 + 30, "AA", 2);
	netbios_query("ABCDEFGHIJKLMNO", NETBIOS_SERVER, 1, false, packet);
	assert_memory_equal(packet + 13, "EBECEDEEEFEGEHEIEJEKELEMENEOEPCA",
			    32);
}

static void knows_netbios_names(void **state)
{
	(void)state;
	assert_int_equal(netbios_valid("PROXY_1"), 0);
	assert_int_equal(netbios_valid("ABCDEFGHIJKLMNO"), 0);
	assert_int_equal(netbios_valid("ABCDEFGHIJKLMNOP"), -ENAMETOOLONG);
	assert_int_equal(netbios_valid(""), -EINVAL);
	assert_int_equal(netbios_valid("A B"), -EINVAL);
	assert_int_equal(netbios_valid("A*"), -EINVAL);
	assert_int_equal(netbios_valid("k\xc3\xa4se"), -EINVAL);
}

#define NB_NAME "\x20" "FAFCEPFIFJDBCACACACACACACACACACA" "\x00"
#define NB_YES "\x12\x34\x85\x80\x00\x00\x00\x01\x00\x00\x00\x00" NB_NAME \
	"\x00\x20\x00\x01\x00\x03\xf4\x80\x00\x0c" \
	"\x00\x00\xc0\x00\x02\x07\x60\x00\xc0\x00\x02\x08"
#define NB_NO "\x12\x34\x85\x83\x00\x00\x00\x00\x00\x00\x00\x00" NB_NAME \
	"\x00\x0a\x00\x01\x00\x00\x00\x00\x00\x00"

static int read_reply(const void *bytes, size_t length,
		      struct netbios_reply *reply)
{
	return netbios_reply_parse(bytes, length, "Proxy1", NETBIOS_SERVER,
				   0x1234, reply);
}

static void reads_netbios_replies(void **state)
{
	struct netbios_reply reply;
	char text[ADDRESS_TEXT];

	(void)state;
	assert_int_equal(read_reply(NB_YES, sizeof(NB_YES) - 1, &reply), 0);
	assert_int_equal(reply.code, 0);
	assert_int_equal(reply.ttl, 259200);
	assert_int_equal(reply.count, 2);
	assert_false(reply.group);
	assert_string_equal(address_format(&reply.addresses[1], text),
			    "192.0.2.8");
	assert_int_equal(read_reply(NB_NO, sizeof(NB_NO) - 1, &reply), 0);
	assert_int_equal(reply.code, 3);
	assert_string_equal(netbios_code_name(reply.code), "NAM_ERR");
	assert_int_equal(reply.count, 0);
	for (size_t n = 0; n < sizeof(NB_YES) - 1; n++)
		assert_int_equal(read_reply(NB_YES, n, &reply), -EBADMSG);
	for (size_t n = 0; n < sizeof(NB_NO) - 1; n++)
		assert_int_equal(read_reply(NB_NO, n, &reply), -EBADMSG);
}

/* Each byte of header and name counts. */
static void refuses_other_replies(void **state)
{
	static const struct {
		size_t at;
		uint8_t byte;
	} cases[] = {
		{0, 0x13}, {1, 0x35},	/* the id */
		{2, 0x05},		/* a query */
		{2, 0xad},		/* a registration's reply */
		{5, 1},			/* with a question */
		{7, 0}, {7, 2},		/* no record, and two */
		{12, 0x1f}, {13, 'E'},	/* the name */
		{43, 'D'}, {44, 'B'},	/* its suffix */
		{45, 1},		/* a scope */
		{47, 0x21},		/* another type */
		{49, 2},		/* another class */
		{55, 0}, {55, 11}, {55, 13},
	};
	struct netbios_reply reply;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint8_t bytes[sizeof(NB_YES) - 1];

		memcpy(bytes, NB_YES, sizeof(bytes));
		assert_int_not_equal(bytes[cases[i].at], cases[i].byte);
		bytes[cases[i].at] = cases[i].byte;
		assert_int_equal(read_reply(bytes, sizeof(bytes), &reply),
				 -EBADMSG);
	}
}

/* How many addresses come of the reply, from there. */
static size_t hear(bool broadcast, const char *sender, uint16_t port)
{
	struct answers list = {.name = "proxy1"};
	struct netbios_inquiry inquiry = {
		.answer = answer_new(&list, "netbios", "query", "NB"),
		.port = 137,
		.broadcast = broadcast,
		.questions = {{NETBIOS_SERVER, 0x1234, false}},
	};
	struct facts *facts = facts_new();
	struct address from;
	size_t count;

	assert_int_equal(address_parse("192.0.2.7", &inquiry.server), 0);
	assert_int_equal(address_parse(sender, &from), 0);
	netbios_hear(&inquiry, NB_YES, sizeof(NB_YES) - 1, &from, port);
	count = json_array_size(inquiry.answer->addresses);
	answers_save(&list, facts);
	facts_free(facts);
	return count;
}

static void takes_replies_of_who_was_asked(void **state)
{
	(void)state;
	assert_int_equal(hear(false, "192.0.2.7", 137), 2);
	assert_int_equal(hear(false, "192.0.2.7", 1137), 0);
	assert_int_equal(hear(false, "192.0.2.8", 137), 0);
	assert_int_equal(hear(true, "192.0.2.8", 137), 2);
	assert_int_equal(hear(true, "192.0.2.8", 1137), 0);
}

/* --- DNS ----------------------------------------------------------------- */

#define HEADER(flags, answers, authority) \
	"\x12\x34" flags "\x00\x01\x00" answers "\x00" authority "\x00\x00"
#define QUESTION "\x02mx\x07" "example\x00\x00\x01\x00\x01"
#define TTL(n) "\x00\x00\x00" n
#define A_OF(name, ttl, last) \
	name "\x00\x01\x00\x01" TTL(ttl) "\x00\x04\xc0\x00\x02" last

static int parse_reply(const void *bytes, size_t length,
		       struct dns_reply *reply)
{
	return dns_reply_parse(bytes, length, DNS_A, reply);
}

static void reads_dns_addresses(void **state)
{
	static const char bytes[] = HEADER("\x81\x80", "\x02", "\x00")
		QUESTION A_OF("\xc0\x0c", "\x3c", "\x01")
		A_OF("\xc0\x0c", "\x1e", "\x02");
	struct dns_reply reply;
	char text[ADDRESS_TEXT];

	(void)state;
	assert_int_equal(parse_reply(bytes, sizeof(bytes) - 1, &reply), 0);
	assert_string_equal(reply.question, "mx.example");
	assert_int_equal(reply.count, 2);
	assert_int_equal(reply.links, 0);
	assert_int_equal(reply.ttl, 30);
	assert_string_equal(address_format(&reply.addresses[1], text),
			    "192.0.2.2");
	for (size_t n = 0; n < sizeof(bytes) - 1; n++)
		assert_int_equal(parse_reply(bytes, n, &reply), -EBADMSG);
	/* No AAAA is among them. */
	assert_int_equal(dns_reply_parse(bytes, sizeof(bytes) - 1, DNS_AAAA,
					 &reply), 0);
	assert_int_equal(reply.count, 0);
	assert_int_equal(reply.ttl, -1);
}

/* mx CNAME b, b CNAME a.b, in any order, and an address of somebody else. */
static void follows_chains(void **state)
{
	static const char bytes[] = HEADER("\x81\x80", "\x04", "\x00")
		QUESTION
		A_OF("\x01o\x00", "\x01", "\x09")
		A_OF("\x01" "A\x01" "B\x00", "\x40", "\x01")
		"\x01" "b\x00\x00\x05\x00\x01" TTL("\x50")
		"\x00\x05\x01" "a\x01" "b\x00"
		"\xc0\x0c\x00\x05\x00\x01" TTL("\x20") "\x00\x03\x01" "b\x00";
	struct dns_reply reply;

	(void)state;
	assert_int_equal(parse_reply(bytes, sizeof(bytes) - 1, &reply), 0);
	assert_int_equal(reply.links, 2);
	assert_string_equal(reply.chain[0], "b");
	assert_string_equal(reply.chain[1], "a.b");
	assert_int_equal(reply.count, 1);
	assert_int_equal(reply.ttl, 0x20);
}

/* A chain, and a pointer, that lead back to themselves. */
static void ends_loops(void **state)
{
	static const char chain[] = HEADER("\x81\x80", "\x02", "\x00")
		QUESTION
		"\xc0\x0c\x00\x05\x00\x01" TTL("\x01") "\x00\x03\x01" "b\x00"
		"\x01" "b\x00\x00\x05\x00\x01" TTL("\x01") "\x00\x02\xc0\x0c";
	static const char self[] = HEADER("\x81\x80", "\x00", "\x00")
		"\xc0\x0c\x00\x01\x00\x01";
	static const char forward[] = HEADER("\x81\x80", "\x00", "\x00")
		"\xc0\x12\x00\x01\x00\x01\x00\x00";
	struct dns_reply reply;

	(void)state;
	assert_int_equal(parse_reply(chain, sizeof(chain) - 1, &reply), 0);
	assert_int_equal(reply.links, 1);
	assert_int_equal(reply.count, 0);
	assert_int_equal(parse_reply(self, sizeof(self) - 1, &reply),
			 -EBADMSG);
	assert_int_equal(parse_reply(forward, sizeof(forward) - 1, &reply),
			 -EBADMSG);
}

#define NS "\xc0\x0f\x00\x02\x00\x01" TTL("\x3c") "\x00\x02\xc0\x0c"
#define SOA "\xc0\x0f\x00\x06\x00\x01" TTL("\x3c") "\x00\x00"

static void knows_referrals(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		bool referral;
	} cases[] = {
#define CASE(bytes, referral) {bytes, sizeof(bytes) - 1, referral}
		CASE(HEADER("\x81\x00", "\x00", "\x01") QUESTION NS, true),
		CASE(HEADER("\x85\x00", "\x00", "\x01") QUESTION NS, false),
		CASE(HEADER("\x81\x00", "\x00", "\x02") QUESTION NS SOA, false),
		CASE(HEADER("\x81\x00", "\x00", "\x01") QUESTION SOA, false),
		CASE(HEADER("\x81\x00", "\x00", "\x00") QUESTION, false),
#undef CASE
	};
	struct dns_reply reply;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse_reply(cases[i].bytes, cases[i].length,
					     &reply), 0);
		assert_int_equal(reply.referral, cases[i].referral);
	}
}

static void escapes_names(void **state)
{
	static const char bytes[] = HEADER("\x81\x80", "\x00", "\x00")
		"\x03" "a.\x1b\x01\x5f\x00\x00\x01\x00\x01";
	struct dns_reply reply;

	(void)state;
	assert_int_equal(parse_reply(bytes, sizeof(bytes) - 1, &reply), 0);
	assert_string_equal(reply.question, "a\\046\\027._");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_servers),
		cmocka_unit_test(finds_lines),
		cmocka_unit_test(answers_from_hosts),
		cmocka_unit_test(asks_netbios),
		cmocka_unit_test(knows_netbios_names),
		cmocka_unit_test(reads_netbios_replies),
		cmocka_unit_test(refuses_other_replies),
		cmocka_unit_test(takes_replies_of_who_was_asked),
		cmocka_unit_test(reads_dns_addresses),
		cmocka_unit_test(follows_chains),
		cmocka_unit_test(ends_loops),
		cmocka_unit_test(knows_referrals),
		cmocka_unit_test(escapes_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
