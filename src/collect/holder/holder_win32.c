/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The processes of the sockets.  Windows' tables name the process of each
 * socket to every user, so there is no search; only what the process is may be
 * hidden.
 */
#include "collect/holder/holder.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "collect/process/process_list.h"
#include "facts/code.h"
#include "port/win32/token.h"

struct describer {
	struct facts *facts;
	struct processes *processes;
	struct services *services;
};

static bool has_process(const struct facts *facts, int64_t pid)
{
	facts_each(facts, FACT_PROCESS, process)
		if (fact_integer(process, "pid", 0) == pid)
			return true;
	return false;
}

static void add_unit(struct describer *d, const char *name)
{
	facts_each(d->facts, FACT_UNIT, unit) {
		const char *known = fact_string(unit, "name");

		if (known && text_equal(known, name))
			return;
	}
	services_add_unit(d->services, d->facts, name);
}

static void describe(struct describer *d, const struct fact *socket)
{
	const char *unit = fact_string(socket, "unit");
	int64_t pid = fact_integer(socket, "pid", 0);
	json_t *hosted;
	size_t i;
	json_t *name;

	if (pid <= 0 || pid > UINT32_MAX)
		return;
	if (unit)
		add_unit(d, unit);
	if (has_process(d->facts, pid))
		return;
	processes_add(d->processes, d->services, d->facts, (uint32_t)pid);
	hosted = services_of(d->services, (uint32_t)pid);
	json_array_foreach(hosted, i, name)
		add_unit(d, json_string_value(name));
	json_decref(hosted);
}

static bool describer_open(struct describer *d, struct facts *facts)
{
	*d = (struct describer){
		.facts = facts,
		.processes = processes_open(),
		.services = services_open(),
	};
	return d->processes && d->services;
}

static void describer_close(struct describer *d)
{
	processes_close(d->processes);
	services_close(d->services);
}

/* Without the manager's list no process is known to be a service. */
static void report_services(struct describer *d)
{
	unsigned long error = services_error(d->services);
	struct fact_code code = code_win32(error);

	if (error)
		facts_add(d->facts, FACT_UNIT, code_win32_status(error),
			  "service control manager", &code,
			  json_pack("{s:s}", "manager", "scm"),
			  "all services");
}

void holder_collect(struct facts *facts, int64_t deadline)
{
	const struct fact *socket = facts_next(facts, FACT_SOCKET, NULL);
	struct describer d;
	bool enabled;

	(void)deadline;
	if (!socket)
		return;
	enabled = token_enable(L"SeDebugPrivilege", true);
	if (describer_open(&d, facts)) {
		report_services(&d);
		for (; socket; socket = facts_next(facts, FACT_SOCKET, socket))
			describe(&d, socket);
	}
	describer_close(&d);
	if (enabled)
		token_enable(L"SeDebugPrivilege", false);
}
