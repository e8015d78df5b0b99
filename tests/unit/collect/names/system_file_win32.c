/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where names are looked up on Windows: a registry, adapters and services
 * that are made up.
 */
#include "collect/names/system_file.h"

#include <stdlib.h>
#include <string.h>

#include "collect/unit/service.h"
#include "port/win32/api.h"
#include "unit/unit.h"

static struct win32_api fake;

static int set_up(void **state)
{
	(void)state;
	fake = win32_system;
	win32 = &fake;
	return 0;
}

/* What the registry has; NULL for nothing. */
static const WCHAR *path;

static LSTATUS WINAPI fake_value(HKEY key, const WCHAR *subkey,
				 const WCHAR *name, DWORD flags, DWORD *type,
				 void *data, DWORD *size)
{
	(void)key, (void)type;
	assert_non_null(wcsstr(subkey, L"Tcpip\\Parameters"));
	assert_int_equal(wcscmp(name, L"DataBasePath"), 0);
	assert_true(flags & RRF_RT_REG_SZ);
	if (!path)
		return ERROR_FILE_NOT_FOUND;
	if (*size < (wcslen(path) + 1) * sizeof(*path))
		return ERROR_MORE_DATA;
	wcscpy(data, path);
	return 0;
}

static void expect(enum system_file file, const char *wanted)
{
	char *found = system_file_path(file);

	assert_non_null(found);
	assert_string_equal(found, wanted);
	free(found);
}

static void goes_by_the_registry(void **state)
{
	(void)state;
	fake.RegGetValueW = fake_value;
	path = L"D:\\etc";
	expect(SYSTEM_FILE_HOSTS, "D:\\etc\\hosts");
	expect(SYSTEM_FILE_SERVICES, "D:\\etc\\services");
	/* Not "protocols", as elsewhere. */
	expect(SYSTEM_FILE_PROTOCOLS, "D:\\etc\\protocol");
	path = L"D:\\gr\x00f6\x00df" L"e\\";
	expect(SYSTEM_FILE_HOSTS, "D:\\gr\xc3\xb6\xc3\x9f" "e\\hosts");
	path = L"D:\\\\";
	expect(SYSTEM_FILE_HOSTS, "D:\\hosts");
}

static void goes_by_what_setup_sets(void **state)
{
	static const WCHAR *const values[] = {NULL, L""};

	(void)state;
	fake.RegGetValueW = fake_value;
	for (size_t i = 0; i < 2; i++) {
		char *found;

		path = values[i];
		found = system_file_path(SYSTEM_FILE_HOSTS);
		assert_non_null(strstr(found,
				       "\\system32\\drivers\\etc\\hosts"));
		assert_null(strchr(found, '%'));
		free(found);
	}
}

/* --- DNS servers --------------------------------------------------------- */

static const char *server;
static IF_OPER_STATUS up;

/* One adapter with one server, in one block, as Windows lays it. */
static ULONG WINAPI fake_adapters(ULONG family, ULONG flags, void *reserved,
				  IP_ADAPTER_ADDRESSES *out, ULONG *size)
{
	struct block {
		IP_ADAPTER_ADDRESSES adapter;
		IP_ADAPTER_DNS_SERVER_ADDRESS dns;
		struct sockaddr_in6 v6;
		struct sockaddr_in v4;
	} *b = (struct block *)out;

	(void)family, (void)reserved;
	assert_false(flags & GAA_FLAG_SKIP_DNS_SERVER);
	if (*size < sizeof(*b)) {
		*size = sizeof(*b);
		return ERROR_BUFFER_OVERFLOW;
	}
	memset(b, 0, sizeof(*b));
	b->adapter.OperStatus = up;
	if (!server)
		return 0;
	b->adapter.FirstDnsServerAddress = &b->dns;
	b->v4.sin_family = AF_INET;
	b->v6.sin6_family = AF_INET6;
	if (InetPtonA(AF_INET, server, &b->v4.sin_addr) == 1) {
		b->dns.Address.lpSockaddr = (struct sockaddr *)&b->v4;
		b->dns.Address.iSockaddrLength = sizeof(b->v4);
	} else {
		assert_int_equal(InetPtonA(AF_INET6, server,
					   &b->v6.sin6_addr), 1);
		b->dns.Address.lpSockaddr = (struct sockaddr *)&b->v6;
		b->dns.Address.iSockaddrLength = sizeof(b->v6);
	}
	return 0;
}

