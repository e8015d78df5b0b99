/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control groups: the content of /proc/PID/cgroup, the path that is taken
 * from it, and a list of processes.  Any user may make a cgroup.
 */
#include "collect/process/cgroup.h"

#include "collect/process/pids.h"
#include "collect/process/proc.h"
#include "fuzz/fuzz.h"

static bool ends(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static void check_path(const char *path)
{
	char unit[CGROUP_NAME], id[CGROUP_NAME];
	const char *runtime = NULL;
	uint64_t uid;

	if (!cgroup_unit(path, unit)) {
		must(unit[0] && strlen(unit) < sizeof(unit));
		must(strstr(path, unit) && !strchr(unit, '/'));
	}
	if (cgroup_user(path, &uid))
		must(strstr(path, "user@") && uid <= UINT64_MAX);
	if (cgroup_container(path, &runtime, id))
		return;
	must(runtime && runtime[0] && strlen(id) < sizeof(id));
	must(!strchr(id, '\n') || strchr(path, '\n') || strchr(path, '\\'));
	must(!ends(id, "/"));
}

static void check_pids(const uint8_t *bytes, size_t length)
{
	struct pids pids = {NULL, 0, 0, false};

	pids_parse(&pids, (const char *)bytes, length);
	must(!pids.failed && pids.count <= length);
	for (size_t i = 0; i < pids.count; i++)
		must(pids.items[i].pid > 0);
	pids_free(&pids);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char path[CGROUP_PATH];
	char *text = fuzz_string(bytes, length < sizeof(path) ?
						length : sizeof(path) - 1);

	proc_cgroup_parse((const char *)bytes, length, path);
	must(strlen(path) < sizeof(path));
	check_path(path);
	check_path(text);
	check_pids(bytes, length);
	free(text);
	return 0;
}
