/* SPDX-License-Identifier: BSD-2-Clause */
/* Socket tables that no machine at hand has; all of them are synthetic. */
#include "collect/socket/socket.h"

#include <string.h>

#include "port/win32/api.h"
#include "unit/unit.h"

#define ROWS 64

/* The tables that the fake has. */
static MIB_TCPROW_OWNER_MODULE tcp4[ROWS];
static MIB_TCP6ROW_OWNER_MODULE tcp6[ROWS];
static MIB_UDPROW_OWNER_MODULE udp4[ROWS];
static DWORD tcp4_count, tcp6_count, udp4_count;
static DWORD tcp4_claimed;	/* more rows than there are, where not 0 */
static DWORD tcp4_error, tcp6_error;
static int growing;		/* so often the table has grown meanwhile */
static const WCHAR *module;	/* what the tag of a row leads to */
static int asked_for_modules;

static DWORD give(void *table, DWORD *size, const void *rows, DWORD count,
		  DWORD claimed, size_t first, size_t row)
{
	DWORD need = (DWORD)(first + count * row);
	DWORD entries = claimed ? claimed : count;

	if (growing-- > 0)
		need = *size + 1000;
	if (*size < need) {
		*size = need;
		return ERROR_INSUFFICIENT_BUFFER;
	}
	memset(table, 0, first);
	memcpy(table, &entries, sizeof(entries));
	memcpy((char *)table + first, rows, count * row);
	return 0;
}

static DWORD WINAPI fake_tcp(void *table, DWORD *size, BOOL order,
			     ULONG family, TCP_TABLE_CLASS class,
			     ULONG reserved)
{
	(void)order, (void)reserved;
	assert_int_equal(class, TCP_TABLE_OWNER_MODULE_ALL);
	if (family == AF_INET)
		return tcp4_error ? tcp4_error :
			give(table, size, tcp4, tcp4_count, tcp4_claimed,
			     offsetof(MIB_TCPTABLE_OWNER_MODULE, table),
			     sizeof(*tcp4));
	return tcp6_error ? tcp6_error :
		give(table, size, tcp6, tcp6_count, 0,
		     offsetof(MIB_TCP6TABLE_OWNER_MODULE, table),
		     sizeof(*tcp6));
}

static DWORD WINAPI fake_udp(void *table, DWORD *size, BOOL order,
			     ULONG family, UDP_TABLE_CLASS class,
			     ULONG reserved)
{
	(void)order, (void)reserved;
	assert_int_equal(class, UDP_TABLE_OWNER_MODULE);
	return give(table, size, udp4, family == AF_INET ? udp4_count : 0, 0,
		    offsetof(MIB_UDPTABLE_OWNER_MODULE, table), sizeof(*udp4));
}

static DWORD WINAPI fake_module(MIB_TCPROW_OWNER_MODULE *row,
				TCPIP_OWNER_MODULE_INFO_CLASS class,
				void *info, DWORD *size)
{
	TCPIP_OWNER_MODULE_BASIC_INFO *basic = info;

	(void)row, (void)class;
	asked_for_modules++;
	if (!module)
		return ERROR_NOT_FOUND;
	assert_true(*size >= sizeof(*basic) + (wcslen(module) + 1) * 2);
	basic->pModuleName = (WCHAR *)(basic + 1);
	wcscpy(basic->pModuleName, module);
	basic->pModulePath = basic->pModuleName;
	return 0;
}

static void add4(const char *address, uint16_t port, DWORD state, DWORD pid)
{
	struct address a;

	assert_int_equal(address_parse(address, &a), 0);
	tcp4[tcp4_count] = (MIB_TCPROW_OWNER_MODULE){
		.dwState = state,
		.dwLocalPort = htons(port),
		.dwRemotePort = htons(40000),
		.dwOwningPid = pid,
	};
	memcpy(&tcp4[tcp4_count++].dwLocalAddr, a.bytes, 4);
}

static void add6(const char *address, DWORD scope, uint16_t port, DWORD state,
		 DWORD pid)
{
	struct address a;

	assert_int_equal(address_parse(address, &a), 0);
	tcp6[tcp6_count] = (MIB_TCP6ROW_OWNER_MODULE){
		.dwState = state,
		.dwLocalPort = htons(port),
		.dwLocalScopeId = scope,
		.dwOwningPid = pid,
	};
	memcpy(tcp6[tcp6_count++].ucLocalAddr, a.bytes, 16);
}

static struct win32_api fake;

static int set_up(void **state)
{
	(void)state;
	tcp4_count = tcp6_count = udp4_count = tcp4_claimed = 0;
	tcp4_error = tcp6_error = 0;
	growing = asked_for_modules = 0;
	module = NULL;
	fake = win32_system;
	fake.GetExtendedTcpTable = fake_tcp;
	fake.GetExtendedUdpTable = fake_udp;
	fake.GetOwnerModuleFromTcpEntry = fake_module;
	win32 = &fake;
	return 0;
}

