/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/describe.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/holder/seen.h"
#include "collect/package/package.h"
#include "collect/process/container.h"
#include "collect/process/look.h"
#include "collect/process/process.h"
#include "collect/unit/unit.h"

struct describer {
	struct facts *facts;
	int64_t deadline;
	struct looks *looks;
	struct seen processes, units, containers, files;
};

/* Enter what the facts have already. */
static void know(struct seen *seen, const struct facts *facts,
		 enum fact_kind kind, const char *member)
{
	facts_each(facts, kind, fact) {
		const char *string = fact_string(fact, member);

		if (string)
			seen_before(seen, string);
	}
}

static bool is_known_process(struct describer *d, int64_t pid)
{
	char key[24];

	snprintf(key, sizeof(key), "%" PRId64, pid);
	return seen_before(&d->processes, key);
}

struct describer *describer_new(struct facts *facts, int64_t deadline)
{
	struct describer *d = memory_zeroed(1, sizeof(*d));

	if (!d)
		return NULL;
	d->facts = facts;
	d->deadline = deadline;
	facts_each(facts, FACT_PROCESS, process)
		is_known_process(d, fact_integer(process, "pid", 0));
	know(&d->containers, facts, FACT_CONTAINER, "id");
	know(&d->files, facts, FACT_PACKAGE, "file");
	return d;
}

void describer_free(struct describer *describer)
{
	if (!describer)
		return;
	looks_free(describer->looks);
	seen_free(&describer->processes);
	seen_free(&describer->units);
	seen_free(&describer->containers);
	seen_free(&describer->files);
	free(describer);
}

/* A unit inside a container is not one of this machine. */
static void describe_unit(struct describer *d, const char *cgroup,
			  const char *unit)
{
	const struct unit_tree tree = {.root = "", .deadline = d->deadline};
	uint64_t uid;

	if (seen_before(&d->units, unit))
		return;
	if (cgroup_user(cgroup, &uid))
		unit_collect_user(d->facts, "", uid, unit, d->deadline);
	else
		unit_collect(d->facts, &tree, unit);
}

static void describe_container(struct describer *d, const char *runtime,
			       const char *id)
{
	if (!seen_before(&d->containers, id))
		container_collect(d->facts, "", runtime, id);
}

/* A container's file is in no package of this system. */
static void describe_file(struct describer *d, const struct process *process)
{
	if (!process->files_known)
		return;
	if (process->our_files)
		package_collect(d->facts, "", process->exe, d->deadline);
	else
		facts_add(d->facts, FACT_PACKAGE, FACT_ABSENT,
			  "/proc/PID/ns/mnt", NULL,
			  json_pack("{s:o}", "file",
				    value_string(process->exe)),
			  "file %s of another mount namespace", process->exe);
}

void describe_look(struct describer *d, const struct pids *pids)
{
	looks_free(d->looks);
	d->looks = looks_take(pids, d->deadline);
}

int describe_process(struct describer *d, int proc, pid_t pid)
{
	struct process process;

	if (is_known_process(d, pid))
		return 0;
	if (process_collect(d->facts, proc, pid, looks_of(d->looks, pid),
			    &process))
		return -ESRCH;
	if (process.unit[0])
		describe_unit(d, process.cgroup, process.unit);
	if (process.runtime)
		describe_container(d, process.runtime, process.container);
	if (process.exe[0] && !seen_before(&d->files, process.exe))
		describe_file(d, &process);
	return 0;
}

void describe_socket(struct describer *d, const struct fact *socket)
{
	const char *cgroup = fact_string(socket, "cgroup");
	const char *unit = fact_string(socket, "unit"), *runtime;
	char id[CGROUP_NAME];

	if (!cgroup)
		return;
	if (unit)
		describe_unit(d, cgroup, unit);
	if (!cgroup_container(cgroup, &runtime, id))
		describe_container(d, runtime, id);
}
