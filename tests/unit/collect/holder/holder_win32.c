/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes and services that no machine at hand has: all of them are
 * synthetic.  A process's handle is its number with a bit set.
 */
#include "collect/holder/holder.h"

#include <stdlib.h>
#include <string.h>

#include "port/win32/api.h"
#include "unit/collect/process/resource.h"
#include "unit/unit.h"

#define HANDLE_BIT 0x10000
#define STARTED 1700000000

static const struct process {
	DWORD pid, ppid;
	const WCHAR *name;
	const WCHAR *exe;
	const WCHAR *line;
	DWORD error;		/* of OpenProcess() */
	int64_t started;
	BYTE sid[28];		/* revision, count, authority, sub-authorities */
} processes[] = {
	{4, 0, L"System", NULL, NULL, ERROR_ACCESS_DENIED, 0, {0}},
	{620, 4, L"services.exe", NULL, NULL, ERROR_ACCESS_DENIED, 0, {0}},
	{1480, 620, L"inetinfo.exe",
	 L"C:\\Windows\\System32\\inetsrv\\inetinfo.exe",
	 L"C:\\Windows\\System32\\inetsrv\\inetinfo.exe -e \"a b\"", 0,
	 STARTED,
	 {1, 1, 0, 0, 0, 0, 0, 5, 18}},
	{2112, 620, L"relay.exe", L"C:\\Program Files\\R\x00e9lais\\relay.exe",
	 L"\"C:\\Program Files\\R\x00e9lais\\relay.exe\" /run", 0, STARTED + 5,
	 {1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0,
	  0, 0x50, 4, 0, 0}},
	/* Its parent's number is another's by now, who is younger. */
	{3000, 2112, L"old.exe", L"C:\\old.exe", L"old.exe", 0, STARTED - 9,
	 {1, 1, 0, 0, 0, 0, 0, 5, 18}},
	{4000, 620, L"shield.exe", NULL, NULL, ERROR_ACCESS_DENIED, 0, {0}},
	{5000, 0, L"odd.exe", NULL, NULL, 0, -1, {0}},
};

#define PROCESSES (sizeof(processes) / sizeof(processes[0]))

static const struct service {
	const WCHAR *name, *title;
	DWORD pid, start;
	const WCHAR *command, *account;
} services[] = {
	{L"IISADMIN", L"IIS Admin Service", 1480, SERVICE_AUTO_START,
	 L"C:\\Windows\\System32\\inetsrv\\inetinfo.exe", L"LocalSystem"},
	{L"SMTPSVC", L"Simple Mail Transfer Protocol", 1480,
	 SERVICE_DEMAND_START, L"C:\\Windows\\System32\\inetsrv\\inetinfo.exe",
	 L"LocalSystem"},
	{L"Relay", L"Relais de messagerie", 2112, SERVICE_DISABLED,
	 L"\"C:\\Program Files\\R\x00e9lais\\relay.exe\" /run",
	 L"EXAMPLE\\relay"},
	{L"Stopped", L"One that is stopped", 0, SERVICE_AUTO_START, L"x", L"x"},
	{L"Shield", L"Mail Shield", 4000, SERVICE_AUTO_START, L"x", L"x"},
};

#define SERVICES (sizeof(services) / sizeof(services[0]))

static DWORD manager_error;
static DWORD config_error;
static bool no_line_class;	/* a Windows before 8.1 */
static size_t page = 2;		/* services in one answer */
static int open_handles;
static int enabled;		/* SeDebugPrivilege, at this moment */

static const struct process *process_of(HANDLE handle)
{
	for (size_t i = 0; i < PROCESSES; i++)
		if (processes[i].pid ==
		    ((ULONG_PTR)handle & (HANDLE_BIT - 1)))
			return &processes[i];
	return NULL;
}