static struct facts *list(enum protocol protocol, uint16_t port)
{
	struct target target = {.protocol = protocol, .port = port};
	struct facts *facts = facts_new();

	socket_collect(facts, &target, port ? 1 : 0);
	assert_int_equal(facts_error(facts), 0);
	return facts;
}

static size_t count_of(const struct facts *facts, enum fact_kind kind)
{
	size_t count = 0;

	facts_each(facts, kind, f)
		count++;
	return count;
}

static const struct fact *first(const struct facts *facts, enum fact_kind kind)
{
	return facts_next(facts, kind, NULL);
}

static void lists_listeners_of_the_port(void **state)
{
	struct facts *facts;
	const struct fact *s;

	(void)state;
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 1480);
	add4("0.0.0.0", 80, MIB_TCP_STATE_LISTEN, 4);
	add4("192.0.2.1", 25, MIB_TCP_STATE_ESTAB, 1480);
	add4("192.0.2.1", 25, MIB_TCP_STATE_CLOSED, 1480);
	add6("::", 0, 25, MIB_TCP_STATE_LISTEN, 1480);
	facts = list(PROTOCOL_TCP, 25);
	assert_int_equal(count_of(facts, FACT_SOCKET), 2);
	s = first(facts, FACT_SOCKET);
	assert_string_equal(fact_string(s, "address"), "0.0.0.0");
	assert_string_equal(fact_string(s, "state"), "listen");
	assert_int_equal(fact_integer(s, "pid", -1), 1480);
	/* What the table does not tell is not in the fact. */
	assert_null(json_object_get(s->value, "v6only"));
	assert_null(fact_string(s, "unit"));
	s = facts_next(facts, FACT_SOCKET, s);
	assert_string_equal(fact_string(s, "address"), "::");
	assert_null(json_object_get(s->value, "v6only"));
	assert_int_equal(asked_for_modules, 0);
	facts_free(facts);
}

static void a_row_without_a_process_names_none(void **state)
{
	struct facts *facts;

	(void)state;
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 0);
	facts = list(PROTOCOL_TCP, 25);
	assert_null(json_object_get(first(facts, FACT_SOCKET)->value, "pid"));
	facts_free(facts);
}

static void connections_count_where_nobody_listens(void **state)
{
	struct facts *facts;

	(void)state;
	for (int i = 0; i < 20; i++)
		add4("192.0.2.1", 25, MIB_TCP_STATE_CLOSE_WAIT, 77);
	add4("192.0.2.1", 25, MIB_TCP_STATE_TIME_WAIT, 0);
	add4("192.0.2.2", 25, MIB_TCP_STATE_TIME_WAIT, 0);
	add4("192.0.2.1", 25, MIB_TCP_STATE_TIME_WAIT, 0);
	add4("192.0.2.1", 26, MIB_TCP_STATE_TIME_WAIT, 0);
	facts = list(PROTOCOL_TCP, 25);
	assert_int_equal(count_of(facts, FACT_SOCKET), 16);
	assert_string_equal(fact_string(first(facts, FACT_SOCKET), "state"),
			    "established");
	assert_int_equal(count_of(facts, FACT_TIME_WAIT), 2);
	facts_each(facts, FACT_TIME_WAIT, f)
		assert_int_equal(fact_integer(f, "count", 0),
				 strcmp(fact_string(f, "address"),
					"192.0.2.1") ? 1 : 2);
	facts_free(facts);

	/* Beside a listener they are its clients. */
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 77);
	facts = list(PROTOCOL_TCP, 25);
	assert_int_equal(count_of(facts, FACT_SOCKET), 1);
	assert_int_equal(count_of(facts, FACT_TIME_WAIT), 2);
	facts_free(facts);
}

static void reads_zones_in_either_byte_order(void **state)
{
	struct facts *facts;

	(void)state;
	add6("fe80::1", 12, 25, MIB_TCP_STATE_LISTEN, 9);
	add6("fe80::2", htonl(12), 25, MIB_TCP_STATE_LISTEN, 9);
	add6("2001:db8::1", 12, 25, MIB_TCP_STATE_LISTEN, 9);
	facts = list(PROTOCOL_TCP, 25);
	assert_string_equal(fact_string(facts_at(facts, 2), "address"),
			    "fe80::1%12");
	assert_int_equal(fact_integer(facts_at(facts, 2), "index", 0), 12);
	assert_string_equal(fact_string(facts_at(facts, 3), "address"),
			    "fe80::2%12");
	assert_string_equal(fact_string(facts_at(facts, 4), "address"),
			    "2001:db8::1");
	assert_null(json_object_get(facts_at(facts, 4)->value, "index"));
	facts_free(facts);
}

