/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/service.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "facts/code.h"
#include "facts/value.h"
#include "port/wide.h"
#include "port/win32/api.h"

#define CHUNK (64 * 1024)	/* bytes; more than 256 K is refused */
#define PATH_UNITS 1024		/* of a program's path, in UTF-16 */
#define CONFIG_MAX 8192		/* bytes, the documented maximum */

struct service {
	char *name;
	char *title;
	uint32_t pid;
};

struct services {
	SC_HANDLE manager;
	struct service *list;
	size_t count, size;
	DWORD error;
};

static bool keep(struct services *s,
		 const ENUM_SERVICE_STATUS_PROCESSW *found)
{
	/* In Wine a service may have none. */
	const WCHAR *title = found->lpDisplayName ? found->lpDisplayName :
						    found->lpServiceName;
	struct service *more = s->list;
	struct service service = {
		.name = wide_text(found->lpServiceName,
				       wcslen(found->lpServiceName)),
		.title = wide_text(title, wcslen(title)),
		.pid = found->ServiceStatusProcess.dwProcessId,
	};

	if (s->count == s->size) {
		s->size = s->size ? 2 * s->size : 128;
		more = memory_resize(s->list, s->size * sizeof(*more));
	}
	if (!more || !service.name || !service.title) {
		free(service.name);
		free(service.title);
		return false;
	}
	s->list = more;
	s->list[s->count++] = service;
	return true;
}

static DWORD list(struct services *s, BYTE *buffer)
{
	DWORD needed, count, resume = 0, rc;

	do {
		rc = win32->EnumServicesStatusExW(
			     s->manager, SC_ENUM_PROCESS_INFO, SERVICE_WIN32,
			     SERVICE_STATE_ALL, buffer, CHUNK, &needed, &count,
			     &resume, NULL) ? 0 : GetLastError();
		if (rc && rc != ERROR_MORE_DATA)
			return rc;
		for (DWORD i = 0; i < count; i++)
			if (!keep(s, &((ENUM_SERVICE_STATUS_PROCESSW *)(void *)
					       buffer)[i]))
				return ERROR_NOT_ENOUGH_MEMORY;
	} while (rc && count);
	return rc;
}

struct services *services_open(void)
{
	struct services *s = memory_zeroed(1, sizeof(*s));
	BYTE *buffer = memory_new(CHUNK);

	if (!s || !buffer) {
		free(s);
		free(buffer);
		return NULL;
	}
	s->manager = win32->OpenSCManagerW(NULL, NULL,
					   SC_MANAGER_CONNECT |
						   SC_MANAGER_ENUMERATE_SERVICE);
	s->error = s->manager ? list(s, buffer) : GetLastError();
	free(buffer);
	return s;
}

void services_close(struct services *services)
{
	if (!services)
		return;
	if (services->manager)
		win32->CloseServiceHandle(services->manager);
	for (size_t i = 0; i < services->count; i++) {
		free(services->list[i].name);
		free(services->list[i].title);
	}
	free(services->list);
	free(services);
}

unsigned long services_error(const struct services *services)
{
	return services->error;
}

json_t *services_of(const struct services *services, uint32_t pid)
{
	json_t *names = json_array();

	for (size_t i = 0; names && pid && i < services->count; i++)
		if (services->list[i].pid == pid)
			json_array_append_new(
				names, value_string(services->list[i].name));
	return names;
}

/* Names of services are compared without regard to case. */
static const struct service *find(const struct services *services,
				  const char *name)
{
	for (size_t i = 0; i < services->count; i++)
		if (text_equal(services->list[i].name, name))
			return &services->list[i];
	return NULL;
}

