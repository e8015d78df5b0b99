/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * There are STEPS steps for each process, and the reader writes a line after
 * each.  Where it does not come back from one, that is what could not be
 * read, and another reader goes on behind it.
 *
 * The program's file is compared with what is at its path now: an upgrade
 * leaves the old program running, and only a restart brings the new one.  The
 * kernel gives the path as we see it, whatever root the process has
 * taken since; only for another mount namespace is it one from that
 * namespace's root, and is looked for below /proc/PID/root.
 */
#include "collect/process/look.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "base/text.h"
#include "collect/process/proc.h"
#include "facts/facts.h"
#include "port/process/apart.h"

#define ARGS_BYTES 8192
#define BYTES_MAX (32 << 20)	/* of all that is read */
#define HANGS_MAX 4	/* after so many the rest is left alone */

enum { STEP_FILES, STEP_EXE, STEP_ARGS, STEPS };

struct look {
	pid_t pid;
	json_t *value;
};

struct looks {
	size_t count;
	struct look *items;	/* sorted by their pids */
};

/* --- In the other process ------------------------------------------------ */

/** struct reader - Where the reader is */
struct reader {
	const struct looks *looks;
	size_t next;	/* step */
	int proc;
	bool ours;	/* the files of the process that it is at */
	int error;	/* of this step */
};

