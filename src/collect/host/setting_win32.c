/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/host/host.h"

#include "facts/code.h"
#include "facts/value.h"
#include "port/win32/api.h"

#define TEXT_UNITS 1024		/* of a text, in UTF-16 */

static const struct {
	const char *name;
	const WCHAR *key;
	const WCHAR *value;
	bool text;
} settings[] = {
	/* 0xff and the like: IPv6 is off on every adapter. */
	{"Tcpip6\\Parameters\\DisabledComponents",
	 L"SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters",
	 L"DisabledComponents", false},
	/* Where hosts, services and protocol are. */
	{"Tcpip\\Parameters\\DataBasePath",
	 L"SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters",
	 L"DataBasePath", true},
};

static DWORD read_setting(size_t i, json_t **value)
{
	WCHAR text[TEXT_UNITS];
	DWORD number = 0, size, rc;

	size = settings[i].text ? sizeof(text) : sizeof(number);
	rc = (DWORD)win32->RegGetValueW(
		HKEY_LOCAL_MACHINE, settings[i].key, settings[i].value,
		settings[i].text ? RRF_RT_REG_SZ : RRF_RT_REG_DWORD, NULL,
		settings[i].text ? (void *)text : &number, &size);
	if (!rc)
		*value = settings[i].text ? value_wide(text) :
					    json_integer(number);
	return rc;
}

void host_setting_collect(struct facts *facts)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		json_t *value = json_pack("{s:s}", "name", settings[i].name);
		json_t *member = NULL;
		DWORD rc = read_setting(i, &member);
		struct fact_code code = code_win32(rc);

		if (!rc)
			json_object_set_new(value, "value", member);
		facts_add(facts, FACT_SETTING,
			  rc == ERROR_FILE_NOT_FOUND ? FACT_ABSENT :
						       code_win32_status(rc),
			  "registry", rc ? &code : NULL, value, "%s",
			  settings[i].name);
	}
}
