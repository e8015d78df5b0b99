/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The machine as Windows tells of it: adapters, rights and port ranges that
 * no machine at hand has; all of them are synthetic.
 */
#include "collect/host/host.h"

#include <stdlib.h>
#include <string.h>

#include "collect/policy/policy.h"
#include "port/win32/api.h"
#include "port/win32/run.h"
#include "port/clock.h"
#include "unit/unit.h"

static struct win32_api fake;

static int set_up(void **state)
{
	(void)state;
	fake = win32_system;
	win32 = &fake;
	return 0;
}

static LONG NTAPI fake_version(OSVERSIONINFOW *version)
{
	version->dwMajorVersion = 10;
	version->dwMinorVersion = 0;
	version->dwBuildNumber = 20348;
	return 0;
}

static DWORD elevated;
static BOOL member;
static BOOL has_debug;

static BOOL WINAPI fake_information(HANDLE token, TOKEN_INFORMATION_CLASS class,
				    void *info, DWORD size, DWORD *returned)
{
	TOKEN_PRIVILEGES *privileges = info;

	if (class == TokenElevation) {
		memcpy(info, &elevated, sizeof(elevated));
		return TRUE;
	}
	if (class != TokenPrivileges)
		return GetTokenInformation(token, class, info, size, returned);
	*returned = sizeof(*privileges);
	if (size < *returned)
		return FALSE;
	privileges->PrivilegeCount = 1;
	privileges->Privileges[0].Luid.HighPart = 0;
	privileges->Privileges[0].Luid.LowPart = has_debug ? 20 : 23;
	return TRUE;
}

static BOOL WINAPI fake_member(HANDLE token, PSID sid, BOOL *is_member)
{
	(void)token;
	assert_int_equal(*GetSidSubAuthority(sid, 1), 544);
	*is_member = member;
	return TRUE;
}

static const struct fact *right(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_RIGHT, f)
		if (!strcmp(fact_string(f, "name"), name))
			return f;
	return NULL;
}

static void tells_the_system_and_its_rights(void **state)
{
	(void)state;
	fake.RtlGetVersion = fake_version;
	fake.GetTokenInformation = fake_information;
	fake.CheckTokenMembership = fake_member;
	for (int all = 0; all < 2; all++) {
		struct facts *facts = facts_new();
		const struct fact *host;

		elevated = (DWORD)all;
		member = has_debug = all;
		host_collect(facts);
		assert_int_equal(facts_error(facts), 0);
		host = facts_next(facts, FACT_HOST, NULL);
		assert_string_equal(fact_string(host, "os"), "Windows");
		assert_int_equal(strncmp(fact_string(host, "release"),
					 "10.0.20348", 10),
				 0);
		assert_non_null(fact_string(host, "user"));
		assert_non_null(json_object_get(host->value, "elevated"));
		assert_int_equal(fact_true(host, "elevated"), all);
		/* There is no user 0 here to be taken for root. */
		assert_null(json_object_get(host->value, "uid"));
		assert_int_equal(right(facts, "administrator")->status,
				 all ? FACT_SEEN : FACT_ABSENT);
		assert_int_equal(right(facts, "SeDebugPrivilege")->status,
				 all ? FACT_SEEN : FACT_ABSENT);
		facts_free(facts);
	}
}

static ULONG adapters_error;

