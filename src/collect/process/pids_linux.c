/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of processes, from /proc.
 *
 * A process's uid is the owner of its directory: one fstatat(), where
 * opening and reading its `status` takes five times as long.  (Files inside
 * belong to root while a process is not dumpable; the directory never
 * does.)  Threads share one position in /proc: each takes the next buffer of
 * names and looks up their uids meanwhile.
 */
#include "collect/process/pids.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "collect/process/proc.h"
#include "port/clock.h"
#include "port/process/parallel.h"

#define NAMES 4096	/* bytes of names that a thread takes at once */
#define CHILDREN 65536	/* bytes of a list of children */

void pids_add(struct pids *pids, pid_t pid, uid_t uid)
{
	if (pids->count == pids->size) {
		size_t size = pids->size ? pids->size * 2 : 64;
		struct pid_uid *more;

		more = memory_resize(pids->items, size * sizeof(*more));
		if (!more) {
			pids->failed = true;
			return;
		}
		pids->items = more;
		pids->size = size;
	}
	pids->items[pids->count++] = (struct pid_uid){pid, uid};
}

void pids_parse(struct pids *pids, const char *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line, word;
	uint64_t pid;

	while (cursor_line(&c, &line))
		while (cursor_word(&line, &word))
			if (cursor_number(&word, &pid) && pid > 0 &&
			    pid <= INT_MAX)
				pids_add(pids, (pid_t)pid, PIDS_NO_UID);
}

void pids_free(struct pids *pids)
{
	free(pids->items);
	*pids = (struct pids){0};
}

bool pids_mark(unsigned char *marks, pid_t pid)
{
	unsigned char bit;
	bool before;

	if (pid <= 0 || pid >= PIDS_LIMIT)
		return true;
	bit = (unsigned char)(1 << pid % 8);
	before = marks[pid / 8] & bit;
	marks[pid / 8] |= bit;
	return before;
}

struct listing {
	pthread_mutex_t lock;
	int dir;
	struct pids *pids;
	int error;
};

/* Add the processes among some names, which fit into one list. */
static void keep(struct listing *l, const char *names, size_t length)
{
	struct pid_uid found[NAMES / PROC_ENTRY_MIN];
	struct proc_entry entry;
	size_t count = 0, at = 0;

	while (proc_entry_next(names, length, &at, &entry)) {
		struct stat st;

		if (entry.number <= 0)
			continue;
		if (fstatat(l->dir, entry.name, &st, 0)) {
			if (errno == ENOENT || errno == ESRCH)
				continue;
			/* It is there, with whatever user. */
			st.st_uid = PIDS_NO_UID;
		}
		found[count].pid = entry.number;
		found[count++].uid = st.st_uid;
	}
	pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < count; i++)
		pids_add(l->pids, found[i].pid, found[i].uid);
	pthread_mutex_unlock(&l->lock);
}

/* Take the next buffer of names.  Return: may there be more? */
static bool list_next(struct listing *l)
{
	_Alignas(max_align_t) char names[NAMES];
	ssize_t n;

	pthread_mutex_lock(&l->lock);
	n = l->error ? 0 : proc_entries(l->dir, names, sizeof(names));
	if (n < 0)
		l->error = (int)n;
	pthread_mutex_unlock(&l->lock);
	if (n > 0)
		keep(l, names, (size_t)n);
	return n > 0;
}

static void list_rest(void *context)
{
	while (list_next(context))
		;
}

int pids_all(int proc, struct pids *pids)
{
	struct listing l = {PTHREAD_MUTEX_INITIALIZER, -1, pids, 0};

	l.dir = openat(proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (l.dir < 0)
		return -errno;
	/* A few hundred are not worth a thread. */
	if (list_next(&l) && list_next(&l) && list_next(&l))
		parallel_run(PARALLEL_MAX, list_rest, &l);
	close(l.dir);
	pthread_mutex_destroy(&l.lock);
	return pids->failed ? -ENOMEM : l.error;
}

static void add_children(int proc, const char *path, struct pids *pids)
{
	char bytes[CHILDREN];
	ssize_t n = proc_read(proc, path, bytes, sizeof(bytes));

	pids_parse(pids, bytes, n < 0 ? 0 : (size_t)n);
}

/* A list of children belongs to the thread that forked them. */
int pids_children(int proc, pid_t pid, int64_t deadline, struct pids *pids)
{
	_Alignas(max_align_t) char names[NAMES];
	char path[PROC_PATH];
	struct proc_entry entry;
	ssize_t n;
	int dir, rc = 0;

	snprintf(path, sizeof(path), "%d/task", pid);
	dir = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return 0;
	while (!rc && (n = proc_entries(dir, names, sizeof(names))) > 0) {
		if (clock_now() >= deadline)
			rc = -ETIMEDOUT;
		for (size_t at = 0;
		     !rc && proc_entry_next(names, (size_t)n, &at, &entry);) {
			if (entry.number <= 0)
				continue;
			snprintf(path, sizeof(path), "%d/children",
				 entry.number);
			add_children(dir, path, pids);
		}
	}
	close(dir);
	return rc;
}
