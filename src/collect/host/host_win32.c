/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/host/host.h"

#include <stdio.h>

#include "port/clock.h"
#include "port/win32/token.h"

#define RELEASE_TEXT 96

typedef const char *wine_version(void);

/* "10.0.19045"; under Wine with that, since Wine is not Windows. */
static void release(char *text)
{
	OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof(version)};
	HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
	wine_version *wine = ntdll ? (wine_version *)(void *)GetProcAddress(
					     ntdll, "wine_get_version") : NULL;

	win32->RtlGetVersion(&version);
	snprintf(text, RELEASE_TEXT, "%lu.%lu.%lu%s%.32s%s",
		 version.dwMajorVersion, version.dwMinorVersion,
		 version.dwBuildNumber, wine ? " (Wine " : "",
		 wine ? wine() : "", wine ? ")" : "");
}

static const char *machine(void)
{
	SYSTEM_INFO info = {0};

	win32->GetNativeSystemInfo(&info);
	switch (info.wProcessorArchitecture) {
	case PROCESSOR_ARCHITECTURE_AMD64:
		return "x86_64";
	case PROCESSOR_ARCHITECTURE_INTEL:
		return "x86";
	case 12:	/* PROCESSOR_ARCHITECTURE_ARM64 */
		return "arm64";
	default:
		return "?";
	}
}

static void add_host(struct facts *facts)
{
	char text[RELEASE_TEXT], *user = token_user(GetCurrentProcess());
	int elevated = token_elevated();
	json_t *value;

	release(text);
	value = json_pack("{s:s, s:s, s:s, s:I, s:b, s:o*, s:o*}", "os",
			  "Windows", "release", text, "machine", machine(),
			  "time", (json_int_t)clock_wall(),
			  "initial_pid_namespace", 1, "user",
			  user ? value_string(user) : NULL, "elevated",
			  elevated < 0 ? NULL : json_boolean(elevated));
	facts_add(facts, FACT_HOST, FACT_SEEN,
		  "RtlGetVersion(), GetTokenInformation()", NULL, value,
		  "this machine");
	free(user);
}

static void add_right(struct facts *facts, const char *name, int held,
		      const char *purpose, const char *source)
{
	facts_add(facts, FACT_RIGHT,
		  held > 0  ? FACT_SEEN :
		  held == 0 ? FACT_ABSENT : FACT_FAILED,
		  source, NULL,
		  json_pack("{s:s, s:s}", "name", name, "purpose", purpose),
		  "%s", name);
}

void host_collect(struct facts *facts)
{
	add_host(facts);
	add_right(facts, "administrator", token_administrator(),
		  "look into the processes and services of other users",
		  "CheckTokenMembership()");
	add_right(facts, "SeDebugPrivilege",
		  token_privilege(L"SeDebugPrivilege"),
		  "open processes that do not let administrators in",
		  "GetTokenInformation()");
}
