/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/win32/api.h"

#include <ws2spi.h>

#include "port/win32/run.h"

#define STATUS_NO_SUCH_FUNCTION ((LONG)0xc0000002) /* not implemented */

typedef LONG NTAPI query_process(HANDLE process, int class, void *info,
				 ULONG size, ULONG *returned);
typedef LONG NTAPI get_version(OSVERSIONINFOW *version);

/* ntdll is in every process, and no import library has all of it. */
static FARPROC from_ntdll(const char *name)
{
	HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");

	return ntdll ? GetProcAddress(ntdll, name) : NULL;
}

static LONG NTAPI nt_query_process(HANDLE process, int class, void *info,
				   ULONG size, ULONG *returned)
{
	query_process *query = (query_process *)(void *)from_ntdll(
		"NtQueryInformationProcess");

	return query ? query(process, class, info, size, returned) :
		       STATUS_NO_SUCH_FUNCTION;
}

static LONG NTAPI rtl_get_version(OSVERSIONINFOW *version)
{
	get_version *get =
		(get_version *)(void *)from_ntdll("RtlGetVersion");

	return get ? get(version) : STATUS_NO_SUCH_FUNCTION;
}

#define OWN(name) .name = name

const struct win32_api win32_system = {
	OWN(WSASocketW),
	OWN(setsockopt),
	OWN(getsockopt),
	OWN(bind),
	OWN(listen),
	OWN(getsockname),
	OWN(closesocket),
	OWN(WSAIoctl),
	OWN(WSCEnumProtocols),
	OWN(GetExtendedTcpTable),
	OWN(GetExtendedUdpTable),
	OWN(GetOwnerModuleFromTcpEntry),
	OWN(GetOwnerModuleFromTcp6Entry),
	OWN(GetOwnerModuleFromUdpEntry),
	OWN(GetOwnerModuleFromUdp6Entry),
	OWN(GetAdaptersAddresses),
	OWN(OpenProcess),
	OWN(CloseHandle),
	OWN(QueryFullProcessImageNameW),
	OWN(GetProcessTimes),
	OWN(ReadProcessMemory),
	OWN(CreateToolhelp32Snapshot),
	OWN(Process32FirstW),
	OWN(Process32NextW),
	OWN(GetNativeSystemInfo),
	.NtQueryInformationProcess = nt_query_process,
	.RtlGetVersion = rtl_get_version,
	OWN(OpenProcessToken),
	OWN(GetTokenInformation),
	OWN(AdjustTokenPrivileges),
	OWN(CheckTokenMembership),
	OWN(LookupPrivilegeValueW),
	OWN(LookupAccountSidW),
	OWN(GetUserNameW),
	OWN(OpenSCManagerW),
	OWN(OpenServiceW),
	OWN(EnumServicesStatusExW),
	OWN(QueryServiceConfigW),
	OWN(CloseServiceHandle),
	OWN(RegGetValueW),
	OWN(GetFileVersionInfoSizeW),
	OWN(GetFileVersionInfoW),
	OWN(run_program),
};

const struct win32_api *win32 = &win32_system;