static HANDLE WINAPI fake_open(DWORD access, BOOL inherit, DWORD pid)
{
	const struct process *p = process_of((HANDLE)(ULONG_PTR)pid);

	(void)access;
	assert_false(inherit);
	assert_true(enabled);
	SetLastError(p ? p->error : ERROR_INVALID_PARAMETER);
	if (!p || p->error)
		return NULL;
	open_handles++;
	return (HANDLE)(ULONG_PTR)(pid | HANDLE_BIT);
}

static BOOL WINAPI fake_close(HANDLE handle)
{
	assert_non_null(handle);
	open_handles--;
	return TRUE;
}

static size_t walked;

static BOOL WINAPI fake_next(HANDLE snapshot, PROCESSENTRY32W *entry)
{
	(void)snapshot;
	if (walked == PROCESSES)
		return FALSE;
	entry->th32ProcessID = processes[walked].pid;
	entry->th32ParentProcessID = processes[walked].ppid;
	wcscpy(entry->szExeFile, processes[walked++].name);
	return TRUE;
}

static BOOL WINAPI fake_first(HANDLE snapshot, PROCESSENTRY32W *entry)
{
	walked = 0;
	return fake_next(snapshot, entry);
}

static HANDLE WINAPI fake_snapshot(DWORD flags, DWORD pid)
{
	(void)flags, (void)pid;
	open_handles++;
	return (HANDLE)1;
}

static BOOL WINAPI fake_image(HANDLE process, DWORD flags, WCHAR *name,
			      DWORD *length)
{
	const WCHAR *exe = process_of(process)->exe;

	(void)flags, (void)length;
	if (exe)
		wcscpy(name, exe);
	return exe != NULL;
}

static BOOL WINAPI fake_times(HANDLE process, FILETIME *created,
			      FILETIME *ended, FILETIME *kernel,
			      FILETIME *user)
{
	int64_t started = process_of(process)->started;
	uint64_t since_1601 = ((uint64_t)started + 11644473600u) * 10000000u;

	*ended = *kernel = *user = (FILETIME){0};
	created->dwLowDateTime = (DWORD)since_1601;
	created->dwHighDateTime = (DWORD)(since_1601 >> 32);
	return started >= 0;
}

/* A process's memory: its blocks stand at addresses of our choice. */
#define PEB 0x1000
#define PARAMETERS 0x2000
#define LINE 0x3000

static BOOL WINAPI fake_read(HANDLE process, const void *from, void *to,
			     SIZE_T size, SIZE_T *read)
{
	const WCHAR *line = process_of(process)->line;
	USHORT bytes = (USHORT)(line ? wcslen(line) * sizeof(WCHAR) : 0);
	const uint64_t parameters = PARAMETERS;
	unsigned char string[16] = {bytes & 0xff, (unsigned char)(bytes >> 8),
				    0, 0, 0, 0, 0, 0, LINE & 0xff, LINE >> 8};

	*read = size;
	if ((ULONG_PTR)from == PEB + 0x20 && size == 8)
		memcpy(to, &parameters, 8);
	else if ((ULONG_PTR)from == PARAMETERS + 0x70 && size == 16)
		memcpy(to, string, 16);
	else if ((ULONG_PTR)from == LINE && size == bytes && line)
		memcpy(to, line, size);
	else
		return FALSE;
	return TRUE;
}

static LONG NTAPI fake_query(HANDLE process, int class, void *info, ULONG size,
			     ULONG *returned)
{
	const WCHAR *line = process_of(process)->line;
	uint64_t basic[6] = {0, PEB};
	USHORT bytes = (USHORT)(line ? wcslen(line) * sizeof(WCHAR) : 0);

	if (class == 0) {
		assert_int_equal(size, sizeof(basic));
		memcpy(info, basic, sizeof(basic));
		return 0;
	}
	assert_int_equal(class, 60);
	if (no_line_class || !line)
		return (LONG)0xc0000003;
	memset(info, 0, 16);
	memcpy(info, &bytes, sizeof(bytes));
	memcpy((char *)info + 16, line, bytes);
	*returned = 16u + bytes;
	return 0;
}

