/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * BPF programs on cgroups that may refuse a socket or its bind.
 *
 * A socket meets the effective programs of its cgroup: its own and those of
 * the cgroups above, without those that a lower cgroup overrides.  So the
 * effective programs are queried first, which on most machines is all; only if
 * there are any, the cgroups are walked to find where each is attached.
 *
 * Limits: QUERY_MAX programs at one hook.  Only a run would show whether a
 * program refuses the port in question.
 */
#include "collect/policy/policy_bpf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "collect/process/cgroup.h"
#include "facts/code.h"

#define QUERY_MAX 64
#define INITIAL_CGROUP_NS 0xeffffffbu	/* include/linux/proc_ns.h */
#define ROOT_CGROUP 1			/* the true root's inode */
#define SOURCE "bpf(2) BPF_PROG_QUERY"

static const struct {
	enum bpf_attach_type type;
	const char *name;
} hooks[] = {
	{BPF_CGROUP_INET_SOCK_CREATE, "sock_create"},
	{BPF_CGROUP_INET4_BIND, "bind4"},
	{BPF_CGROUP_INET6_BIND, "bind6"},
	{BPF_CGROUP_INET4_POST_BIND, "post_bind4"},
	{BPF_CGROUP_INET6_POST_BIND, "post_bind6"},
};

#define HOOKS (sizeof(hooks) / sizeof(hooks[0]))

/* The programs at one hook. */
struct programs {
	uint32_t ids[QUERY_MAX];
	bool named[QUERY_MAX];	/* its cgroup was found */
	size_t count;
};

static long bpf(int command, union bpf_attr *attr)
{
	long rc = syscall(SYS_bpf, command, attr, sizeof(*attr));

	return rc < 0 ? -errno : rc;
}

static int query(int cgroup, enum bpf_attach_type type, uint32_t flags,
		 struct programs *programs)
{
	union bpf_attr attr;
	long rc;

	memset(programs, 0, sizeof(*programs));
	memset(&attr, 0, sizeof(attr));
	attr.query.target_fd = (uint32_t)cgroup;
	attr.query.attach_type = type;
	attr.query.query_flags = flags;
	attr.query.prog_ids = (uintptr_t)programs->ids;
	attr.query.prog_cnt = QUERY_MAX;
	rc = bpf(BPF_PROG_QUERY, &attr);
	if (rc && rc != -ENOSPC)
		return (int)rc;
	programs->count = rc ? QUERY_MAX : attr.query.prog_cnt;
	return 0;
}

/* A program's name, as its author gave it; needs CAP_SYS_ADMIN. */
static int program_name(uint32_t id, char *name, size_t size)
{
	struct bpf_prog_info info;
	union bpf_attr attr;
	long fd, rc;

	memset(&attr, 0, sizeof(attr));
	attr.prog_id = id;
	fd = bpf(BPF_PROG_GET_FD_BY_ID, &attr);
	if (fd < 0)
		return (int)fd;
	memset(&info, 0, sizeof(info));
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = (uint32_t)fd;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uintptr_t)&info;
	rc = bpf(BPF_OBJ_GET_INFO_BY_FD, &attr);
	close((int)fd);
	if (rc)
		return (int)rc;
	if (!info.name[0])
		return -ENOENT;
	snprintf(name, size, "%.*s", (int)sizeof(info.name), info.name);
	return 0;
}

static bool is_known(const struct facts *facts, const char *where,
		     const char *detail)
{
	facts_each(facts, FACT_POLICY, f) {
		const char *w = fact_string(f, "where");
		const char *d = fact_string(f, "detail");

		if (w && where && d && !strcmp(w, where) && !strcmp(d, detail))
			return true;
	}
	return false;
}

static void add_program(struct facts *facts, size_t hook, uint32_t id,
			const char *where)
{
	char name[BPF_OBJ_NAME_LEN + 1], unit[CGROUP_NAME], detail[96];
	bool has_name = !program_name(id, name, sizeof(name));
	bool has_unit = where && !cgroup_unit(where, unit);

	snprintf(detail, sizeof(detail), "program %u at %s%s", id,
		 hooks[hook].name,
		 where ? "" : ", attached above this cgroup namespace");
	if (is_known(facts, where, detail))
		return;
	facts_add(facts, FACT_POLICY, FACT_SEEN, SOURCE, NULL,
		  json_pack("{s:s, s:o, s:o, s:o, s:s, s:s}", "mechanism",
			    "cgroup-bpf", "name",
			    value_string(has_name ? name : NULL), "where",
			    value_string(where), "unit",
			    value_string(has_unit ? unit : NULL), "hook",
			    hooks[hook].name, "detail", detail),
		  "BPF program %u at %s", id, hooks[hook].name);
}

