/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probe on a Winsock of our own making, which refuses what a test wants
 * refused; and once on the real one.
 */
#include "collect/bind/bind.h"

#include <string.h>

#include "port/win32/api.h"
#include "unit/unit.h"

#define SOCKETS 16
#define EXCLUSIVE "SO_EXCLUSIVEADDRUSE"
#define CONDITIONAL 0x3002

/* What a socket of the fake was asked for, in order. */
struct made {
	int family, type;
	bool raw, exclusive, conditional, bound, listening, closed;
	int v6only;	/* -1: not set */
	DWORD flags;
	struct sockaddr_storage name;
};

static struct made made[SOCKETS];
static size_t made_count;

/* What it refuses: codes of Winsock. */
static struct refusal {
	int plain, exclusive, dual;	/* bind() by options */
	int raw_exclusive;		/* the same by the base provider */
	int listen, rehearsed;
	int conditional;
	int any_port;			/* bind() to port 0 */
	int base_handle;
	int inherit;			/* WSA_FLAG_NO_HANDLE_INHERIT */
	int catalog;
	bool layered_only;
	bool pretends;			/* the default provider only says so */
} refuse;

static int answer(int code)
{
	WSASetLastError(code);
	return code ? SOCKET_ERROR : 0;
}

static struct made *of(SOCKET s)
{
	assert_in_range(s, 1, made_count);
	assert_false(made[s - 1].closed);
	return &made[s - 1];
}

static SOCKET WSAAPI fake_socket(int family, int type, int protocol,
				 WSAPROTOCOL_INFOW *info, GROUP group,
				 DWORD flags)
{
	(void)protocol, (void)group;
	if (refuse.inherit && flags & 0x80) {
		answer(refuse.inherit);
		return INVALID_SOCKET;
	}
	assert_true(made_count < SOCKETS);
	made[made_count++] = (struct made){
		.family = info ? info->iAddressFamily : family,
		.type = info ? info->iSocketType : type,
		.raw = info != NULL,
		.v6only = -1,
		.flags = flags,
	};
	if (info)
		assert_int_equal(info->ProtocolChain.ChainLen, 1);
	return made_count;
}

static int WSAAPI fake_setsockopt(SOCKET s, int level, int option,
				  const char *value, int length)
{
	struct made *m = of(s);
	int number;

	assert_int_equal(length, sizeof(number));
	memcpy(&number, value, sizeof(number));
	assert_false(m->bound);
	if (level == SOL_SOCKET && option == SO_EXCLUSIVEADDRUSE)
		m->exclusive = number;
	else if (level == SOL_SOCKET && option == CONDITIONAL)
		m->conditional = !refuse.conditional;
	else if (level == IPPROTO_IPV6 && option == IPV6_V6ONLY)
		m->v6only = number;
	else
		fail_msg("option %d of level %d", option, level);
	return answer(option == CONDITIONAL ? refuse.conditional : 0);
}

static int WSAAPI fake_bind(SOCKET s, const struct sockaddr *name, int length)
{
	struct made *m = of(s);

	memcpy(&m->name, name, (size_t)length);
	m->bound = true;
	if (!((const struct sockaddr_in *)name)->sin_port)
		return answer(refuse.any_port);
	if (m->raw)
		return answer(m->v6only == 0 ? refuse.dual :
					     refuse.raw_exclusive);
	return answer(!m->exclusive    ? refuse.plain :
		    m->v6only == 0 ? refuse.dual : refuse.exclusive);
}

static int WSAAPI fake_listen(SOCKET s, int backlog)
{
	struct made *m = of(s);

	(void)backlog;
	assert_true(m->bound);
	/* Without that option only on a port that nobody knows. */
	assert_true(m->conditional ||
		    !((struct sockaddr_in *)&m->name)->sin_port);
	m->listening = true;
	return answer(m->conditional ? refuse.listen : refuse.rehearsed);
}

static int WSAAPI fake_getsockname(SOCKET s, struct sockaddr *name,
				   int *length)
{
	struct made *m = of(s);

	if (refuse.pretends && !m->raw)
		return answer(WSAEINVAL);
	memcpy(name, &m->name, (size_t)*length);
	return 0;
}

static int WSAAPI fake_getsockopt(SOCKET s, int level, int option,
				  char *value, int *length)
{
	int number = of(s)->listening;

	assert_int_equal(level, SOL_SOCKET);
	assert_int_equal(option, SO_ACCEPTCONN);
	memcpy(value, &number, (size_t)*length);
	return 0;
}