static BOOL WINAPI fake_token(HANDLE process, DWORD access, HANDLE *token)
{
	if (process == GetCurrentProcess())
		return OpenProcessToken(process, access, token);
	if (!process_of(process)->sid[0])
		return FALSE;
	open_handles++;
	*token = process;
	return TRUE;
}

static BOOL WINAPI fake_information(HANDLE token, TOKEN_INFORMATION_CLASS class,
				    void *info, DWORD size, DWORD *returned)
{
	TOKEN_USER *user = info;

	if (!((ULONG_PTR)token & HANDLE_BIT))
		return GetTokenInformation(token, class, info, size, returned);
	assert_int_equal(class, TokenUser);
	*returned = sizeof(*user) + sizeof(processes[0].sid);
	if (size < *returned)
		return FALSE;
	user->User.Sid = user + 1;
	memcpy(user->User.Sid, process_of(token)->sid,
	       sizeof(processes[0].sid));
	return TRUE;
}

static BOOL WINAPI close_any(HANDLE handle)
{
	if ((ULONG_PTR)handle & HANDLE_BIT || handle == (HANDLE)1)
		return fake_close(handle);
	return CloseHandle(handle);
}

/* Only accounts that every Windows has may be asked for. */
static BOOL WINAPI fake_account(const WCHAR *system, PSID sid, WCHAR *name,
				DWORD *name_size, WCHAR *domain,
				DWORD *domain_size, SID_NAME_USE *use)
{
	(void)system, (void)name_size, (void)domain_size, (void)use;
	assert_int_not_equal(*GetSidSubAuthority(sid, 0), 21);
	wcscpy(name, L"SYSTEM");
	wcscpy(domain, L"AUTORITE NT");
	return TRUE;
}

static BOOL WINAPI fake_adjust(HANDLE token, BOOL disable_all,
			       TOKEN_PRIVILEGES *state, DWORD size,
			       TOKEN_PRIVILEGES *before, DWORD *returned)
{
	(void)token, (void)disable_all, (void)size, (void)returned;
	enabled = state->Privileges[0].Attributes != 0;
	before->PrivilegeCount = 1;
	return TRUE;
}

static SC_HANDLE WINAPI fake_manager(const WCHAR *machine,
				     const WCHAR *database, DWORD access)
{
	(void)machine, (void)database, (void)access;
	SetLastError(manager_error);
	if (manager_error)
		return NULL;
	open_handles++;
	return (SC_HANDLE)1;
}

static BOOL WINAPI fake_enumerate(SC_HANDLE manager, SC_ENUM_TYPE level,
				  DWORD type, DWORD state, BYTE *buffer,
				  DWORD size, DWORD *needed, DWORD *count,
				  DWORD *resume, const WCHAR *group)
{
	ENUM_SERVICE_STATUS_PROCESSW *out = (void *)buffer;

	(void)manager, (void)level, (void)type, (void)state, (void)size;
	(void)needed, (void)group;
	for (*count = 0; *count < page && *resume < SERVICES; ++*resume)
		out[(*count)++] = (ENUM_SERVICE_STATUS_PROCESSW){
			.lpServiceName = (WCHAR *)services[*resume].name,
			.lpDisplayName = (WCHAR *)services[*resume].title,
			.ServiceStatusProcess.dwProcessId =
				services[*resume].pid,
		};
	SetLastError(ERROR_MORE_DATA);
	return *resume == SERVICES;
}

static SC_HANDLE WINAPI fake_service(SC_HANDLE manager, const WCHAR *name,
				     DWORD access)
{
	(void)manager, (void)access;
	for (size_t i = 0; i < SERVICES; i++) {
		if (wcscmp(services[i].name, name))
			continue;
		open_handles++;
		return (SC_HANDLE)&services[i];
	}
	SetLastError(ERROR_SERVICE_DOES_NOT_EXIST);
	return NULL;
}