/* Return: 0, with @config filled in, or an error of Windows */
static DWORD query(const struct services *services, const char *name,
		   QUERY_SERVICE_CONFIGW *config)
{
	WCHAR *wide = wide_from_utf8(name);
	SC_HANDLE service;
	DWORD needed, rc;

	if (!wide)
		return ERROR_NOT_ENOUGH_MEMORY;
	service = services->manager ?
			  win32->OpenServiceW(services->manager, wide,
					      SERVICE_QUERY_CONFIG) : NULL;
	rc = service && win32->QueryServiceConfigW(service, config, CONFIG_MAX,
						   &needed) ?
		     0 : GetLastError();
	if (service)
		win32->CloseServiceHandle(service);
	free(wide);
	return rc;
}

json_t *services_account(const struct services *services, const char *name)
{
	QUERY_SERVICE_CONFIGW *config = memory_new(CONFIG_MAX);
	json_t *value = NULL;

	if (config && !query(services, name, config))
		value = value_wide(config->lpServiceStartName);
	free(config);
	return value;
}

static bool is_suffix(const WCHAR *at)
{
	return !_wcsnicmp(at, L".exe", 4) && (!at[4] || at[4] == ' ');
}

/*
 * A command's program, as the manager reads it: between quotes, or up to the
 * suffix, since a path without quotes may have blanks.
 */
static char *program_of(const WCHAR *command)
{
	WCHAR path[PATH_UNITS];
	DWORD length = ExpandEnvironmentStringsW(command, path, PATH_UNITS);
	const WCHAR *start = path, *end;

	if (!length || length > PATH_UNITS)
		return NULL;
	if (!wcsncmp(start, L"\\??\\", 4))
		start += 4;
	if (*start == '"')
		end = wcschr(++start, '"');
	else
		for (end = start; *end && !is_suffix(end); end++)
			;
	if (end && *end && *end != '"')
		end += 4;
	return wide_text(start, end ? (size_t)(end - start) :
					   wcslen(start));
}

static bool is_program(const char *path, const char *program)
{
	const char *base = text_base(path);
	size_t length = strlen(program);

	return text_matches("*.exe", base, NULL, NULL) &&
	       strlen(base) == length + 4 &&
	       !_strnicmp(base, program, length);
}

char *services_program(const struct services *services, const char *program)
{
	QUERY_SERVICE_CONFIGW *config = memory_new(CONFIG_MAX);
	char *path = NULL;

	for (size_t i = 0; config && !path && i < services->count; i++) {
		if (query(services, services->list[i].name, config) ||
		    !config->lpBinaryPathName)
			continue;
		path = program_of(config->lpBinaryPathName);
		if (path && !is_program(path, program)) {
			free(path);
			path = NULL;
		}
	}
	free(config);
	return path;
}

static const char *start_type(DWORD type)
{
	switch (type) {
	case SERVICE_BOOT_START:
	case SERVICE_SYSTEM_START:
	case SERVICE_AUTO_START:
		return "automatic";
	case SERVICE_DEMAND_START:
		return "manual";
	case SERVICE_DISABLED:
		return "disabled";
	default:
		return NULL;
	}
}

void services_add_unit(const struct services *services, struct facts *facts,
		       const char *name)
{
	QUERY_SERVICE_CONFIGW *config = memory_zeroed(1, CONFIG_MAX);
	const struct service *service = find(services, name);
	DWORD rc = config ? query(services, name, config) :
			    ERROR_NOT_ENOUGH_MEMORY;
	struct fact_code code = code_win32(rc);
	json_t *value = json_pack("{s:o*, s:s, s:s, s:o*}", "name",
				  value_string(name), "type", "service",
				  "manager", "scm", "description",
				  value_string(service ? service->title :
							 NULL));

	if (value && !rc) {
		json_object_set_new(value, "enabled",
				    value_string(start_type(
					    config->dwStartType)));
		json_object_set_new(value, "command",
				    value_wide(config->lpBinaryPathName));
	}
	facts_add(facts, FACT_UNIT,
		  rc == ERROR_SERVICE_DOES_NOT_EXIST ? FACT_ABSENT :
						       code_win32_status(rc),
		  "service control manager", rc ? &code : NULL, value, "%s",
		  name);
	free(config);
}
