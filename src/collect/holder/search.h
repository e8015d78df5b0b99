/* SPDX-License-Identifier: BSD-2-Clause */
/* The search for the processes that hold some sockets, in steps. */
#ifndef COLLECT_HOLDER_SEARCH_H
#define COLLECT_HOLDER_SEARCH_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "collect/holder/walk.h"

/**
 * struct wanted_socket - A socket whose holders are looked for
 * @inode:	The socket's; not 0
 * @uid:	The socket's user
 * @cgroup:	The path of the cgroup where it was made; NULL where that is
 *		not known; borrowed
 * @cgroup_id:	That cgroup's id
 * @unit:	The unit that the cgroup names, or NULL; borrowed
 * @scope:	The step that ended its search: "cgroup", "uid" or "all"
 * @looked_at:	How many processes that step is about
 * @holders:	Its holders, by process; valid as long as the search's walk
 * @found:	How many
 *
 * The caller sets the first five, search_run() the rest.
 */
struct wanted_socket {
	uint64_t inode;
	uid_t uid;
	const char *cgroup;
	uint64_t cgroup_id;
	const char *unit;
	const char *scope;
	size_t looked_at;
	const struct holder *holders;
	size_t found;
};

/**
 * search_run() - Find the processes that hold the sockets
 * @wanted:	The sockets
 * @count:	How many
 * @deadline:	When to give up, on clock_now()'s scale
 * @walk:	Set to the walk that was made, which the caller frees
 *
 * Return: 0, or -errno with nothing set
 */
int search_run(struct wanted_socket *wanted, size_t count, int64_t deadline,
	       struct walk **walk);

#endif