static BOOL WINAPI fake_config(SC_HANDLE service, QUERY_SERVICE_CONFIGW *config,
			       DWORD size, DWORD *needed)
{
	const struct service *s = (const void *)service;

	(void)size, (void)needed;
	SetLastError(config_error);
	config->dwStartType = s->start;
	config->lpBinaryPathName = (WCHAR *)s->command;
	config->lpServiceStartName = (WCHAR *)s->account;
	return !config_error;
}

static BOOL WINAPI fake_close_service(SC_HANDLE handle)
{
	assert_non_null(handle);
	open_handles--;
	return TRUE;
}

/* One version resource, in French. */
static DWORD WINAPI fake_version_size(const WCHAR *file, DWORD *unused)
{
	*unused = 0;
	return wcsstr(file, L"relay") ? sizeof(struct resource) : 0;
}

static BOOL WINAPI fake_version(const WCHAR *file, DWORD unused, DWORD size,
				void *info)
{
	struct resource r = {.at = 0};
	size_t root = resource_open(&r, "VS_VERSION_INFO", 0), strings, table;

	(void)file, (void)unused;
	strings = resource_open(&r, "StringFileInfo", 0);
	table = resource_open(&r, "040c04b0", 0);
	resource_string(&r, "ProductName", "Le Relais");
	resource_string(&r, "CompanyName", "Poste & Cie");
	resource_close(&r, table);
	resource_close(&r, strings);
	resource_translation(&r, 0x040c, 0x04b0);
	resource_close(&r, root);
	assert_true(r.at <= size);
	memcpy(info, r.bytes, r.at);
	return TRUE;
}

static struct win32_api fake;

static int set_up(void **state)
{
	(void)state;
	manager_error = config_error = 0;
	no_line_class = false;
	open_handles = 0;
	fake = win32_system;
	fake.OpenProcess = fake_open;
	fake.CloseHandle = close_any;
	fake.QueryFullProcessImageNameW = fake_image;
	fake.GetProcessTimes = fake_times;
	fake.ReadProcessMemory = fake_read;
	fake.CreateToolhelp32Snapshot = fake_snapshot;
	fake.Process32FirstW = fake_first;
	fake.Process32NextW = fake_next;
	fake.NtQueryInformationProcess = fake_query;
	fake.OpenProcessToken = fake_token;
	fake.GetTokenInformation = fake_information;
	fake.AdjustTokenPrivileges = fake_adjust;
	fake.LookupAccountSidW = fake_account;
	fake.OpenSCManagerW = fake_manager;
	fake.OpenServiceW = fake_service;
	fake.EnumServicesStatusExW = fake_enumerate;
	fake.QueryServiceConfigW = fake_config;
	fake.CloseServiceHandle = fake_close_service;
	fake.GetFileVersionInfoSizeW = fake_version_size;
	fake.GetFileVersionInfoW = fake_version;
	win32 = &fake;
	return 0;
}

/* The facts about the holder of one socket. */
static struct facts *describe(int64_t pid, const char *unit)
{
	struct facts *facts = facts_new();

	facts_add(facts, FACT_SOCKET, FACT_SEEN, "", NULL,
		  json_pack("{s:s, s:i, s:s, s:I, s:s*}", "address", "0.0.0.0",
			    "port", 25, "protocol", "tcp", "pid",
			    (json_int_t)pid, "unit", unit),
		  "a socket");
	holder_collect(facts, 0);
	assert_int_equal(facts_error(facts), 0);
	assert_int_equal(open_handles, 0);
	assert_false(enabled);
	return facts;
}

static const struct fact *process_in(const struct facts *facts)
{
	return facts_next(facts, FACT_PROCESS, NULL);
}

static const struct fact *unit_in(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_UNIT, unit)
		if (!strcmp(fact_string(unit, "name"), name))
			return unit;
	return NULL;
}

