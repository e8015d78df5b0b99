#include "collect/host/host.h"

#include "collect/win32/api.h"
#include "collect/win32/code.h"

static const struct {
	const char *name;
	const WCHAR *key;
	const WCHAR *value;
} settings[] = {
	/* 0xff and the like: IPv6 is off on every adapter. */
	{"Tcpip6\\Parameters\\DisabledComponents",
	 L"SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters",
	 L"DisabledComponents"},
};

void host_setting_collect(struct facts *facts)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		DWORD number = 0, size = sizeof(number);
		DWORD rc = (DWORD)win32->RegGetValueW(
			HKEY_LOCAL_MACHINE, settings[i].key,
			settings[i].value, RRF_RT_REG_DWORD, NULL, &number,
			&size);
		struct fact_code code = collect_win32(rc);
		json_t *value = json_pack("{s:s}", "name", settings[i].name);

		if (!rc)
			json_object_set_new(value, "value",
					    json_integer(number));
		facts_add(facts, FACT_SETTING,
			  rc == ERROR_FILE_NOT_FOUND ? FACT_ABSENT :
						       win32_status(rc),
			  "registry", rc ? &code : NULL, value, "%s",
			  settings[i].name);
	}
}
