/* SPDX-License-Identifier: BSD-2-Clause */
/* What a process is, from /proc/PID. */
#include "collect/process/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "collect/process/proc.h"
#include "facts/code.h"
#include "port/process/user.h"

#define PARENTS 16
#define CGROUP_BYTES 16384	/* of /proc/PID/cgroup */
#define PF_KTHREAD 0x00200000	/* linux/sched.h */

const char *process_user(uid_t uid)
{
	static struct {
		bool known;
		uid_t uid;
		char name[64];
	} cache[64], *entry;

	entry = &cache[uid % (sizeof(cache) / sizeof(cache[0]))];
	if (!entry->known || entry->uid != uid) {
		entry->known = true;
		entry->uid = uid;
		if (user_name(uid, entry->name, sizeof(entry->name)))
			entry->name[0] = '\0';
	}
	return entry->name[0] ? entry->name : NULL;
}

/* What could not be read, and the first reason; a process may just end. */
static void note(int *error, int rc)
{
	if (rc < 0 && rc != -ENOENT && rc != -ESRCH && !*error)
		*error = rc;
}

/* From the direct parent up to the first process of the namespace. */
static json_t *parents_value(int proc, pid_t pid, int *error)
{
	json_t *parents = json_array();
	struct proc_stat stat;
	char exe[PATH_MAX];

	while (pid > 0 && json_array_size(parents) < PARENTS) {
		json_t *parent;
		int rc = proc_stat(proc, pid, &stat);

		note(error, rc);
		if (rc)
			break;
		parent = json_pack("{s:i, s:o}", "pid", (int)pid, "name",
				   value_string(stat.name));
		if (!proc_exe(proc, pid, exe, sizeof(exe)))
			json_object_set_new(parent, "exe", value_string(exe));
		json_array_append_new(parents, parent);
		pid = stat.ppid;
	}
	return parents;
}

static void read_cgroup(int proc, pid_t pid, char *cgroup, int *error)
{
	char path[PROC_PATH], bytes[CGROUP_BYTES];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/cgroup", pid);
	n = proc_read(proc, path, bytes, sizeof(bytes));
	note(error, (int)n);
	proc_cgroup_parse(bytes, n < 0 ? 0 : (size_t)n, cgroup);
}

static json_t *started_value(uint64_t ticks)
{
	struct timespec now, running;
	int64_t ms;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &running);
	ms = (now.tv_sec - running.tv_sec) * 1000 +
	     (now.tv_nsec - running.tv_nsec) / 1000000;
	ms += (int64_t)(ticks * 1000 / (uint64_t)sysconf(_SC_CLK_TCK));
	return json_integer(ms / 1000);
}

static void set_cgroup(json_t *value, struct process *process)
{
	const char *path = process->cgroup;

	process->runtime = NULL;
	process->container[0] = process->unit[0] = '\0';
	if (!path[0])
		return;
	json_object_set_new(value, "cgroup", value_string(path));
	if (!cgroup_unit(path, process->unit))
		json_object_set_new(value, "unit",
				    value_string(process->unit));
	if (!cgroup_container(path, &process->runtime, process->container))
		json_object_set_new(value, "container",
				    value_string(process->container));
}

static void set_user(json_t *value, int proc, pid_t pid, int *error)
{
	char path[PROC_PATH];
	struct stat st;

	snprintf(path, sizeof(path), "%d", pid);
	if (fstatat(proc, path, &st, 0)) {
		note(error, -errno);
		return;
	}
	json_object_set_new(value, "uid", json_integer(st.st_uid));
	json_object_set_new(value, "user",
			    value_string(process_user(st.st_uid)));
}

/*
 * Has the process that started it ended?  PID 1 has adopted it, and the leader
 * of its process group is gone.
 */
static bool is_orphaned(int proc, pid_t pid, const struct proc_stat *stat)
{
	char path[PROC_PATH];

	snprintf(path, sizeof(path), "%d", stat->pgrp);
	return stat->ppid == 1 && stat->pgrp > 0 && stat->pgrp != pid &&
	       faccessat(proc, path, F_OK, 0);
}

/* The path of its program. */
static void read_exe(int proc, pid_t pid, struct process *process, int *error)
{
	int rc = proc_exe(proc, pid, process->exe, sizeof(process->exe));

	note(error, rc);
	if (rc)
		process->exe[0] = '\0';
}

/* look.h's results, unless they are of another process with that number. */
static void set_look(json_t *value, const json_t *look,
		     const struct proc_stat *stat, struct process *process,
		     int *error)
{
	static const char *const members[] = {"args", "exe_state", "unread"};
	const json_t *started = json_object_get(look, "started");

	if (started && (uint64_t)json_integer_value(started) != stat->started)
		return;
	note(error, look ? (int)json_integer_value(
				   json_object_get(look, "error")) : -ENOMEM);
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		json_t *member = json_object_get(look, members[i]);

		if (member)
			json_object_set(value, members[i], member);
	}
	process->files_known = json_object_get(look, "our_files");
	process->our_files = json_is_true(json_object_get(look, "our_files"));
	if (json_is_true(json_object_get(look, "marked")) &&
	    text_ends(process->exe, PROC_EXE_DELETED))
		process->exe[strlen(process->exe) -
			     strlen(PROC_EXE_DELETED)] = '\0';
}

static void add_process(struct facts *facts, pid_t pid, json_t *value,
			int error)
{
	struct fact_code code = code_errno(-error);
	enum fact_status status = FACT_SEEN;

	if (error)
		status = error == -EACCES || error == -EPERM ? FACT_DENIED :
							       FACT_FAILED;
	facts_add(facts, FACT_PROCESS, status, "/proc", error ? &code : NULL,
		  value, "pid %d", pid);
}

int process_collect(struct facts *facts, int proc, pid_t pid,
		    const json_t *look, struct process *process)
{
	struct proc_stat stat;
	json_t *value;
	int rc = proc_stat(proc, pid, &stat), error = 0;

	*process = (struct process){.exe = ""};
	if (rc == -ESRCH)
		return rc;
	if (rc) {
		add_process(facts, pid, json_pack("{s:i}", "pid", (int)pid),
			    rc);
		return 0;
	}
	value = json_pack("{s:i, s:i, s:o, s:o, s:o}", "pid", (int)pid,
			  "ppid", (int)stat.ppid, "name",
			  value_string(stat.name), "started",
			  started_value(stat.started), "parents",
			  parents_value(proc, stat.ppid, &error));
	if (is_orphaned(proc, pid, &stat))
		json_object_set_new(value, "orphaned", json_true());
	set_user(value, proc, pid, &error);
	read_cgroup(proc, pid, process->cgroup, &error);
	set_cgroup(value, process);
	if (!(stat.flags & PF_KTHREAD))
		read_exe(proc, proc_living_thread(proc, pid), process, &error);
	set_look(value, look, &stat, process, &error);
	if (process->exe[0])
		json_object_set_new(value, "exe", value_string(process->exe));
	add_process(facts, pid, value, error);
	return 0;
}