static const char *item(const struct fact *fact, const char *member, size_t i)
{
	return json_string_value(json_array_get(fact_array(fact, member), i));
}

static void tells_all_of_a_service(void **state)
{
	struct facts *facts = describe(2112, NULL);
	const struct fact *p = process_in(facts), *u;

	(void)state;
	assert_int_equal(p->status, FACT_SEEN);
	assert_string_equal(fact_string(p, "name"), "relay.exe");
	assert_string_equal(fact_string(p, "exe"),
			    "C:\\Program Files\\R\xc3\xa9lais\\relay.exe");
	assert_string_equal(item(p, "args", 0), fact_string(p, "exe"));
	assert_string_equal(item(p, "args", 1), "/run");
	assert_int_equal(fact_integer(p, "started", 0), STARTED + 5);
	assert_int_equal(fact_integer(p, "ppid", 0), 620);
	assert_string_equal(fact_string(p, "product"), "Le Relais");
	assert_string_equal(fact_string(p, "company"), "Poste & Cie");
	assert_string_equal(fact_string(p, "unit"), "Relay");
	/* Whose name would be a domain's to tell; the manager has it here. */
	assert_string_equal(fact_string(p, "user"), "EXAMPLE\\relay");
	assert_string_equal(json_string_value(json_object_get(
				    json_array_get(fact_array(p, "parents"), 1),
				    "name")),
			    "System");
	u = unit_in(facts, "Relay");
	assert_string_equal(fact_string(u, "manager"), "scm");
	assert_string_equal(fact_string(u, "enabled"), "disabled");
	assert_string_equal(fact_string(u, "description"),
			    "Relais de messagerie");
	assert_string_equal(fact_string(u, "command"),
			    "\"C:\\Program Files\\R\xc3\xa9lais\\relay.exe\" "
			    "/run");
	facts_free(facts);
}

static void lists_every_service_of_a_process(void **state)
{
	struct facts *facts = describe(1480, NULL);
	const struct fact *p = process_in(facts);

	(void)state;
	assert_int_equal(json_array_size(fact_array(p, "services")), 2);
	assert_string_equal(item(p, "services", 1), "SMTPSVC");
	/* Which of them it is, is not known. */
	assert_null(fact_string(p, "unit"));
	assert_string_equal(fact_string(p, "user"), "AUTORITE NT\\SYSTEM");
	assert_string_equal(item(p, "args", 2), "a b");
	assert_string_equal(fact_string(unit_in(facts, "SMTPSVC"), "enabled"),
			    "manual");
	assert_string_equal(fact_string(unit_in(facts, "IISADMIN"), "enabled"),
			    "automatic");
	assert_null(unit_in(facts, "Stopped"));
	facts_free(facts);
}

static void a_stopped_service_has_no_process(void **state)
{
	struct facts *facts = describe(0, NULL);

	(void)state;
	assert_null(process_in(facts));
	assert_null(facts_next(facts, FACT_UNIT, NULL));
	facts_free(facts);
}

static void a_service_of_the_socket_is_told_too(void **state)
{
	struct facts *facts = describe(1480, "No such service");

	(void)state;
	assert_int_equal(unit_in(facts, "No such service")->status,
			 FACT_ABSENT);
	assert_true(fact_is(unit_in(facts, "No such service"),
			    "ERROR_SERVICE_DOES_NOT_EXIST"));
	facts_free(facts);
}

static void reads_the_command_line_of_older_windows(void **state)
{
	struct facts *facts;
	const struct fact *p;

	(void)state;
	no_line_class = true;
	facts = describe(2112, NULL);
	p = process_in(facts);
	assert_int_equal(json_array_size(fact_array(p, "args")), 2);
	assert_string_equal(item(p, "args", 1), "/run");
	facts_free(facts);
}