static int WSAAPI fake_close(SOCKET s)
{
	of(s)->closed = true;
	return 0;
}

static int WSAAPI fake_ioctl(SOCKET s, DWORD code, void *in, DWORD in_size,
			     void *out, DWORD out_size, DWORD *returned,
			     LPWSAOVERLAPPED overlapped,
			     LPWSAOVERLAPPED_COMPLETION_ROUTINE routine)
{
	(void)code, (void)in, (void)in_size, (void)overlapped, (void)routine;
	if (refuse.base_handle)
		return answer(refuse.base_handle);
	assert_int_equal(out_size, sizeof(s));
	memcpy(out, &s, sizeof(s));
	*returned = sizeof(s);
	return 0;
}

/* Layered entries stand before the base, as where a product came in. */
static int WSAAPI fake_catalog(int *protocols, WSAPROTOCOL_INFOW *infos,
			       DWORD *size, int *error)
{
	static const struct {
		int chain, family, type;
	} entries[] = {
		{2, AF_INET, SOCK_STREAM}, {0, AF_INET, SOCK_STREAM},
		{1, AF_INET, SOCK_STREAM}, {1, AF_INET, SOCK_DGRAM},
		{1, AF_INET6, SOCK_STREAM}, {1, AF_INET6, SOCK_DGRAM},
	};
	int count = refuse.layered_only ? 2 : 6;
	DWORD need = (DWORD)count * sizeof(*infos);

	(void)protocols;
	*error = refuse.catalog ? refuse.catalog : WSAENOBUFS;
	if (refuse.catalog || *size < need) {
		*size = need;
		return SOCKET_ERROR;
	}
	for (int i = 0; i < count; i++) {
		infos[i] = (WSAPROTOCOL_INFOW){
			.iAddressFamily = entries[i].family,
			.iSocketType = entries[i].type,
		};
		infos[i].ProtocolChain.ChainLen = entries[i].chain;
	}
	return count;
}

static struct win32_api fake;

static struct facts *probe(const char *address, enum protocol protocol)
{
	struct target target = {.port = 25, .protocol = protocol};
	struct facts *facts = facts_new();

	fake = win32_system;
	fake.WSASocketW = fake_socket;
	fake.setsockopt = fake_setsockopt;
	fake.getsockopt = fake_getsockopt;
	fake.bind = fake_bind;
	fake.listen = fake_listen;
	fake.getsockname = fake_getsockname;
	fake.closesocket = fake_close;
	fake.WSAIoctl = fake_ioctl;
	fake.WSCEnumProtocols = fake_catalog;
	win32 = &fake;
	made_count = 0;
	assert_int_equal(address_parse(address, &target.address), 0);
	bind_collect(facts, &target);
	assert_int_equal(facts_error(facts), 0);
	for (size_t i = 0; i < made_count; i++)
		assert_true(made[i].closed);
	win32 = &win32_system;
	return facts;
}

/* "libc SO_EXCLUSIVEADDRUSE IPV6_V6ONLY=1" names a try. */
static const struct fact *try_named(const struct facts *facts,
				    const char *name)
{
	facts_each(facts, FACT_TRY, try) {
		const json_t *options = fact_array(try, "options");
		char text[128];

		strcpy(text, fact_string(try, "method"));
		for (size_t i = 0; i < json_array_size(options); i++) {
			strcat(text, " ");
			strcat(text, json_string_value(
					     json_array_get(options, i)));
		}
		if (!strcmp(text, name))
			return try;
	}
	return NULL;
}

static void expect(const struct facts *facts, const char *name,
		   const char *code, const char *step)
{
	const struct fact *try = try_named(facts, name);

	if (!try)
		fail_msg("no try %s", name);
	assert_string_equal(try->code.space, "winsock");
	assert_string_equal(try->code.name, code);
	assert_string_equal(fact_string(try, "step"), step);
}

