/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The search for the processes that hold some sockets, in steps.
 *
 * The kernel lists a socket's inode, uid and cgroup, but not its processes:
 * those are found among all descriptors of all processes, which takes a
 * second where there are many.  So each step looks only as far as it must,
 * and only for sockets without a known holder:
 *
 *	cgroup	the processes of the cgroup that the socket was made in;
 *		where that is a .socket unit's, PID 1, and the processes of
 *		the service that the unit starts
 *	uid	the processes of the socket's user
 *	all	every process
 *
 * After each of the first two, the parents of the holders found, and all
 * processes that the holders have forked, are looked at too: a descriptor
 * mostly gets to other processes by a fork, so workers and leaked descriptors
 * are found in any cgroup and of any user.  PID 1 is not such a parent: where
 * it is the only holder found, and not for a .socket unit, the search goes
 * on.
 *
 * A step that is about many processes may turn into the last one, where the
 * kernel does the looking: see walk_bpf.h.
 *
 * Limits: what a narrowed search misses is a holder of another cgroup and
 * user that got the socket in another way than by a fork.  walk_linux.c says
 * what no search can see.
 */
#include "collect/holder/search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "collect/process/cgroup.h"
#include "collect/process/pids.h"
#include "collect/process/proc.h"
#include "collect/unit/unit.h"

#define FAMILY_MAX 4096	/* processes looked at because of one holder */
#define PARENTS 16

struct search {
	struct wanted_socket *wanted;
	size_t count;
	struct walk *walk;
	int64_t deadline;
	unsigned char *related;	/* marks: their children were gathered */
};

static bool is_socket_unit(const struct wanted_socket *s)
{
	return s->unit && text_ends(s->unit, ".socket");
}

/* Give each socket its part of the holders, which are sorted by socket. */
static void deal_holders(struct search *search)
{
	const struct holder *holders;
	size_t count, i = 0;

	holders = walk_holders(search->walk, &count);
	for (size_t s = 0; s < search->count; s++) {
		search->wanted[s].holders = count ? holders + i : NULL;
		search->wanted[s].found = 0;
		for (; i < count && holders[i].wanted == s; i++)
			search->wanted[s].found++;
	}
}

/* A socket whose holders are found is not looked for any more. */
static void conclude(struct search *search, const char *scope)
{
	deal_holders(search);
	if (walk_is_complete(search->walk))
		scope = "all";
	for (size_t i = 0; i < search->count; i++) {
		struct wanted_socket *s = &search->wanted[i];

		if (s->scope || !s->found)
			continue;
		if (s->found > 1 || s->holders[0].pid != 1 || is_socket_unit(s))
			s->scope = scope;
	}
}

static size_t left(const struct search *search)
{
	size_t n = 0;

	for (size_t i = 0; i < search->count; i++)
		n += !search->wanted[i].scope;
	return n;
}

static void add_parents(int proc, pid_t pid, struct pids *kin)
{
	struct proc_stat stat;

	for (int i = 0; i < PARENTS && !proc_stat(proc, pid, &stat); i++) {
		pid = stat.ppid;
		if (pid <= 1)
			break;
		pids_add(kin, pid, PIDS_NO_UID);
	}
}

/* All that a process has forked, and what those have, and so on. */
static void add_descendants(struct search *search, pid_t pid, struct pids *kin)
{
	size_t next = kin->count, end = kin->count + FAMILY_MAX;
	int proc = walk_proc(search->walk);
	int rc = pids_children(proc, pid, search->deadline, kin);

	for (; !rc && next < kin->count && next < end; next++)
		if (!pids_mark(search->related, kin->items[next].pid))
			rc = pids_children(proc, kin->items[next].pid,
					   search->deadline, kin);
	if (rc)
		walk_fail(search->walk, rc);
}

/* A parent that turns out to be a holder has a family of its own; the family
 * of one that a holder has forked was gathered with that holder's. */
static void look_at_families(struct search *search)
{
	struct pids kin = {0};

	do {
		const struct holder *holders;
		size_t count;

		kin.count = 0;
		holders = walk_holders(search->walk, &count);
		for (size_t i = 0; i < count; i++) {
			pid_t pid = holders[i].pid;

			if (pid == 1 || pids_mark(search->related, pid))
				continue;
			add_parents(walk_proc(search->walk), pid, &kin);
			add_descendants(search, pid, &kin);
		}
		walk_look(search->walk, &kin);
	} while (kin.count);
	pids_free(&kin);
}

/* The later steps make up for other failures. */
static void look_up(const struct search *search, const char *cgroup,
		    struct pids *pids)
{
	if (cgroup_pids(cgroup, search->deadline, pids) == -ETIMEDOUT)
		walk_fail(search->walk, -ETIMEDOUT);
}