/* The first reason why something could not be read; a process may just end. */
static void note(struct reader *reader, int rc)
{
	if (rc < 0 && rc != -ENOENT && rc != -ESRCH && !reader->error)
		reader->error = rc;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Has the process our mount namespace, or one with the same root? */
static bool has_our_files(struct reader *reader, pid_t pid)
{
	static const char *const ties[] = {"root", "ns/mnt"};
	struct stat ours, theirs;
	char path[PROC_PATH];

	for (size_t i = 0; i < sizeof(ties) / sizeof(*ties); i++) {
		snprintf(path, sizeof(path), "self/%s", ties[i]);
		if (fstatat(reader->proc, path, &ours, 0)) {
			note(reader, -errno);
			continue;
		}
		snprintf(path, sizeof(path), "%d/%s", pid, ties[i]);
		if (fstatat(reader->proc, path, &theirs, 0))
			note(reader, -errno);
		else if (is_same(&ours, &theirs))
			return true;
	}
	return false;
}

/* What is now at the path of a program's file. */
static int stat_now(const struct reader *reader, pid_t pid, const char *path,
		    struct stat *st)
{
	char inside[PROC_PATH + PATH_MAX];

	if (reader->ours)
		return stat(path, st) ? -errno : 0;
	snprintf(inside, sizeof(inside), "%d/root/%s", pid, path);
	return fstatat(reader->proc, inside, st, 0) ? -errno : 0;
}

/**
 * exe_state() - Is the program's file still the one that was started?
 * @exe:	What the link says; the kernel's mark of a file that has lost
 *		this name is taken off
 *
 * Return: "current", "deleted", "replaced", or NULL where it is not known
 */
static const char *exe_state(struct reader *reader, pid_t pid, char *exe)
{
	struct stat running, now;
	char path[PROC_PATH];
	int rc;

	snprintf(path, sizeof(path), "%d/exe", pid);
	if (fstatat(reader->proc, path, &running, 0)) {
		note(reader, -errno);
		return NULL;
	}
	rc = stat_now(reader, pid, exe, &now);
	note(reader, rc);
	if (!rc && is_same(&running, &now))
		return "current";
	if (!text_ends(exe, PROC_EXE_DELETED))
		return NULL;
	exe[strlen(exe) - strlen(PROC_EXE_DELETED)] = '\0';
	rc = stat_now(reader, pid, exe, &now);
	if (rc != -ENOTDIR)
		note(reader, rc);
	if (rc)
		return rc == -ENOENT || rc == -ENOTDIR ? "deleted" : NULL;
	return is_same(&running, &now) ? "current" : "replaced";
}

static json_t *exe_value(struct reader *reader, pid_t pid)
{
	char exe[PATH_MAX];
	const char *state;
	size_t length;

	/* A kernel thread has none; otherwise our process finds out why. */
	if (proc_exe(reader->proc, pid, exe, sizeof(exe)))
		return json_object();
	length = strlen(exe);
	state = exe_state(reader, pid, exe);
	return json_pack("{s:b, s:s*}", "marked", strlen(exe) < length,
			 "exe_state", state);
}

static json_t *args_value(struct reader *reader, pid_t pid, pid_t thread)
{
	char path[PROC_PATH], bytes[ARGS_BYTES];
	struct proc_stat stat;
	json_t *value;
	ssize_t n;
	int rc;

	snprintf(path, sizeof(path), "%d/cmdline", thread);
	n = proc_read(reader->proc, path, bytes, sizeof(bytes));
	note(reader, (int)n);
	value = json_pack("{s:o}", "args",
			  proc_args_parse(bytes, n < 0 ? 0 : (size_t)n));
	rc = proc_stat(reader->proc, pid, &stat);
	note(reader, rc);
	/* Of a process that is gone they are nobody's. */
	if (!rc || rc == -ESRCH)
		json_object_set_new(value, "started", json_integer(
				rc ? 0 : (json_int_t)stat.started));
	return value;
}

static json_t *step_value(struct reader *reader)
{
	pid_t pid = reader->looks->items[reader->next / STEPS].pid;
	pid_t thread = proc_living_thread(reader->proc, pid);

	switch (reader->next % STEPS) {
	case STEP_FILES:
		reader->ours = has_our_files(reader, thread);
		return json_pack("{s:b}", "our_files", reader->ours);
	case STEP_EXE:
		return exe_value(reader, thread);
	default:
		return args_value(reader, pid, thread);
	}
}

/* The value of a step as a line, to be freed. */
static char *step_line(struct reader *reader)
{
	json_t *value;
	char *line;

	reader->error = 0;
	value = step_value(reader);
	if (value && reader->error)
		json_object_set_new(value, "error",
				    json_integer(reader->error));
	line = value ? json_dumps(value, JSON_COMPACT) : NULL;
	json_decref(value);
	return line;
}

static int read_on(void *context, int output)
{
	struct reader *reader = context;
	size_t end = reader->looks->count * STEPS;
	int rc = 0;

	reader->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (reader->proc < 0)
		return -errno;
	for (; !rc && reader->next < end; reader->next++) {
		char *line = step_line(reader);

		rc = line ? apart_write(output, line, strlen(line)) : -ENOMEM;
		if (!rc)
			rc = apart_write(output, "\n", 1);
		free(line);
	}
	return rc;
}

/* --- In ours ------------------------------------------------------------- */

/* @rc: why not; kept unless another reason was noted before */
static void add_unread(struct looks *looks, size_t step, int rc)
{
	static const char *const names[] = {
		[STEP_EXE] = "exe_state", [STEP_ARGS] = "args",
	};
	json_t *value = looks->items[step / STEPS].value;
	const char *name = names[step % STEPS];
	json_t *unread = json_object_get(value, "unread");

	if (!name)
		return;
	if (!unread) {
		unread = json_array();
		json_object_set_new(value, "unread", unread);
	}
	json_array_append_new(unread, json_string(name));
	if (!json_object_get(value, "error"))
		json_object_set_new(value, "error", json_integer(rc));
}

/* Return: the step after the last one whose line arrived */
static size_t take(struct looks *looks, size_t step, const char *bytes,
		   size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;
	size_t end = looks->count * STEPS;

	while (step < end && cursor_until(&c, '\n', &line)) {
		json_t *read = json_loadb((const char *)line.bytes,
					  line.length, 0, NULL);

		if (!read)
			break;
		/* The first reason counts. */
		if (json_object_get(looks->items[step / STEPS].value, "error"))
			json_object_del(read, "error");
		json_object_update(looks->items[step / STEPS].value, read);
		json_decref(read);
		step++;
	}
	return step;
}

static void read_all(struct looks *looks, int64_t deadline)
{
	size_t step = 0, end = looks->count * STEPS;
	int hangs = 0, rc = -ETIMEDOUT;

	while (step < end && hangs < HANGS_MAX) {
		struct reader reader = {.looks = looks, .next = step};
		size_t length;
		char *bytes;

		rc = apart_run(NULL, apart_deadline(deadline), BYTES_MAX,
			       read_on, &reader, &bytes, &length);
		step = take(looks, step, bytes, length);
		free(bytes);
		if (step == end)
			break;
		hangs++;
		rc = rc ? rc : -EPROTO;
		add_unread(looks, step, rc);
		/* Its program's file is below its root. */
		if (step++ % STEPS == STEP_FILES)
			add_unread(looks, step++, rc);
	}
	while (step < end)
		add_unread(looks, step++, rc);
}

static int compare(const void *a, const void *b)
{
	const struct look *x = a, *y = b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

/* Each process once. */
static bool list(struct looks *looks, const struct pids *pids)
{
	size_t count = pids->count;
	struct look *items = memory_zeroed(count + 1, sizeof(*items));

	looks->items = items;
	for (size_t i = 0; items && i < count; i++)
		items[i].pid = pids->items[i].pid;
	if (items && count)
		qsort(items, count, sizeof(*items), compare);
	for (size_t i = 0; items && i < count; i++) {
		if (looks->count && items[looks->count - 1].pid == items[i].pid)
			continue;
		items[looks->count] = (struct look){items[i].pid,
						    json_object()};
		if (!items[looks->count++].value)
			return false;
	}
	return items;
}

struct looks *looks_take(const struct pids *pids, int64_t deadline)
{
	struct looks *looks = memory_zeroed(1, sizeof(*looks));

	if (!looks)
		return NULL;
	if (!list(looks, pids)) {
		looks_free(looks);
		return NULL;
	}
	read_all(looks, deadline);
	return looks;
}

void looks_free(struct looks *looks)
{
	if (!looks)
		return;
	for (size_t i = 0; i < looks->count; i++)
		json_decref(looks->items[i].value);
	free(looks->items);
	free(looks);
}

const json_t *looks_of(const struct looks *looks, pid_t pid)
{
	const struct look key = {.pid = pid}, *found;

	if (!looks || !looks->count)
		return NULL;
	found = bsearch(&key, looks->items, looks->count, sizeof(key), compare);
	return found ? found->value : NULL;
}
