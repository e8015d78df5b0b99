/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a process is, from /proc/PID.
 *
 * The program's file is compared with what is at its path now: an upgrade
 * leaves the old program running, and only a restart brings the new one.  The
 * kernel tells the path as we would see it, whatever root the process has
 * taken since; only for another mount namespace is it one from that
 * namespace's root, and is looked for below /proc/PID/root.
 */
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
#define ARGS_BYTES 8192
#define CGROUP_BYTES 16384	/* of /proc/PID/cgroup */
#define PF_KTHREAD 0x00200000	/* linux/sched.h */
#define DELETED " (deleted)"

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

static int read_exe(int proc, pid_t pid, char *exe, size_t size)
{
	char path[PROC_PATH];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/exe", pid);
	n = readlinkat(proc, path, exe, size - 1);
	if (n < 0)
		return -errno;
	exe[n] = '\0';
	return 0;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Has the process our mount namespace, or one with the same root? */
static bool has_our_files(int proc, pid_t pid, int *error)
{
	static const char *const ties[] = {"root", "ns/mnt"};
	char path[PROC_PATH];
	struct stat ours, theirs;

	for (size_t i = 0; i < sizeof(ties) / sizeof(*ties); i++) {
		snprintf(path, sizeof(path), "self/%s", ties[i]);
		if (fstatat(proc, path, &ours, 0)) {
			note(error, -errno);
			continue;
		}
		snprintf(path, sizeof(path), "%d/%s", pid, ties[i]);
		if (fstatat(proc, path, &theirs, 0))
			note(error, -errno);
		else if (is_same(&ours, &theirs))
			return true;
	}
	return false;
}

/* What is now at the path of a program's file. */
static int stat_now(int proc, pid_t pid, bool ours, const char *path,
		    struct stat *st)
{
	char inside[PROC_PATH + PATH_MAX];

	if (ours)
		return stat(path, st) ? -errno : 0;
	snprintf(inside, sizeof(inside), "%d/root/%s", pid, path);
	return fstatat(proc, inside, st, 0) ? -errno : 0;
}

/**
 * exe_state() - Is the program's file still the one that was started?
 * @ours:	Is its path one of our mount namespace?
 * @exe:	What the link says; the kernel's mark of a file that has lost
 *		this name is taken off
 * @error:	See note()
 *
 * Return: "current", "deleted", "replaced", or NULL where that can't be told
 */
static const char *exe_state(int proc, pid_t pid, bool ours, char *exe,
			     int *error)
{
	char path[PROC_PATH];
	struct stat running, now;
	int rc;

	snprintf(path, sizeof(path), "%d/exe", pid);
	if (fstatat(proc, path, &running, 0)) {
		note(error, -errno);
		return NULL;
	}
	rc = stat_now(proc, pid, ours, exe, &now);
	note(error, rc);
	if (!rc && is_same(&running, &now))
		return "current";
	if (!text_ends(exe, DELETED))
		return NULL;
	exe[strlen(exe) - strlen(DELETED)] = '\0';
	rc = stat_now(proc, pid, ours, exe, &now);
	if (rc != -ENOTDIR)
		note(error, rc);
	if (rc)
		return rc == -ENOENT || rc == -ENOTDIR ? "deleted" : NULL;
	return is_same(&running, &now) ? "current" : "replaced";
}

static json_t *args_value(int proc, pid_t pid, int *error)
{
	char path[PROC_PATH], bytes[ARGS_BYTES];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/cmdline", pid);
	n = proc_read(proc, path, bytes, sizeof(bytes));
	note(error, (int)n);
	return proc_args_parse(bytes, n < 0 ? 0 : (size_t)n);
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
		if (!read_exe(proc, pid, exe, sizeof(exe)))
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
 * Is who started it gone?  PID 1 has adopted it, and the process that led
 * its group has ended.
 */
static bool is_orphaned(int proc, pid_t pid, const struct proc_stat *stat)
{
	char path[PROC_PATH];

	snprintf(path, sizeof(path), "%d", stat->pgrp);
	return stat->ppid == 1 && stat->pgrp > 0 && stat->pgrp != pid &&
	       faccessat(proc, path, F_OK, 0);
}

/* What file it runs, and whether that is still there. */
static void set_exe(json_t *value, int proc, pid_t pid,
		    struct process *process, int *error)
{
	const char *state;
	int rc = read_exe(proc, pid, process->exe, sizeof(process->exe));

	note(error, rc);
	if (rc) {
		process->exe[0] = '\0';
		return;
	}
	state = exe_state(proc, pid, process->our_files, process->exe,
			  error);
	json_object_set_new(value, "exe", value_string(process->exe));
	json_object_set_new(value, "exe_state", value_string(state));
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

/* The process itself, or where its first thread has ended, which then has no
 * program and no arguments any more, another of its threads. */
static pid_t living_thread(int proc, pid_t pid)
{
	_Alignas(max_align_t) char names[1024];
	struct proc_entry entry;
	char path[PATH_MAX];
	pid_t found = pid;
	ssize_t n;
	int dir;

	if (read_exe(proc, pid, path, sizeof(path)) != -ENOENT)
		return pid;
	snprintf(path, sizeof(path), "%d/task", pid);
	dir = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return pid;
	while (found == pid &&
	       (n = proc_entries(dir, names, sizeof(names))) > 0)
		for (size_t at = 0;
		     found == pid &&
		     proc_entry_next(names, (size_t)n, &at, &entry);)
			if (entry.number > 0)
				found = entry.number;
	close(dir);
	return found;
}

int process_collect(struct facts *facts, int proc, pid_t pid,
		    struct process *process)
{
	pid_t thread = pid;
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
	if (!(stat.flags & PF_KTHREAD))
		thread = living_thread(proc, pid);
	value = json_pack("{s:i, s:i, s:o, s:o, s:o, s:o}", "pid", (int)pid,
			  "ppid", (int)stat.ppid, "name",
			  value_string(stat.name), "args",
			  args_value(proc, thread, &error), "started",
			  started_value(stat.started), "parents",
			  parents_value(proc, stat.ppid, &error));
	if (is_orphaned(proc, pid, &stat))
		json_object_set_new(value, "orphaned", json_true());
	set_user(value, proc, pid, &error);
	read_cgroup(proc, pid, process->cgroup, &error);
	set_cgroup(value, process);
	process->our_files = has_our_files(proc, thread, &error);
	if (!(stat.flags & PF_KTHREAD))
		set_exe(value, proc, thread, process, &error);
	add_process(facts, pid, value, error);
	return 0;
}
