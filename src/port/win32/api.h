/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Windows' functions.  The collectors call them through one table.
 *
 * Tests replace it by their own and so provide socket tables, services,
 * version resources and refusals that no machine at hand has.
 * Members have the names, arguments and results of Windows' own functions.
 */
#ifndef PORT_WIN32_API_H
#define PORT_WIN32_API_H

#include <stdint.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <iphlpapi.h>
#include <tlhelp32.h>

/**
 * struct win32_api - The table
 * @NtQueryInformationProcess: ntdll's; STATUS_INVALID_INFO_CLASS for a class
 *		that this Windows does not have
 * @RtlGetVersion: ntdll's, which unlike GetVersionEx() gives the real version
 * @run_program: Not a function of Windows; run.h's
 */
struct win32_api {
	/* ws2_32 */
	SOCKET(WSAAPI *WSASocketW)
	(int family, int type, int protocol, WSAPROTOCOL_INFOW *info,
	 GROUP group, DWORD flags);
	int(WSAAPI *setsockopt)(SOCKET s, int level, int option,
				const char *value, int length);
	int(WSAAPI *getsockopt)(SOCKET s, int level, int option, char *value,
				int *length);
	int(WSAAPI *bind)(SOCKET s, const struct sockaddr *name, int length);
	int(WSAAPI *listen)(SOCKET s, int backlog);
	int(WSAAPI *getsockname)(SOCKET s, struct sockaddr *name,
				 int *length);
	int(WSAAPI *closesocket)(SOCKET s);
	int(WSAAPI *WSAIoctl)(SOCKET s, DWORD code, void *in, DWORD in_size,
			      void *out, DWORD out_size, DWORD *returned,
			      LPWSAOVERLAPPED overlapped,
			      LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);
	int(WSAAPI *WSCEnumProtocols)(int *protocols, WSAPROTOCOL_INFOW *infos,
				      DWORD *size, int *error);
	/* iphlpapi */
	DWORD(WINAPI *GetExtendedTcpTable)(void *table, DWORD *size,
					   BOOL order, ULONG family,
					   TCP_TABLE_CLASS class,
					   ULONG reserved);
	DWORD(WINAPI *GetExtendedUdpTable)(void *table, DWORD *size,
					   BOOL order, ULONG family,
					   UDP_TABLE_CLASS class,
					   ULONG reserved);
	DWORD(WINAPI *GetOwnerModuleFromTcpEntry)
	(MIB_TCPROW_OWNER_MODULE *row, TCPIP_OWNER_MODULE_INFO_CLASS class,
	 void *info, DWORD *size);
	DWORD(WINAPI *GetOwnerModuleFromTcp6Entry)
	(MIB_TCP6ROW_OWNER_MODULE *row, TCPIP_OWNER_MODULE_INFO_CLASS class,
	 void *info, DWORD *size);
	DWORD(WINAPI *GetOwnerModuleFromUdpEntry)
	(MIB_UDPROW_OWNER_MODULE *row, TCPIP_OWNER_MODULE_INFO_CLASS class,
	 void *info, DWORD *size);
	DWORD(WINAPI *GetOwnerModuleFromUdp6Entry)
	(MIB_UDP6ROW_OWNER_MODULE *row, TCPIP_OWNER_MODULE_INFO_CLASS class,
	 void *info, DWORD *size);
	ULONG(WINAPI *GetAdaptersAddresses)(ULONG family, ULONG flags,
					    void *reserved,
					    IP_ADAPTER_ADDRESSES *adapters,
					    ULONG *size);
	/* kernel32 */
	HANDLE(WINAPI *OpenProcess)(DWORD access, BOOL inherit, DWORD pid);
	BOOL(WINAPI *CloseHandle)(HANDLE handle);
	BOOL(WINAPI *QueryFullProcessImageNameW)(HANDLE process, DWORD flags,
						 WCHAR *name, DWORD *length);
	BOOL(WINAPI *GetProcessTimes)(HANDLE process, FILETIME *created,
				      FILETIME *ended, FILETIME *kernel,
				      FILETIME *user);
	BOOL(WINAPI *ReadProcessMemory)(HANDLE process, const void *from,
					void *to, SIZE_T size, SIZE_T *read);
	HANDLE(WINAPI *CreateToolhelp32Snapshot)(DWORD flags, DWORD pid);
	BOOL(WINAPI *Process32FirstW)(HANDLE snapshot, PROCESSENTRY32W *entry);
	BOOL(WINAPI *Process32NextW)(HANDLE snapshot, PROCESSENTRY32W *entry);
	void(WINAPI *GetNativeSystemInfo)(SYSTEM_INFO *info);
	/* ntdll */
	LONG(NTAPI *NtQueryInformationProcess)(HANDLE process, int class,
					       void *info, ULONG size,
					       ULONG *returned);
	LONG(NTAPI *RtlGetVersion)(OSVERSIONINFOW *version);
	/* advapi32 */
	BOOL(WINAPI *OpenProcessToken)(HANDLE process, DWORD access,
				       HANDLE *token);
	BOOL(WINAPI *GetTokenInformation)(HANDLE token,
					  TOKEN_INFORMATION_CLASS class,
					  void *info, DWORD size,
					  DWORD *returned);
	BOOL(WINAPI *AdjustTokenPrivileges)(HANDLE token, BOOL disable_all,
					    TOKEN_PRIVILEGES *state,
					    DWORD size,
					    TOKEN_PRIVILEGES *before,
					    DWORD *returned);
	BOOL(WINAPI *CheckTokenMembership)(HANDLE token, PSID sid,
					   BOOL *is_member);
	BOOL(WINAPI *LookupPrivilegeValueW)(const WCHAR *system,
					    const WCHAR *name, LUID *value);
	BOOL(WINAPI *LookupAccountSidW)(const WCHAR *system, PSID sid,
					WCHAR *name, DWORD *name_size,
					WCHAR *domain, DWORD *domain_size,
					SID_NAME_USE *use);
	BOOL(WINAPI *GetUserNameW)(WCHAR *name, DWORD *size);
	SC_HANDLE(WINAPI *OpenSCManagerW)(const WCHAR *machine,
					  const WCHAR *database, DWORD access);
	SC_HANDLE(WINAPI *OpenServiceW)(SC_HANDLE manager, const WCHAR *name,
					DWORD access);
	BOOL(WINAPI *EnumServicesStatusExW)(SC_HANDLE manager,
					    SC_ENUM_TYPE level, DWORD type,
					    DWORD state, BYTE *services,
					    DWORD size, DWORD *needed,
					    DWORD *count, DWORD *resume,
					    const WCHAR *group);
	BOOL(WINAPI *QueryServiceConfigW)(SC_HANDLE service,
					  QUERY_SERVICE_CONFIGW *config,
					  DWORD size, DWORD *needed);
	BOOL(WINAPI *CloseServiceHandle)(SC_HANDLE handle);
	LSTATUS(WINAPI *RegGetValueW)(HKEY key, const WCHAR *subkey,
				      const WCHAR *name, DWORD flags,
				      DWORD *type, void *data, DWORD *size);
	/* version */
	DWORD(WINAPI *GetFileVersionInfoSizeW)(const WCHAR *file,
					       DWORD *unused);
	BOOL(WINAPI *GetFileVersionInfoW)(const WCHAR *file, DWORD unused,
					  DWORD size, void *info);

	int (*run_program)(const WCHAR *program, const WCHAR *arguments,
			   int64_t deadline, char **output, size_t *length,
			   DWORD *status);
};

/** win32_system - Windows' own functions */
extern const struct win32_api win32_system;

/** win32 - The table in use; &win32_system unless a test has changed it */
extern const struct win32_api *win32;

#endif
