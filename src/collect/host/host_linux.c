/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/host/host.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "collect/process/cgroup.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/file/file.h"
#include "port/process/user.h"

#ifndef CAP_BPF
#define CAP_BPF 39
#endif

/* include/linux/proc_ns.h: the inodes of the namespaces of the boot. */
#define INITIAL_USER_NS 0xeffffffdu
#define INITIAL_PID_NS 0xeffffffcu

#define USER_TEXT 256

/* In which user namespace the kernel wants a capability. */
enum right_in {
	RIGHT_IN_OWN,
	RIGHT_IN_NETWORK,	/* the one that owns the network namespace */
	RIGHT_IN_INITIAL,
};

static const struct {
	const char *name;
	unsigned int number;
	enum right_in in;
	const char *purpose;
} rights[] = {
	{"CAP_NET_BIND_SERVICE", CAP_NET_BIND_SERVICE, RIGHT_IN_NETWORK,
	 "bind ports below net.ipv4.ip_unprivileged_port_start"},
	{"CAP_SYS_PTRACE", CAP_SYS_PTRACE, RIGHT_IN_OWN,
	 "see which process of another user holds a socket"},
	{"CAP_DAC_READ_SEARCH", CAP_DAC_READ_SEARCH, RIGHT_IN_INITIAL,
	 "turn a socket's cgroup id into the cgroup's path"},
	{"CAP_NET_ADMIN", CAP_NET_ADMIN, RIGHT_IN_INITIAL,
	 "list the BPF programs on a cgroup"},
	{"CAP_BPF", CAP_BPF, RIGHT_IN_INITIAL,
	 "use bpf(2) where only privileged users may"},
	{"CAP_SYS_ADMIN", CAP_SYS_ADMIN, RIGHT_IN_INITIAL,
	 "name the BPF programs on a cgroup"},
};

static bool has_inode(const char *path, ino_t inode)
{
	struct stat st;

	return !stat(path, &st) && st.st_ino == inode;
}

static void add_cgroup(json_t *value)
{
	char unit[CGROUP_NAME], path[CGROUP_PATH];

	if (cgroup_own(path))
		return;
	json_object_set_new(value, "cgroup", value_string(path));
	if (!cgroup_unit(path, unit))
		json_object_set_new(value, "unit", value_string(unit));
}

static void add_host(struct facts *facts)
{
	uint32_t uid = (uint32_t)geteuid();
	struct utsname system = {0};
	char user[USER_TEXT];
	json_t *value;

	uname(&system);
	value = json_pack("{s:s, s:o, s:o, s:I, s:I, s:o}", "os", "Linux",
			  "release", value_string(system.release), "machine",
			  value_string(system.machine), "time",
			  (json_int_t)clock_wall(), "uid", (json_int_t)uid,
			  "user",
			  value_string(user_name(uid, user, sizeof(user)) ?
					       NULL : user));
	if (!access("/proc/self/ns/pid", F_OK))
		json_object_set_new(value, "initial_pid_namespace",
				    json_boolean(has_inode("/proc/self/ns/pid",
							   INITIAL_PID_NS)));
	if (value)
		add_cgroup(value);
	facts_add(facts, FACT_HOST, FACT_SEEN, "uname(2), /proc/self", NULL,
		  value, "this machine");
}

/*
 * The kernel shows the owner of a namespace only to processes in that user
 * namespace or in one above it, and their capabilities count there too.
 */
static bool counts_in_network(void)
{
	int net = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int owner, error;

	if (net < 0)
		return true;
	owner = ioctl(net, NS_GET_USERNS);
	error = errno;
	close(net);
	if (owner < 0)
		return error != EPERM;
	close(owner);
	return true;
}

/* 1, 0, or -errno; without /proc, or in an old kernel, there is no other. */
static int is_initial_user(void)
{
	struct stat st;

	if (!stat("/proc/self/ns/user", &st))
		return st.st_ino == INITIAL_USER_NS;
	return errno == ENOENT ? 1 : -errno;
}

/* Why a right that is held does not count; NULL where it does. */
static const char *why_not(enum right_in in, int initial)
{
	if (in == RIGHT_IN_NETWORK && !counts_in_network())
		return "held only in a user namespace that does not own the "
		       "network namespace, so it does not count there";
	if (in == RIGHT_IN_INITIAL && !initial)
		return "held only in a user namespace, where the kernel does "
		       "not accept it for this";
	return NULL;
}

static void add_right(struct facts *facts, size_t i, bool held, int initial)
{
	const char *detail = held ? why_not(rights[i].in, initial) : NULL;
	bool unknown = held && rights[i].in == RIGHT_IN_INITIAL && initial < 0;
	struct fact_code code = code_errno(unknown ? -initial : 0);

	facts_add(facts, FACT_RIGHT,
		  unknown ? FACT_FAILED :
		  held && !detail ? FACT_SEEN : FACT_ABSENT,
		  unknown ? "/proc/self/ns/user" : "capget(2)",
		  unknown ? &code : NULL,
		  json_pack("{s:s, s:s, s:s*}", "name", rights[i].name,
			    "purpose", rights[i].purpose, "detail", detail),
		  "%s", rights[i].name);
}

static void add_rights(struct facts *facts)
{
	int initial = is_initial_user();
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {{0}};
	uint64_t effective;

	/* Cannot fail since Linux 2.6.26. */
	syscall(SYS_capget, &header, data);
	effective = data[0].effective | (uint64_t)data[1].effective << 32;
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++)
		add_right(facts, i, effective >> rights[i].number & 1,
			  initial);
}

void host_collect(struct facts *facts)
{
	add_host(facts);
	add_rights(facts);
}
