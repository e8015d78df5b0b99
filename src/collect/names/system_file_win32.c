/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/system_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "port/wide.h"
#include "port/win32/adapter.h"
#include "port/win32/api.h"

#define PATH_UNITS 1024		/* of a registry's path, in UTF-16 */

const char system_servers_file[] = "the adapters' settings";

/*
 * The folder, as UTF-8.  The value is a REG_EXPAND_SZ, which RegGetValue()
 * expands; where it is missing or empty, what an installation sets.
 */
static char *find_folder(void)
{
	static const WCHAR key[] =
		L"SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters";
	WCHAR path[PATH_UNITS];
	DWORD size = sizeof(path);

	if (win32->RegGetValueW(HKEY_LOCAL_MACHINE, key, L"DataBasePath",
				RRF_RT_REG_SZ, NULL, path, &size) ||
	    !path[0])
		ExpandEnvironmentStringsW(
			L"%SystemRoot%\\system32\\drivers\\etc", path,
			PATH_UNITS);
	return wide_text(path, wcslen(path));
}

char *system_file_path(enum system_file file)
{
	static const char *const names[] = {
		[SYSTEM_FILE_HOSTS] = "hosts",
		[SYSTEM_FILE_SERVICES] = "services",
		[SYSTEM_FILE_PROTOCOLS] = "protocol",
	};
	char *folder = find_folder();
	size_t length = folder ? strlen(folder) : 0;
	size_t size = length + 16;
	char *path = memory_new(size);

	while (length && (folder[length - 1] == '\\' ||
			  folder[length - 1] == '/'))
		length--;
	if (folder && path)
		snprintf(path, size, "%.*s\\%s", (int)length, folder,
			 names[file]);
	if (!folder) {
		free(path);
		path = NULL;
	}
	free(folder);
	return path;
}

/* fec0:0:0:ffff::1 to ::3 stand where nothing is configured. */
static bool is_placeholder(const struct sockaddr *name)
{
	static const uint8_t start[] = {0xfe, 0xc0, 0, 0, 0, 0, 0xff, 0xff};
	const struct sockaddr_in6 *v6 = (const void *)name;

	return name->sa_family == AF_INET6 &&
	       !memcmp(&v6->sin6_addr, start, sizeof(start));
}

bool system_has_servers(void)
{
	IP_ADAPTER_ADDRESSES *adapters;
	bool configured = false;

	if (!adapter_list(GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST |
				  GAA_FLAG_SKIP_UNICAST,
			  &adapters))
		for (IP_ADAPTER_ADDRESSES *a = adapters; a; a = a->Next)
			for (IP_ADAPTER_DNS_SERVER_ADDRESS *s =
				     a->FirstDnsServerAddress;
			     s && a->OperStatus == IfOperStatusUp; s = s->Next)
				configured = configured ||
					     !is_placeholder(
						     s->Address.lpSockaddr);
	free(adapters);
	return configured;
}
