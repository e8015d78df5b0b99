/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A walk over processes' descriptors, to find those of some sockets.
 *
 * /proc/PID/fd has a link for each descriptor, and a socket's link reads
 * `socket:[INODE]`.  So for each process: open the directory, read it with a
 * large buffer, and one readlinkat() for each descriptor; nothing is opened
 * through a link, nor asked of a file system that may hang.  All wanted
 * inodes are in a hash table, so that one walk serves every socket.  Where there
 * are many processes, the kernel is asked to look at all of them by itself
 * (walk_bpf.h); where it will not, each processor takes some.
 *
 * A thread can have a descriptor table of its own (unshare(CLONE_FILES)), and
 * the process's first thread may have ended: the other threads' tables are
 * looked at only where no process was found, since most are the same one.
 *
 * Limits: sockets that are in flight in a
 * Unix socket's queue, or registered with io_uring alone, are in no table.
 * A process that ends before it is read holds nothing any more.
 */
#include "collect/holder/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "base/table.h"
#include "collect/holder/walk_bpf.h"
#include "collect/process/proc.h"
#include "port/clock.h"
#include "port/process/parallel.h"
#include "port/random.h"

#define NAMES 16384	/* bytes of descriptors' names read at once */
#define SHARE 16	/* processes that a thread takes at once */
#define ALONE 64	/* so few are not worth a thread */

struct walk {
	int proc;
	int64_t deadline;
	uint64_t *inodes;	/* as walk_new() was given them */
	size_t inode_count;
	struct table wanted;	/* of those */
	unsigned char *looked;	/* marks of those looked at */
	bool asked;	/* the kernel, to look at all */
	bool complete;	/* it did */

	/* What the threads share. */
	const struct pid_uid *pids;
	size_t count;
	atomic_size_t next, looked_at, denied;
	atomic_int error;
	pthread_mutex_t lock;	/* over the holders */
	struct holder *holders;
	size_t holder_count, holder_size;
};

static const void *inode_key(const void *item, size_t *length)
{
	*length = sizeof(uint64_t);
	return item;
}

/* Of two that are equal, the first. */
static int add_inode(struct walk *walk, uint64_t inode)
{
	uint64_t *item = &walk->inodes[walk->inode_count++];

	*item = inode;
	return table_find(&walk->wanted, item, sizeof(*item)) ?
		       0 : table_add(&walk->wanted, item);
}

struct walk *walk_new(const uint64_t *inodes, size_t count, int64_t deadline)
{
	struct walk *walk = memory_zeroed(1, sizeof(*walk));
	int rc;

	if (!walk)
		return NULL;
	pthread_mutex_init(&walk->lock, NULL);
	walk->deadline = deadline;
	rc = table_open(&walk->wanted, random_key(), count, inode_key);
	walk->inodes = memory_zeroed(count + 1, sizeof(*walk->inodes));
	walk->looked = memory_zeroed(PIDS_LIMIT / 8, 1);
	walk->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (walk->proc < 0)
		rc = -errno;
	else if (!walk->inodes || !walk->looked)
		rc = -ENOMEM;
	for (size_t i = 0; !rc && i < count; i++)
		rc = add_inode(walk, inodes[i]);
	if (rc) {
		walk_free(walk);
		errno = -rc;
		return NULL;
	}
	return walk;
}

void walk_free(struct walk *walk)
{
	if (!walk)
		return;
	if (walk->proc >= 0)
		close(walk->proc);
	pthread_mutex_destroy(&walk->lock);
	free(walk->holders);
	free(walk->looked);
	free(walk->inodes);
	table_close(&walk->wanted);
	free(walk);
}

int walk_proc(const struct walk *walk)
{
	return walk->proc;
}

static void add_holder(struct walk *walk, struct holder holder)
{
	pthread_mutex_lock(&walk->lock);
	if (walk->holder_count == walk->holder_size) {
		size_t size = walk->holder_size ? walk->holder_size * 2 : 16;
		struct holder *more;

		more = memory_resize(walk->holders, size * sizeof(*more));
		if (!more) {
			walk->error = -ENOMEM;
			goto out;
		}
		walk->holders = more;
		walk->holder_size = size;
	}
	walk->holders[walk->holder_count++] = holder;
out:
	pthread_mutex_unlock(&walk->lock);
}

/* One descriptor: is it one of the sockets? */
static int look_at_fd(struct walk *walk, pid_t pid, int dir,
		      const struct proc_entry *entry)
{
	char link[64];
	ssize_t n = readlinkat(dir, entry->name, link, sizeof(link));
	struct cursor c = cursor_over(link, n < 0 ? 0 : (size_t)n);
	const uint64_t *wanted;
	uint64_t inode;

	if (n < 0)
		return errno == EACCES || errno == EPERM ? -EACCES : 0;
	if (!cursor_starts(&c, "socket:[") || !cursor_number(&c, &inode) ||
	    !inode)
		return 0;
	wanted = table_find(&walk->wanted, &inode, sizeof(inode));
	if (wanted)
		add_holder(walk,
			   (struct holder){(size_t)(wanted - walk->inodes),
					   pid, entry->number});
	return 0;
}