static void tries_as_servers_of_either_kind(void **state)
{
	struct facts *facts = probe("0.0.0.0", PROTOCOL_TCP);

	(void)state;
	assert_int_equal(facts_count(facts), 3);
	expect(facts, "libc", "OK", "listen");
	expect(facts, "libc " EXCLUSIVE, "OK", "listen");
	expect(facts, "raw " EXCLUSIVE, "OK", "listen");
	assert_true(fact_true(try_named(facts, "libc"), "kernel_knows"));
	assert_true(fact_true(try_named(facts, "raw " EXCLUSIVE),
			      "kernel_knows"));
	for (size_t i = 0; i < made_count; i++) {
		assert_true(made[i].conditional);
		assert_true(made[i].flags & 0x80);
		assert_int_equal(made[i].v6only, -1);
	}
	facts_free(facts);

	facts = probe("::", PROTOCOL_TCP);
	assert_int_equal(facts_count(facts), 5);
	expect(facts, "libc IPV6_V6ONLY=1", "OK", "listen");
	expect(facts, "raw " EXCLUSIVE " IPV6_V6ONLY=1", "OK", "listen");
	expect(facts, "libc " EXCLUSIVE " IPV6_V6ONLY=0", "OK", "listen");
	expect(facts, "raw " EXCLUSIVE " IPV6_V6ONLY=0", "OK", "listen");
	facts_free(facts);

	facts = probe("::1", PROTOCOL_TCP);
	assert_int_equal(facts_count(facts), 3);
	facts_free(facts);
}

static void udp_neither_listens_nor_is_shared(void **state)
{
	struct facts *facts = probe("0.0.0.0", PROTOCOL_UDP);

	(void)state;
	assert_int_equal(facts_count(facts), 2);
	expect(facts, "libc " EXCLUSIVE, "OK", "bind");
	expect(facts, "raw " EXCLUSIVE, "OK", "bind");
	assert_int_equal(made[0].type, SOCK_DGRAM);
	assert_false(made[0].conditional);
	facts_free(facts);
}

/* A listener on 127.0.0.1: the plain wildcard succeeds beside it. */
static void tells_plain_and_exclusive_apart(void **state)
{
	struct facts *facts;

	(void)state;
	refuse = (struct refusal){
		.exclusive = WSAEADDRINUSE,
		.raw_exclusive = WSAEADDRINUSE,
	};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "libc", "OK", "listen");
	expect(facts, "libc " EXCLUSIVE, "WSAEADDRINUSE", "bind");
	expect(facts, "raw " EXCLUSIVE, "WSAEADDRINUSE", "bind");
	assert_null(json_object_get(try_named(facts, "libc " EXCLUSIVE)->value,
				    "kernel_knows"));
	facts_free(facts);
	refuse = (struct refusal){0};
}

static void hears_what_listen_says(void **state)
{
	struct facts *facts;

	(void)state;
	refuse = (struct refusal){.listen = WSAEADDRINUSE};
	facts = probe("127.0.0.1", PROTOCOL_TCP);
	expect(facts, "libc " EXCLUSIVE, "WSAEADDRINUSE", "listen");
	facts_free(facts);
	refuse = (struct refusal){0};
}

static void goes_below_a_layer(void **state)
{
	struct facts *facts;

	(void)state;
	refuse = (struct refusal){
		.plain = WSAENETDOWN,
		.exclusive = WSAENETDOWN,
	};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "libc " EXCLUSIVE, "WSAENETDOWN", "bind");
	expect(facts, "raw " EXCLUSIVE, "OK", "listen");
	facts_free(facts);

	refuse = (struct refusal){.pretends = true};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	assert_true(json_is_false(json_object_get(
		try_named(facts, "libc " EXCLUSIVE)->value, "kernel_knows")));
	assert_true(fact_true(try_named(facts, "raw " EXCLUSIVE),
			      "kernel_knows"));
	facts_free(facts);

	/* Who cannot be asked has not said no. */
	refuse = (struct refusal){.base_handle = WSAEOPNOTSUPP};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	assert_null(json_object_get(try_named(facts, "libc " EXCLUSIVE)->value,
				    "kernel_knows"));
	facts_free(facts);
	refuse = (struct refusal){0};
}

static void says_where_there_is_no_base(void **state)
{
	struct facts *facts;
	const struct fact *try;

	(void)state;
	refuse = (struct refusal){.layered_only = true};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	try = try_named(facts, "raw " EXCLUSIVE);
	assert_int_equal(try->status, FACT_UNSUPPORTED);
	assert_non_null(strstr(fact_string(try, "detail"), "no base"));
	assert_null(try->code.space);
	facts_free(facts);

	refuse = (struct refusal){.catalog = WSAENETDOWN};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	try = try_named(facts, "raw " EXCLUSIVE);
	assert_int_equal(try->status, FACT_UNSUPPORTED);
	assert_non_null(strstr(fact_string(try, "detail"), "10050"));
	facts_free(facts);
	refuse = (struct refusal){0};
}

