/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/process_list.h"

#include <stdlib.h>
#include <wchar.h>

#include "base/memory.h"
#include "base/text.h"
#include "collect/process/image.h"
#include "facts/code.h"
#include "facts/value.h"
#include "port/win32/api.h"
#include "port/win32/token.h"

#define PARENTS_MAX 16

struct entry {
	uint32_t pid, ppid;
	WCHAR name[MAX_PATH];
};

struct processes {
	struct entry *list;
	size_t count, size;
};

static bool keep(struct processes *p, const PROCESSENTRY32W *found)
{
	struct entry *more = p->list;

	if (p->count == p->size) {
		p->size = p->size ? 2 * p->size : 128;
		more = memory_resize(p->list, p->size * sizeof(*more));
		if (!more)
			return false;
		p->list = more;
	}
	more = &p->list[p->count++];
	*more = (struct entry){found->th32ProcessID,
			       found->th32ParentProcessID, {0}};
	wcsncpy(more->name, found->szExeFile, MAX_PATH - 1);
	return true;
}

struct processes *processes_open(void)
{
	struct processes *p = memory_zeroed(1, sizeof(*p));
	PROCESSENTRY32W entry = {.dwSize = sizeof(entry)};
	HANDLE all;
	BOOL more;

	if (!p)
		return NULL;
	all = win32->CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
	if (all == INVALID_HANDLE_VALUE)
		return p;
	more = win32->Process32FirstW(all, &entry);
	while (more && keep(p, &entry))
		more = win32->Process32NextW(all, &entry);
	win32->CloseHandle(all);
	return p;
}

void processes_close(struct processes *processes)
{
	if (processes)
		free(processes->list);
	free(processes);
}

static const struct entry *find(const struct processes *processes,
				uint32_t pid)
{
	for (size_t i = 0; i < processes->count; i++)
		if (processes->list[i].pid == pid)
			return &processes->list[i];
	return NULL;
}

static int64_t started(uint32_t pid)
{
	HANDLE process = win32->OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION,
					    FALSE, pid);
	int64_t seconds = process ? image_started(process) : -1;

	if (process)
		win32->CloseHandle(process);
	return seconds;
}

/*
 * A parent may have ended, and another process may have its number by now: a
 * process that started after the child is not its parent.
 */
static json_t *parents_of(const struct processes *processes,
			  const struct entry *child)
{
	int64_t born = child ? started(child->pid) : -1;
	json_t *parents = json_array();

	while (child && child->ppid && json_array_size(parents) < PARENTS_MAX) {
		const struct entry *parent = find(processes, child->ppid);
		int64_t before = parent ? started(parent->pid) : -1;

		if (!parent || parent == child ||
		    (before >= 0 && born >= 0 && before > born))
			break;
		json_array_append_new(
			parents, json_pack("{s:I, s:o*}", "pid",
					   (json_int_t)parent->pid, "name",
					   value_wide(parent->name)));
		child = parent;
		if (before >= 0)
			born = before;
	}
	return parents;
}

/* What every user may see. */
static json_t *public_value(const struct processes *processes,
			    const struct services *services, uint32_t pid)
{
	const struct entry *entry = find(processes, pid);
	json_t *hosted = services_of(services, pid);
	json_t *value = json_pack("{s:I}", "pid", (json_int_t)pid);

	if (entry) {
		json_object_set_new(value, "ppid",
				    json_integer(entry->ppid));
		json_object_set_new(value, "name", value_wide(entry->name));
	} else if (pid == PROCESS_SYSTEM) {
		json_object_set_new(value, "name", json_string("System"));
	}
	if (pid != PROCESS_SYSTEM)
		json_object_set_new(value, "parents",
				    parents_of(processes, entry));
	if (json_array_size(hosted) == 1)
		json_object_set(value, "unit", json_array_get(hosted, 0));
	if (json_array_size(hosted))
		json_object_set(value, "services", hosted);
	json_decref(hosted);
	return value;
}

/* A name that a domain controller would have to give may be a service's. */
static json_t *user_of(HANDLE process, const struct services *services,
		       const json_t *value)
{
	const char *unit = json_string_value(json_object_get(value, "unit"));
	char *name = token_user(process);
	json_t *user = NULL;

	if (unit && (!name || text_starts(name, "S-1-")))
		user = services_account(services, unit);
	if (!user && name)
		user = value_string(name);
	free(name);
	return user;
}

static void add_details(HANDLE process, const struct services *services,
			uint32_t pid, json_t *value)
{
	int64_t since = image_started(process);

	image_describe(process, value);
	json_object_set_new(value, "args", image_args(process, pid));
	json_object_set_new(value, "user", user_of(process, services, value));
	if (since >= 0)
		json_object_set_new(value, "started", json_integer(since));
}

void processes_add(const struct processes *processes,
		   const struct services *services, struct facts *facts,
		   uint32_t pid)
{
	bool kernel = pid == PROCESS_SYSTEM;
	HANDLE process = kernel ? NULL :
		win32->OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE,
				   pid);
	DWORD error = process || kernel ? 0 : GetLastError();
	struct fact_code code = code_win32(error);
	json_t *value;

	/* The process has ended. */
	if (error == ERROR_INVALID_PARAMETER)
		return;
	value = public_value(processes, services, pid);
	if (process) {
		add_details(process, services, pid, value);
		win32->CloseHandle(process);
	} else if (error == ERROR_ACCESS_DENIED) {
		json_object_set_new(value, "right",
				    json_string("SeDebugPrivilege"));
	}
	facts_add(facts, FACT_PROCESS, code_win32_status(error),
		  "OpenProcess(), CreateToolhelp32Snapshot()",
		  error ? &code : NULL, value, "pid %lu", (unsigned long)pid);
}