static int look_at_fds(struct walk *walk, pid_t pid, int dir)
{
	_Alignas(max_align_t) char names[NAMES];
	struct proc_entry entry;
	ssize_t n;
	int rc = 0;

	while (!rc && (n = proc_entries(dir, names, sizeof(names))) > 0)
		for (size_t at = 0;
		     !rc && proc_entry_next(names, (size_t)n, &at, &entry);)
			if (entry.number >= 0)
				rc = look_at_fd(walk, pid, dir, &entry);
	return rc ? rc : (int)n;
}

/* Look at one table of descriptors; 0 or -errno. */
static int look_at_table(struct walk *walk, pid_t pid, const char *path)
{
	int dir, rc;

	dir = openat(walk->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = dir < 0 ? -errno : look_at_fds(walk, pid, dir);
	if (dir >= 0)
		close(dir);
	return rc;
}

static void look_at(struct walk *walk, pid_t pid)
{
	char path[PROC_PATH];
	int rc;

	snprintf(path, sizeof(path), "%d/fd", pid);
	rc = look_at_table(walk, pid, path);
	if (!rc)
		walk->looked_at++;
	else if (rc == -EACCES || rc == -EPERM)
		walk->denied++;
	else if (rc != -ENOENT && rc != -ESRCH)
		walk->error = rc;
}

/* The tables of all threads but the first, which are mostly the same one. */
static void look_at_tasks(struct walk *walk, pid_t pid)
{
	_Alignas(max_align_t) char names[NAMES / 4];
	struct proc_entry entry;
	char path[PROC_PATH];
	ssize_t n;
	int dir;

	snprintf(path, sizeof(path), "%d/task", pid);
	dir = openat(walk->proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	while ((n = proc_entries(dir, names, sizeof(names))) > 0)
		for (size_t at = 0;
		     proc_entry_next(names, (size_t)n, &at, &entry);) {
			if (entry.number <= 0 || entry.number == pid)
				continue;
			snprintf(path, sizeof(path), "%d/task/%d/fd", pid,
				 entry.number);
			look_at_table(walk, pid, path);
		}
	close(dir);
}

void walk_look_at_tasks(struct walk *walk, const struct pids *pids)
{
	/* The kernel has looked at threads too. */
	for (size_t i = 0; !walk->complete && i < pids->count; i++) {
		if (clock_now() >= walk->deadline) {
			walk->error = -ETIMEDOUT;
			return;
		}
		look_at_tasks(walk, pids->items[i].pid);
	}
}

static void look_at_some(void *context)
{
	struct walk *walk = context;
	size_t at;

	while ((at = atomic_fetch_add(&walk->next, SHARE)) < walk->count) {
		if (clock_now() >= walk->deadline) {
			walk->error = -ETIMEDOUT;
			return;
		}
		for (size_t i = at; i < at + SHARE && i < walk->count; i++)
			look_at(walk, walk->pids[i].pid);
	}
}

static void found_by_kernel(size_t wanted, pid_t pid, int fd, void *context)
{
	add_holder(context, (struct holder){wanted, pid, fd});
}

/* Have the kernel look at all processes, once; what it finds counts even if it
 * fails. */
static bool look_by_kernel(struct walk *walk)
{
	if (!walk->asked)
		walk->complete = !walk_bpf(walk->inodes, walk->inode_count,
					   found_by_kernel, walk);
	walk->asked = true;
	return walk->complete;
}

void walk_look(struct walk *walk, const struct pids *pids)
{
	struct pids fresh = {0};

	for (size_t i = 0; i < pids->count; i++)
		if (!pids_mark(walk->looked, pids->items[i].pid))
			pids_add(&fresh, pids->items[i].pid, PIDS_NO_UID);
	if (fresh.failed || pids->failed)
		walk->error = -ENOMEM;
	walk->pids = fresh.items;
	walk->count = fresh.count;
	walk->next = 0;
	if (walk->complete ||
	    (fresh.count >= WALK_CROWD && look_by_kernel(walk)))
		walk->looked_at += fresh.count;
	else
		parallel_run(fresh.count > ALONE ? PARALLEL_MAX : 1,
			     look_at_some, walk);
	pids_free(&fresh);
}

void walk_fail(struct walk *walk, int error)
{
	walk->error = error;
}

bool walk_is_complete(const struct walk *walk)
{
	return walk->complete;
}

struct walk_tally walk_tally(const struct walk *walk)
{
	return (struct walk_tally){
		.looked_at = walk->looked_at,
		.denied = walk->complete ? 0 : walk->denied,
		.error = walk->error,
	};
}

static int compare(const void *a, const void *b)
{
	const struct holder *x = a, *y = b;

	if (x->wanted != y->wanted)
		return x->wanted < y->wanted ? -1 : 1;
	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return x->fd < y->fd ? -1 : x->fd > y->fd;
}

const struct holder *walk_holders(struct walk *walk, size_t *count)
{
	size_t kept = 0;

	if (walk->holder_count)
		qsort(walk->holders, walk->holder_count,
		      sizeof(*walk->holders), compare);
	for (size_t i = 0; i < walk->holder_count; i++) {
		const struct holder *h = &walk->holders[i];

		if (!kept || walk->holders[kept - 1].wanted != h->wanted ||
		    walk->holders[kept - 1].pid != h->pid)
			walk->holders[kept++] = *h;
	}
	walk->holder_count = kept;
	*count = kept;
	return walk->holders;
}