/* The cgroup of the service that a .socket unit starts, beside the unit's. */
static void add_service(const struct search *search,
			const struct wanted_socket *s, struct pids *pids)
{
	const char *slash = strrchr(s->cgroup, '/');
	char path[CGROUP_PATH], service[UNIT_NAME];

	pids_add(pids, 1, PIDS_NO_UID);
	if (unit_starts(s->unit, service) ||
	    snprintf(path, sizeof(path), "%.*s/%s", (int)(slash - s->cgroup),
		     s->cgroup, service) >= (int)sizeof(path))
		return;
	look_up(search, path, pids);
}

static void look_in_cgroup(struct search *search, size_t i)
{
	struct wanted_socket *s = &search->wanted[i];
	struct pids pids = {0};

	if (!s->cgroup || !strcmp(s->cgroup, "/"))
		return;
	for (size_t j = 0; j < i; j++) {
		if (search->wanted[j].cgroup_id != s->cgroup_id)
			continue;
		s->looked_at = search->wanted[j].looked_at;
		return;
	}
	look_up(search, s->cgroup, &pids);
	if (is_socket_unit(s))
		add_service(search, s, &pids);
	s->looked_at = pids.count;
	walk_look(search->walk, &pids);
	pids_free(&pids);
}

static int compare_uids(const void *a, const void *b)
{
	const struct pid_uid *x = a, *y = b;

	return (x->uid > y->uid) - (x->uid < y->uid);
}

/* Among @all, sorted by uid, the first process of a user. */
static size_t first_of(const struct pids *all, uid_t uid)
{
	size_t low = 0, high = all->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all->items[middle].uid < uid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void look_at_uid(struct search *search, size_t i,
			const struct pids *all)
{
	struct wanted_socket *s = &search->wanted[i];
	size_t first = first_of(all, s->uid);
	struct pids some = {.items = all->count ? all->items + first : NULL};

	for (size_t j = 0; j < i; j++) {
		if (search->wanted[j].scope || search->wanted[j].uid != s->uid)
			continue;
		s->looked_at = search->wanted[j].looked_at;
		return;
	}
	while (first + some.count < all->count &&
	       some.items[some.count].uid == s->uid)
		some.count++;
	s->looked_at = some.count;
	walk_look(search->walk, &some);
}

/* Where one user has every process, nothing was left out. */
static void widen(struct search *search, size_t all)
{
	for (size_t i = 0; i < search->count; i++) {
		struct wanted_socket *s = &search->wanted[i];

		if (s->scope && !strcmp(s->scope, "uid") && s->looked_at == all)
			s->scope = "all";
	}
}

static bool lacks_holder(const struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		if (!search->wanted[i].found)
			return true;
	return false;
}

static void look_beyond_cgroups(struct search *search)
{
	struct pids all = {0};
	int rc = pids_all(walk_proc(search->walk), &all);

	if (rc)
		walk_fail(search->walk, rc);
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), compare_uids);
	for (size_t i = 0; i < search->count; i++)
		if (!search->wanted[i].scope)
			look_at_uid(search, i, &all);
	if (walk_tally(search->walk).looked_at < all.count)
		look_at_families(search);
	conclude(search, "uid");
	widen(search, all.count);
	if (left(search)) {
		walk_look(search->walk, &all);
		deal_holders(search);
		if (lacks_holder(search))
			walk_look_at_tasks(search->walk, &all);
	}
	pids_free(&all);
}

static void run(struct search *search)
{
	for (size_t i = 0; i < search->count; i++)
		look_in_cgroup(search, i);
	look_at_families(search);
	conclude(search, "cgroup");
	if (left(search))
		look_beyond_cgroups(search);
	deal_holders(search);
	for (size_t i = 0; i < search->count; i++) {
		if (search->wanted[i].scope)
			continue;
		search->wanted[i].scope = "all";
		search->wanted[i].looked_at =
			walk_tally(search->walk).looked_at;
	}
}

int search_run(struct wanted_socket *wanted, size_t count, int64_t deadline,
	       struct walk **walk)
{
	struct search search = {
		.wanted = wanted, .count = count, .deadline = deadline,
	};
	uint64_t *inodes = memory_zeroed(count + 1, sizeof(*inodes));
	int rc = -ENOMEM;

	search.related = memory_zeroed(PIDS_LIMIT / 8, 1);
	if (!inodes || !search.related)
		goto out;
	for (size_t i = 0; i < count; i++)
		inodes[i] = wanted[i].inode;
	search.walk = walk_new(inodes, count, deadline);
	rc = search.walk ? 0 : -errno;
	if (rc)
		goto out;
	run(&search);
	*walk = search.walk;
out:
	free(search.related);
	free(inodes);
	return rc;
}