static void add_status(struct facts *facts, enum fact_status status, int rc,
		       const char *where)
{
	struct fact_code code = code_errno(-rc);

	facts_add(facts, FACT_POLICY, status, SOURCE, rc ? &code : NULL,
		  json_pack("{s:s, s:o}", "mechanism", "cgroup-bpf", "where",
			    value_string(where)),
		  "BPF programs for cgroup %s", where ? where : "?");
}

static int open_cgroup(const char *path)
{
	char full[2 * CGROUP_PATH];
	int fd;

	snprintf(full, sizeof(full), "%s%s", cgroup_mount(), path);
	fd = open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/* Of the effective programs those that are attached to this very cgroup. */
static void add_attached(struct facts *facts, struct programs *effective,
			 const char *path)
{
	int cgroup = open_cgroup(path);

	if (cgroup < 0)
		return;
	for (size_t h = 0; h < HOOKS; h++) {
		struct programs attached;

		if (!effective[h].count ||
		    query(cgroup, hooks[h].type, 0, &attached))
			continue;
		for (size_t i = 0; i < effective[h].count; i++) {
			for (size_t k = 0; k < attached.count; k++) {
				if (effective[h].ids[i] != attached.ids[k])
					continue;
				effective[h].named[i] = true;
				add_program(facts, h, attached.ids[k], path);
			}
		}
	}
	close(cgroup);
}

/*
 * Return: the number of programs; -EPERM without the right; -ENOSYS on a
 * kernel without such programs
 */
static int query_effective(int cgroup, struct programs *effective)
{
	size_t count = 0, unsupported = 0;

	for (size_t h = 0; h < HOOKS; h++) {
		int rc = query(cgroup, hooks[h].type, BPF_F_QUERY_EFFECTIVE,
			       &effective[h]);

		if (rc == -EINVAL)
			unsupported++;
		else if (rc)
			return rc;
		count += effective[h].count;
	}
	return unsupported == HOOKS ? -ENOSYS : (int)count;
}

static void collect_path(struct facts *facts, const char *path)
{
	struct programs effective[HOOKS];
	char above[CGROUP_PATH];
	int cgroup = open_cgroup(path), count;

	if (cgroup < 0) {
		add_status(facts, code_errno_status(cgroup), cgroup, path);
		return;
	}
	count = query_effective(cgroup, effective);
	close(cgroup);
	if (count <= 0) {
		add_status(facts,
			   !count ? FACT_ABSENT :
			   count == -ENOSYS ? FACT_UNSUPPORTED :
					      code_errno_status(count),
			   count, path);
		return;
	}
	snprintf(above, sizeof(above), "%s", path[1] ? path : "");
	for (;;) {
		char *slash = strrchr(above, '/');

		add_attached(facts, effective, above[0] ? above : "/");
		if (!slash)
			break;
		*slash = '\0';
	}
	for (size_t h = 0; h < HOOKS; h++)
		for (size_t i = 0; i < effective[h].count; i++)
			if (!effective[h].named[i])
				add_program(facts, h, effective[h].ids[i],
					    NULL);
}

/*
 * In a cgroup namespace our path counts from the namespace's root; a mount
 * that was made outside of it shows the true root.
 */
static bool is_foreign_mount(void)
{
	struct stat namespace, mount;

	return !stat("/proc/self/ns/cgroup", &namespace) &&
	       namespace.st_ino != INITIAL_CGROUP_NS &&
	       !stat(cgroup_mount(), &mount) && mount.st_ino == ROOT_CGROUP;
}

static void collect_own(struct facts *facts)
{
	char path[CGROUP_PATH];
	int rc = cgroup_own(path);

	if (rc)
		add_status(facts, rc == -ENOENT ? FACT_UNSUPPORTED :
						  FACT_FAILED, rc, NULL);
	/* "/..": a process outside of its cgroup namespace's root. */
	else if (!strncmp(path, "/..", 3) || is_foreign_mount())
		add_status(facts, FACT_UNSUPPORTED, 0, path);
	else
		collect_path(facts, path);
}

/* Where systemd puts a unit's cgroup, and a template's. */
static void collect_server(struct facts *facts, const char *server)
{
	static const char *const places[] = {
		"/system.slice/%.*s.service",
		"/system.slice/system-%.*s.slice/%.*s@-.service",
	};
	bool suffixed = text_ends(server, ".service");
	int length = (int)strlen(server) -
		     (suffixed ? (int)strlen(".service") : 0);

	if (!length || length > 200 || strchr(server, '/'))
		return;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		char path[CGROUP_PATH];
		int fd;

		snprintf(path, sizeof(path), places[i], length, server, length,
			 server);
		fd = open_cgroup(path);
		if (fd < 0)
			continue;
		close(fd);
		collect_path(facts, path);
	}
}

void policy_bpf_collect(struct facts *facts, const char *const *units,
			size_t count)
{
	if (!cgroup_mount()) {
		add_status(facts, FACT_UNSUPPORTED, 0, NULL);
		return;
	}
	collect_own(facts);
	for (size_t i = 0; i < count; i++)
		collect_server(facts, units[i]);
}