static const char *listened(const struct facts *facts)
{
	return fact_string(try_named(facts, "libc " EXCLUSIVE), "listened");
}

static void does_not_listen_unconditionally(void **state)
{
	struct facts *facts;

	(void)state;
	refuse = (struct refusal){.conditional = WSAENOPROTOOPT};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "libc " EXCLUSIVE, "OK", "bind");
	assert_non_null(strstr(
		fact_string(try_named(facts, "libc " EXCLUSIVE), "detail"),
		"tried on another port"));
	assert_string_equal(listened(facts), "another-port");
	assert_int_equal(made_count, 6);
	facts_free(facts);

	/* One who refuses every listener shows there too. */
	refuse.rehearsed = WSAENETDOWN;
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "raw " EXCLUSIVE, "WSAENETDOWN", "listen");
	assert_null(json_object_get(try_named(facts, "raw " EXCLUSIVE)->value,
				    "kernel_knows"));
	facts_free(facts);

	refuse.any_port = WSAENOBUFS;
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "libc " EXCLUSIVE, "OK", "bind");
	assert_string_equal(listened(facts), "nowhere");
	facts_free(facts);

	/* Of a port that is held no more is asked. */
	refuse.exclusive = WSAEADDRINUSE;
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	assert_null(listened(facts));
	facts_free(facts);
	refuse = (struct refusal){0};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	assert_string_equal(listened(facts), "target");
	facts_free(facts);
}

static void does_without_the_flag_of_later_windows(void **state)
{
	struct facts *facts;

	(void)state;
	refuse = (struct refusal){.inherit = WSAEINVAL};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "libc " EXCLUSIVE, "OK", "listen");
	facts_free(facts);
	refuse = (struct refusal){.inherit = WSAEMFILE};
	facts = probe("0.0.0.0", PROTOCOL_TCP);
	expect(facts, "libc " EXCLUSIVE, "WSAEMFILE", "socket");
	facts_free(facts);
	refuse = (struct refusal){0};
}

static void names_a_zone_that_is_not_there(void **state)
{
	struct facts *facts = probe("fe80::1%nowhere", PROTOCOL_TCP);

	(void)state;
	assert_true(fact_is(facts_at(facts, 0), "ENODEV"));
	assert_int_equal(made_count, 0);
	facts_free(facts);
}

/* On the system's own Winsock: first free, then held. */
static void meets_a_real_listener(void **state)
{
	struct target target = {.protocol = PROTOCOL_TCP};
	struct sockaddr_in name = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int length = sizeof(name);
	SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
	struct facts *facts = facts_new();

	(void)state;
	assert_int_equal(address_parse("127.0.0.1", &target.address), 0);
	assert_int_equal(bind(s, (struct sockaddr *)&name, length), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&name, &length), 0);
	assert_int_equal(listen(s, 1), 0);
	target.port = ntohs(name.sin_port);
	bind_collect(facts, &target);
	assert_true(fact_is(try_named(facts, "libc " EXCLUSIVE),
			    "WSAEADDRINUSE"));
	assert_true(fact_is(try_named(facts, "raw " EXCLUSIVE),
			    "WSAEADDRINUSE"));
	facts_free(facts);
	closesocket(s);
	facts = facts_new();
	bind_collect(facts, &target);
	assert_true(fact_is(try_named(facts, "libc " EXCLUSIVE), "OK"));
	assert_true(fact_true(try_named(facts, "libc " EXCLUSIVE),
			      "kernel_knows"));
	assert_true(fact_is(try_named(facts, "raw " EXCLUSIVE), "OK"));
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tries_as_servers_of_either_kind),
		cmocka_unit_test(udp_neither_listens_nor_is_shared),
		cmocka_unit_test(tells_plain_and_exclusive_apart),
		cmocka_unit_test(hears_what_listen_says),
		cmocka_unit_test(goes_below_a_layer),
		cmocka_unit_test(says_where_there_is_no_base),
		cmocka_unit_test(does_not_listen_unconditionally),
		cmocka_unit_test(does_without_the_flag_of_later_windows),
		cmocka_unit_test(names_a_zone_that_is_not_there),
		cmocka_unit_test(meets_a_real_listener),
	};
	WSADATA data;

	WSAStartup(MAKEWORD(2, 2), &data);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