static void knows_a_server(void **state)
{
	static const struct {
		const char *server;
		IF_OPER_STATUS up;
		bool configured;
	} cases[] = {
		{"192.0.2.53", IfOperStatusUp, true},
		{"2001:db8::53", IfOperStatusUp, true},
		{"192.0.2.53", IfOperStatusDown, false},
		/* What Windows puts where there is none. */
		{"fec0:0:0:ffff::1", IfOperStatusUp, false},
		{"fec0:0:0:ffff::3", IfOperStatusUp, false},
		{"fec0::1", IfOperStatusUp, true},
		{NULL, IfOperStatusUp, false},
	};

	(void)state;
	fake.GetAdaptersAddresses = fake_adapters;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		server = cases[i].server;
		up = cases[i].up;
		assert_int_equal(system_has_servers(), cases[i].configured);
	}
}

/* --- Services ------------------------------------------------------------ */

static WCHAR *command;

static SC_HANDLE WINAPI fake_manager(const WCHAR *machine,
				     const WCHAR *database, DWORD access)
{
	(void)machine, (void)database, (void)access;
	return (SC_HANDLE)1;
}

static SC_HANDLE WINAPI fake_service(SC_HANDLE manager, const WCHAR *name,
				     DWORD access)
{
	(void)manager, (void)name, (void)access;
	return (SC_HANDLE)2;
}

static BOOL WINAPI fake_close(SC_HANDLE handle)
{
	(void)handle;
	return TRUE;
}

/* One service, which has no name to show. */
static BOOL WINAPI fake_list(SC_HANDLE manager, SC_ENUM_TYPE level, DWORD type,
			     DWORD state, BYTE *services, DWORD size,
			     DWORD *needed, DWORD *count, DWORD *resume,
			     const WCHAR *group)
{
	static WCHAR name[] = L"Mail";

	(void)manager, (void)level, (void)type, (void)state, (void)group;
	assert_true(size >= sizeof(ENUM_SERVICE_STATUS_PROCESSW));
	*(ENUM_SERVICE_STATUS_PROCESSW *)(void *)services =
		(ENUM_SERVICE_STATUS_PROCESSW){.lpServiceName = name};
	*needed = *resume = 0;
	*count = 1;
	return TRUE;
}

static BOOL WINAPI fake_config(SC_HANDLE service, QUERY_SERVICE_CONFIGW *config,
			       DWORD size, DWORD *needed)
{
	(void)service, (void)size;
	*needed = 0;
	*config = (QUERY_SERVICE_CONFIGW){.lpBinaryPathName = command};
	return TRUE;
}

static void finds_a_services_program(void **state)
{
	static const struct {
		const WCHAR *command;
		const char *path;
	} cases[] = {
		{L"C:\\a\\msexcimc.exe", "C:\\a\\msexcimc.exe"},
		{L"\"C:\\a b\\MSEXCIMC.EXE\" -x \"y.exe\"",
		 "C:\\a b\\MSEXCIMC.EXE"},
		{L"C:\\a b\\msexcimc.exe -x", "C:\\a b\\msexcimc.exe"},
		{L"\\??\\C:\\a\\msexcimc.exe", "C:\\a\\msexcimc.exe"},
		{L"C:\\a\\notmsexcimc.exe", NULL},
		{L"C:\\a\\msexcimc.dll", NULL},
		{L"C:\\msexcimc.exe\\other.exe", NULL},
		{L"\"C:\\a\\msexcimc.exe", "C:\\a\\msexcimc.exe"},
		{L"\"", NULL},
		{L"", NULL},
		{NULL, NULL},
	};

	(void)state;
	fake.OpenSCManagerW = fake_manager;
	fake.OpenServiceW = fake_service;
	fake.CloseServiceHandle = fake_close;
	fake.EnumServicesStatusExW = fake_list;
	fake.QueryServiceConfigW = fake_config;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct services *services;
		char *found;

		command = cases[i].command ? wcsdup(cases[i].command) : NULL;
		services = services_open();
		assert_non_null(services);
		found = services_program(services, "msexcimc");
		if (cases[i].path && found)
			assert_string_equal(found, cases[i].path);
		else
			assert_true(!found && !cases[i].path);
		free(found);
		services_close(services);
		free(command);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(goes_by_the_registry, set_up),
		cmocka_unit_test_setup(goes_by_what_setup_sets, set_up),
		cmocka_unit_test_setup(knows_a_server, set_up),
		cmocka_unit_test_setup(finds_a_services_program, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