/* Two adapters in one block, as Windows lays them. */
static ULONG WINAPI fake_adapters(ULONG family, ULONG flags, void *reserved,
				  IP_ADAPTER_ADDRESSES *out, ULONG *size)
{
	static struct sockaddr_in v4 = {.sin_family = AF_INET};
	static struct sockaddr_in6 link = {.sin6_family = AF_INET6};
	static struct sockaddr odd = {.sa_family = 77};
	static IP_ADAPTER_UNICAST_ADDRESS unicast[4];
	static WCHAR first[] = L"Ethernet \x0448", second[] = L"Loopback";

	(void)family, (void)flags, (void)reserved;
	if (adapters_error || *size < 20000) {
		*size = 20000;
		return adapters_error ? adapters_error : ERROR_BUFFER_OVERFLOW;
	}
	memcpy(&v4.sin_addr, "\xc6\x33\x64\x04", 4);
	memcpy(&link.sin6_addr, "\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	link.sin6_scope_id = 12;
	memset(unicast, 0, sizeof(unicast));
	unicast[0].Address = (SOCKET_ADDRESS){(void *)&v4, sizeof(v4)};
	unicast[0].DadState = IpDadStateTentative;
	unicast[0].OnLinkPrefixLength = 24;
	unicast[0].Next = &unicast[1];
	unicast[1].Address = (SOCKET_ADDRESS){(void *)&link, sizeof(link)};
	unicast[1].DadState = IpDadStateDuplicate;
	unicast[1].Next = &unicast[2];
	/* Neither of these is an address. */
	unicast[2].Address = (SOCKET_ADDRESS){&odd, sizeof(odd)};
	unicast[2].Next = &unicast[3];
	unicast[3].Address = (SOCKET_ADDRESS){(void *)&link, 4};
	memset(out, 0, 2 * sizeof(*out));
	out[0].FriendlyName = first;
	out[0].IfIndex = 7;
	out[0].Ipv6IfIndex = 12;
	out[0].OperStatus = IfOperStatusDown;
	out[0].FirstUnicastAddress = unicast;
	out[0].Next = &out[1];
	out[1].FriendlyName = second;
	out[1].OperStatus = IfOperStatusUp;
	return 0;
}

static void tells_addresses_and_adapters(void **state)
{
	struct facts *facts = facts_new();
	const struct fact *a, *i;

	(void)state;
	fake.GetAdaptersAddresses = fake_adapters;
	adapters_error = 0;
	host_address_collect(facts);
	assert_int_equal(facts_error(facts), 0);
	assert_int_equal(facts_count(facts), 4);
	i = facts_next(facts, FACT_INTERFACE, NULL);
	assert_string_equal(fact_string(i, "name"), "Ethernet \xd1\x88");
	assert_true(fact_true(i, "up"));
	assert_false(fact_true(i, "running"));
	a = facts_next(facts, FACT_LOCAL_ADDRESS, NULL);
	assert_string_equal(fact_string(a, "address"), "198.51.100.4");
	assert_string_equal(fact_string(a, "state"), "tentative");
	assert_int_equal(fact_integer(a, "prefix", 0), 24);
	assert_int_equal(fact_integer(a, "index", 0), 7);
	a = facts_next(facts, FACT_LOCAL_ADDRESS, a);
	assert_string_equal(fact_string(a, "address"), "fe80::1");
	assert_string_equal(fact_string(a, "state"), "dad-failed");
	assert_string_equal(fact_string(a, "interface"), "Ethernet \xd1\x88");
	assert_int_equal(fact_integer(a, "index", 0), 12);
	facts_free(facts);

	facts = facts_new();
	adapters_error = ERROR_ACCESS_DENIED;
	host_address_collect(facts);
	assert_int_equal(facts_count(facts), 1);
	assert_int_equal(facts_at(facts, 0)->status, FACT_DENIED);
	facts_free(facts);
	facts = facts_new();
	adapters_error = ERROR_NO_DATA;
	host_address_collect(facts);
	assert_int_equal(facts_count(facts), 0);
	facts_free(facts);
}

static LSTATUS WINAPI fake_registry(HKEY key, const WCHAR *subkey,
				    const WCHAR *name, DWORD flags,
				    DWORD *type, void *data, DWORD *size)
{
	static const DWORD off = 0xff;

	(void)key, (void)subkey, (void)type;
	if (!wcscmp(name, L"DataBasePath")) {
		assert_true(flags & RRF_RT_REG_SZ);
		assert_true(*size >= sizeof(L"C:\\etc"));
		wcscpy(data, L"C:\\etc");
		return 0;
	}
	assert_int_equal(wcscmp(name, L"DisabledComponents"), 0);
	memcpy(data, &off, sizeof(off));
	return 0;
}

static void tells_whether_ipv6_is_off(void **state)
{
	struct facts *facts = facts_new();

	(void)state;
	fake.RegGetValueW = fake_registry;
	host_setting_collect(facts);
	assert_int_equal(facts_at(facts, 0)->status, FACT_SEEN);
	assert_int_equal(fact_integer(facts_at(facts, 0), "value", 0), 255);
	assert_string_equal(fact_string(facts_at(facts, 1), "value"),
			    "C:\\etc");
	facts_free(facts);
}

/* As netsh prints it on a German Windows. */
static const char netsh[] =
	"\r\nPortausschlussbereiche f\x81r das Protokoll \"tcp\"\r\n\r\n"
	"Startport    Endport\r\n----------    --------\r\n"
	"      5357        5357\r\n     49671       49770\r\n"
	"     50000       50059     *\r\n\r\n"
	"* - Verwaltete Portausschl\x81sse.\r\n\r\n";

static int runs, run_result;
static DWORD run_status;
static const char *run_output = netsh;
static WCHAR run_arguments[128];

static int fake_run(const WCHAR *program, const WCHAR *arguments,
		    int64_t deadline, char **output, size_t *length,
		    DWORD *status)
{
	(void)deadline;
	runs++;
	assert_int_equal(wcscmp(program, L"netsh.exe"), 0);
	wcscpy(run_arguments, arguments);
	if (run_result)
		return run_result;
	*output = strdup(run_output);
	*length = strlen(run_output);
	*status = run_status;
	return 0;
}

static struct facts *forbidden(const char *code, const char *address)
{
	struct facts *facts = facts_new();
	struct fact_code c = {"winsock", 10013, code};

	fake.run_program = fake_run;
	runs = 0;
	facts_add(facts, FACT_TRY, FACT_SEEN, "", &c,
		  json_pack("{s:s, s:i, s:s}", "address", address, "port",
			    50000, "protocol", "tcp"),
		  "a try");
	policy_collect(facts, NULL, 0, INT64_MAX);
	assert_int_equal(facts_error(facts), 0);
	return facts;
}

static void asks_netsh_where_it_may_explain(void **state)
{
	struct facts *facts = forbidden("WSAEADDRINUSE", "0.0.0.0");
	const struct fact *r;

	(void)state;
	assert_int_equal(runs, 0);
	facts_free(facts);
	facts = forbidden("WSAEACCES", "0.0.0.0");
	assert_int_equal(runs, 1);
	assert_int_equal(wcscmp(run_arguments,
				L"interface ipv4 show excludedportrange "
				L"protocol=tcp"),
			 0);
	assert_int_equal(facts_count(facts), 4);
	r = facts_next(facts, FACT_RESERVED_RANGE, NULL);
	assert_int_equal(fact_integer(r, "start", 0), 5357);
	assert_false(fact_true(r, "administered"));
	assert_string_equal(fact_string(r, "family"), "ipv4");
	r = facts_at(facts, 3);
	assert_int_equal(fact_integer(r, "end", 0), 50059);
	assert_true(fact_true(r, "administered"));
	facts_free(facts);
	facts = forbidden("WSAEACCES", "::");
	assert_int_equal(wcsncmp(run_arguments, L"interface ipv6", 14), 0);
	facts_free(facts);
}

static void says_where_netsh_does_not_tell(void **state)
{
	struct facts *facts;
	const struct fact *r;

	(void)state;
	run_result = -WAIT_TIMEOUT;
	facts = forbidden("WSAEACCES", "0.0.0.0");
	r = facts_next(facts, FACT_RESERVED_RANGE, NULL);
	assert_int_equal(r->status, FACT_FAILED);
	assert_true(fact_is(r, "WAIT_TIMEOUT"));
	facts_free(facts);
	run_result = 0;
	run_status = 1;	/* a Windows 7 that does not know the command */
	facts = forbidden("WSAEACCES", "0.0.0.0");
	r = facts_next(facts, FACT_RESERVED_RANGE, NULL);
	assert_int_equal(r->status, FACT_UNSUPPORTED);
	assert_non_null(strstr(fact_string(r, "detail"), "status 1"));
	facts_free(facts);
	run_status = 0;
	run_output = "Es gibt keine.\r\n";
	facts = forbidden("WSAEACCES", "0.0.0.0");
	assert_int_equal(facts_count(facts), 2);
	assert_int_equal(facts_at(facts, 1)->status, FACT_ABSENT);
	facts_free(facts);
}

/* A program of the system itself. */
static void runs_a_program_and_no_longer_than_it_may(void **state)
{
	char *output = NULL;
	size_t length = 0;
	DWORD status = 77;
	int64_t start;
	int rc;

	(void)state;
	rc = run_program(L"cmd.exe", L"/c echo hello& exit 5",
			 clock_now() + 20000, &output, &length, &status);
	assert_int_equal(rc, 0);
	assert_int_equal(status, 5);
	assert_int_equal(length, strlen(output));
	assert_string_equal(output, "hello\r\n");
	free(output);
	start = clock_now();
	rc = run_program(L"cmd.exe", L"/c for /l %i in (0,0,1) do @echo on",
			 start + 300, &output, &length, &status);
	assert_int_equal(rc, -WAIT_TIMEOUT);
	assert_in_range(clock_now() - start, 300, 10000);
	rc = run_program(L"no such program.exe", L"", clock_now() + 1000,
			 &output, &length, &status);
	assert_int_equal(rc, -ERROR_FILE_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(tells_the_system_and_its_rights,
				       set_up),
		cmocka_unit_test_setup(tells_addresses_and_adapters, set_up),
		cmocka_unit_test_setup(tells_whether_ipv6_is_off, set_up),
		cmocka_unit_test_setup(asks_netsh_where_it_may_explain,
				       set_up),
		cmocka_unit_test_setup(says_where_netsh_does_not_tell, set_up),
		cmocka_unit_test(runs_a_program_and_no_longer_than_it_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
