/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/holder.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/holder/describe.h"
#include "collect/holder/descriptor.h"
#include "collect/holder/search.h"
#include "collect/holder/seen.h"
#include "collect/process/mount.h"
#include "collect/process/proc.h"
#include "facts/code.h"

#define PROC_FD "/proc/PID/fd"
#define DESCRIBED_MAX 32	/* holders of a socket whose descriptor is looked at */

/* The sockets to look for, each with its fact. */
struct task {
	struct facts *facts;
	struct wanted_socket *wanted;
	const struct fact **sockets;
	size_t count;
	bool without_inode;	/* there is a socket that no process can hold */
};

static bool is_new(struct seen *seen, const struct fact *fact)
{
	char inode[24];

	snprintf(inode, sizeof(inode), "%" PRId64,
		 fact_integer(fact, "inode", 0));
	return !seen_before(seen, inode);
}

/* A socket that the kernel made for itself, or whose process has closed it,
 * may have no inode; then there is nothing to look for. */
static void find_tasks(struct task *task)
{
	struct seen seen = {0};

	facts_each(task->facts, FACT_HOLDER_SEARCH, search)
		is_new(&seen, search);
	facts_each(task->facts, FACT_SOCKET, socket) {
		struct wanted_socket *s = &task->wanted[task->count];

		if (socket->status != FACT_SEEN || !is_new(&seen, socket))
			continue;
		s->inode = (uint64_t)fact_integer(socket, "inode", 0);
		s->uid = (uid_t)fact_integer(socket, "uid", -1);
		s->cgroup = fact_string(socket, "cgroup");
		s->cgroup_id = (uint64_t)fact_integer(socket, "cgroup_id", 0);
		s->unit = fact_string(socket, "unit");
		if (s->inode)
			task->sockets[task->count++] = socket;
		else
			task->without_inode = true;
	}
	seen_free(&seen);
}

static void add_search(struct task *task, size_t i, struct walk_tally tally,
		       const char *right, const char *source)
{
	const struct wanted_socket *s = &task->wanted[i];
	enum fact_status status = FACT_ABSENT;
	struct fact_code code = code_errno(0);
	json_t *value;

	if (s->found) {
		status = FACT_SEEN;
	} else if (tally.error) {
		status = FACT_FAILED;
		code = code_errno(-tally.error);
	} else if (right || tally.denied) {
		status = FACT_DENIED;
		code = code_errno(EACCES);
	}
	value = json_pack("{s:I, s:s, s:I, s:I, s:I, s:o}", "inode",
			  (json_int_t)s->inode, "scope",
			  s->scope ? s->scope : "all", "looked_at",
			  (json_int_t)s->looked_at, "denied",
			  (json_int_t)tally.denied, "found",
			  (json_int_t)s->found, "right", value_string(right));
	facts_add(task->facts, FACT_HOLDER_SEARCH, status, source,
		  code.number ? &code : NULL, value, "holders of %s",
		  task->sockets[i]->subject);
}

static void add_no_search(struct facts *facts)
{
	facts_add(facts, FACT_HOLDER_SEARCH, FACT_ABSENT, "netlink sock_diag",
		  NULL,
		  json_pack("{s:i, s:s, s:i, s:i, s:i}", "inode", 0, "scope",
			    "all", "looked_at", 0, "denied", 0, "found", 0),
		  "holders of a socket without an inode");
}

static void add_holders(struct task *task, size_t i, int proc,
			struct describer *describer)
{
	struct wanted_socket *s = &task->wanted[i];
	size_t gone = 0;

	for (size_t h = 0; h < s->found; h++) {
		const struct holder *holder = &s->holders[h];
		json_t *value;

		if (describe_process(describer, proc, holder->pid)) {
			gone++;
			continue;
		}
		value = json_pack("{s:I, s:i, s:i}", "inode",
				  (json_int_t)s->inode, "pid",
				  (int)holder->pid, "fd", holder->fd);
		if (value && h < DESCRIBED_MAX)
			descriptor_describe(value, proc, holder->pid,
					    holder->fd);
		facts_add(task->facts, FACT_HOLDER, FACT_SEEN, PROC_FD, NULL,
			  value, "pid %d, descriptor %d", (int)holder->pid,
			  holder->fd);
	}
	s->found -= gone;
}

static void look(const struct task *task, struct describer *describer)
{
	struct pids pids = {0};

	for (size_t i = 0; i < task->count; i++)
		for (size_t h = 0; h < task->wanted[i].found; h++)
			pids_add(&pids, task->wanted[i].holders[h].pid,
				 PIDS_NO_UID);
	describe_look(describer, &pids);
	pids_free(&pids);
}

static void report(struct task *task, struct walk *walk,
		   struct describer *describer)
{
	struct walk_tally tally = walk_tally(walk);
	bool complete = walk_is_complete(walk);
	const char *right = NULL;

	if (!complete && mount_hides_processes())
		right = "hidepid";
	else if (tally.denied && !proc_may_trace())
		right = "CAP_SYS_PTRACE";
	look(task, describer);
	for (size_t i = 0; i < task->count; i++) {
		add_holders(task, i, walk_proc(walk), describer);
		add_search(task, i, tally, right,
			   complete ? "bpf(2) task_file" : PROC_FD);
	}
}

static void search(struct task *task, int64_t deadline)
{
	struct describer *describer = describer_new(task->facts, deadline);
	struct walk_tally failed = {0};
	struct walk *walk = NULL;

	if (!describer)
		return;
	if (task->without_inode)
		add_no_search(task->facts);
	failed.error = search_run(task->wanted, task->count, deadline, &walk);
	if (walk)
		report(task, walk, describer);
	for (size_t i = 0; failed.error && i < task->count; i++)
		add_search(task, i, failed, NULL, PROC_FD);
	facts_each(task->facts, FACT_SOCKET, socket)
		describe_socket(describer, socket);
	walk_free(walk);
	describer_free(describer);
}

void holder_collect(struct facts *facts, int64_t deadline)
{
	struct task task = {.facts = facts};
	size_t sockets = 0;

	facts_each(facts, FACT_SOCKET, socket)
		sockets++;
	task.wanted = memory_zeroed(sockets + 1, sizeof(*task.wanted));
	task.sockets = memory_zeroed(sockets + 1, sizeof(*task.sockets));
	if (task.wanted && task.sockets) {
		find_tasks(&task);
		search(&task, deadline);
	}
	free(task.sockets);
	free(task.wanted);
}