static void younger_parents_are_none(void **state)
{
	struct facts *facts = describe(3000, NULL);

	(void)state;
	assert_int_equal(
		json_array_size(fact_array(process_in(facts), "parents")), 0);
	assert_null(fact_array(process_in(facts), "services"));
	facts_free(facts);
}

static void says_what_right_is_missing(void **state)
{
	struct facts *facts = describe(4000, NULL);
	const struct fact *p = process_in(facts);

	(void)state;
	assert_int_equal(p->status, FACT_DENIED);
	assert_true(fact_is(p, "ERROR_ACCESS_DENIED"));
	assert_string_equal(fact_string(p, "right"), "SeDebugPrivilege");
	assert_string_equal(fact_string(p, "name"), "shield.exe");
	assert_string_equal(fact_string(p, "unit"), "Shield");
	assert_null(fact_string(p, "exe"));
	facts_free(facts);
}

static void the_kernel_is_process_4(void **state)
{
	struct facts *facts = describe(4, NULL);
	const struct fact *p = process_in(facts);

	(void)state;
	assert_int_equal(p->status, FACT_SEEN);
	assert_string_equal(fact_string(p, "name"), "System");
	assert_null(fact_string(p, "exe"));
	facts_free(facts);
}

static void who_is_gone_leaves_no_fact(void **state)
{
	struct facts *facts = describe(9999, NULL);

	(void)state;
	assert_null(process_in(facts));
	facts_free(facts);
}

static void what_is_not_told_is_left_out(void **state)
{
	struct facts *facts = describe(5000, NULL);
	const struct fact *p = process_in(facts);

	(void)state;
	assert_int_equal(p->status, FACT_SEEN);
	assert_null(fact_string(p, "exe"));
	assert_null(fact_string(p, "user"));
	assert_null(fact_array(p, "args"));
	assert_null(json_object_get(p->value, "started"));
	facts_free(facts);
}

static void does_without_the_service_manager(void **state)
{
	struct facts *facts;
	const struct fact *u;

	(void)state;
	manager_error = ERROR_ACCESS_DENIED;
	facts = describe(1480, NULL);
	assert_null(fact_array(process_in(facts), "services"));
	u = facts_next(facts, FACT_UNIT, NULL);
	assert_int_equal(u->status, FACT_DENIED);
	assert_null(fact_string(u, "name"));
	facts_free(facts);
	manager_error = 0;
	config_error = ERROR_ACCESS_DENIED;
	facts = describe(2112, NULL);
	u = unit_in(facts, "Relay");
	assert_int_equal(u->status, FACT_DENIED);
	assert_string_equal(fact_string(u, "description"),
			    "Relais de messagerie");
	/* Nor does the manager say who runs it. */
	assert_string_equal(fact_string(process_in(facts), "user"),
			    "S-1-5-21-1-2-3-1104");
	facts_free(facts);
}

static void each_is_told_once(void **state)
{
	struct facts *facts = describe(1480, NULL);
	size_t count = facts_count(facts);

	(void)state;
	holder_collect(facts, 0);
	assert_int_equal(facts_count(facts), count);
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(tells_all_of_a_service, set_up),
		cmocka_unit_test_setup(lists_every_service_of_a_process,
				       set_up),
		cmocka_unit_test_setup(a_stopped_service_has_no_process,
				       set_up),
		cmocka_unit_test_setup(a_service_of_the_socket_is_told_too,
				       set_up),
		cmocka_unit_test_setup(reads_the_command_line_of_older_windows,
				       set_up),
		cmocka_unit_test_setup(younger_parents_are_none, set_up),
		cmocka_unit_test_setup(says_what_right_is_missing, set_up),
		cmocka_unit_test_setup(the_kernel_is_process_4, set_up),
		cmocka_unit_test_setup(who_is_gone_leaves_no_fact, set_up),
		cmocka_unit_test_setup(what_is_not_told_is_left_out, set_up),
		cmocka_unit_test_setup(does_without_the_service_manager,
				       set_up),
		cmocka_unit_test_setup(each_is_told_once, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