static void a_tag_leads_to_the_service(void **state)
{
	static const struct {
		const WCHAR *module;
		const char *unit;
	} cases[] = {
		{L"iphlpsvc", "iphlpsvc"},
		{L"FontCache3.0.0.0", "FontCache3.0.0.0"},
		{L"\x6751 Relay", "\xe6\x9d\x91 Relay"},
		/* Not a service but the file, where the tag led nowhere. */
		{L"svchost.exe", NULL},
		{L"", NULL},
		{NULL, NULL},
	};

	(void)state;
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 1004);
	tcp4[0].OwningModuleInfo[0] = 37;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts *facts;
		const char *unit;

		module = cases[i].module;
		facts = list(PROTOCOL_TCP, 25);
		unit = fact_string(first(facts, FACT_SOCKET), "unit");
		if (cases[i].unit)
			assert_string_equal(unit, cases[i].unit);
		else
			assert_null(unit);
		facts_free(facts);
	}
	assert_int_equal(asked_for_modules,
			 sizeof(cases) / sizeof(cases[0]));
}

static void does_not_believe_the_count(void **state)
{
	struct facts *facts;

	(void)state;
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 9);
	tcp4_claimed = 0xffffffff;
	facts = list(PROTOCOL_TCP, 25);
	assert_int_equal(count_of(facts, FACT_SOCKET), 1);
	facts_free(facts);
}

static void tables_may_grow(void **state)
{
	struct facts *facts;

	(void)state;
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 9);
	growing = 3;
	facts = list(PROTOCOL_TCP, 25);
	assert_int_equal(count_of(facts, FACT_SOCKET), 1);
	facts_free(facts);
	growing = 100;
	facts = list(PROTOCOL_TCP, 25);
	assert_int_equal(count_of(facts, FACT_SOCKET), 0);
	assert_int_equal(first(facts, FACT_SOCKET_SEARCH)->status,
			 FACT_FAILED);
	assert_true(fact_is(first(facts, FACT_SOCKET_SEARCH),
			    "ERROR_INSUFFICIENT_BUFFER"));
	facts_free(facts);
}

static void says_which_table_it_could_not_see(void **state)
{
	struct facts *facts;
	const struct fact *s;

	(void)state;
	tcp4_error = ERROR_ACCESS_DENIED;
	tcp6_error = ERROR_NOT_SUPPORTED;
	facts = list(PROTOCOL_TCP, 25);
	s = first(facts, FACT_SOCKET_SEARCH);
	assert_int_equal(s->status, FACT_DENIED);
	assert_string_equal(s->code.space, "win32");
	assert_int_equal(s->code.number, 5);
	s = facts_next(facts, FACT_SOCKET_SEARCH, s);
	assert_string_equal(fact_string(s, "what"), "IPv6 sockets");
	assert_int_equal(s->status, FACT_ABSENT);
	s = facts_next(facts, FACT_SOCKET_SEARCH, s);
	assert_string_equal(fact_string(s, "what"), "bound sockets");
	assert_int_equal(s->status, FACT_UNSUPPORTED);
	facts_free(facts);
}

static void lists_udp_and_everything(void **state)
{
	struct facts *facts;

	(void)state;
	add4("0.0.0.0", 25, MIB_TCP_STATE_LISTEN, 9);
	add4("192.0.2.1", 40000, MIB_TCP_STATE_ESTAB, 9);
	udp4[udp4_count++] = (MIB_UDPROW_OWNER_MODULE){
		.dwLocalPort = htons(53), .dwOwningPid = 8};
	facts = list(PROTOCOL_UDP, 53);
	assert_int_equal(count_of(facts, FACT_SOCKET), 1);
	assert_string_equal(fact_string(first(facts, FACT_SOCKET), "state"),
			    "bound");
	assert_int_equal(count_of(facts, FACT_SOCKET_SEARCH), 2);
	facts_free(facts);
	facts = list(PROTOCOL_TCP, 0);
	assert_int_equal(count_of(facts, FACT_SOCKET), 2);
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(lists_listeners_of_the_port, set_up),
		cmocka_unit_test_setup(a_row_without_a_process_names_none,
				       set_up),
		cmocka_unit_test_setup(connections_count_where_nobody_listens,
				       set_up),
		cmocka_unit_test_setup(reads_zones_in_either_byte_order,
				       set_up),
		cmocka_unit_test_setup(a_tag_leads_to_the_service, set_up),
		cmocka_unit_test_setup(does_not_believe_the_count, set_up),
		cmocka_unit_test_setup(tables_may_grow, set_up),
		cmocka_unit_test_setup(says_which_table_it_could_not_see,
				       set_up),
		cmocka_unit_test_setup(lists_udp_and_everything, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
