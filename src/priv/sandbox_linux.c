/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up rights on Linux.
 *
 * The order matters.  The bounding set and the change of user take
 * capabilities, so they come first; then all capabilities go; then
 * no_new_privs, without which nobody but root may load a filter; the filter
 * is last, since it forbids all of the above.
 *
 * Limits: descriptors that are open stay usable for what they were opened
 * for.  Where a user namespace has nobody but root (a rootless container), or
 * root may not change the user, root stays root without capabilities, and
 * @how says so.  On a kernel without seccomp the rights go, and no filter
 * stands in front of the system calls.
 */
#include "priv/sandbox.h"

#include <cap-ng.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#define NOBODY 65534	/* where the system does not know the name */

/*
 * What is allowed, and for what.  A name that a machine does not have
 * (aarch64 has no open, poll or select) is none there.
 *
 * In none of them is there a path: nothing can be opened, connected, run or
 * signalled.
 */
static const int allowed[] = {
	/* A capture file, the network's rings, the counters in /sys. */
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(lseek),
	/* A packet socket without a ring. */
	SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	/* libpcap: what went wrong, how many were dropped; is the interface
	 * still there? */
	SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
	/* Waiting; musl and new kernels' 32-bit calls wait by others. */
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(select), SCMP_SYS(pselect6),
	SCMP_SYS(restart_syscall),
	/* -w's file, cut back to its last whole packet; text; facts. */
	SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(ftruncate),
	SCMP_SYS(fsync), SCMP_SYS(fdatasync),
	/* stdio: how large a buffer; "-" as a file or a pipe. */
	SCMP_SYS(fstat),
	SCMP_SYS(close),
	/* malloc(); mmap and mprotect stand below. */
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(futex),
	/* The clock, where it is no function of the vDSO. */
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
	/* Being told to stop, and stopping. */
	SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(getppid),
	SCMP_SYS(exit), SCMP_SYS(exit_group),
#ifdef SANDBOX_SANITIZERS
	/* The sanitizers' own: stacks of signals, reports. */
	SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(sched_yield), SCMP_SYS(readlink),
	SCMP_SYS(sched_getaffinity),
#endif
};
#define ALLOWED (sizeof(allowed) / sizeof(allowed[0]))

/* Calls that are allowed with some arguments only. */
static const struct {
	int call;
	unsigned int count;
	struct scmp_arg_cmp arguments[2];
} limited[] = {
	/* Memory, and never code. */
	{SCMP_SYS(mmap), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
	{SCMP_SYS(mprotect), 1, {{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}}},
	/* libpcap: is the interface up? */
	{SCMP_SYS(ioctl), 1, {{1, SCMP_CMP_EQ, SIOCGIFFLAGS, 0}}},
	/* To be ended with the parent: a change of user undoes it. */
	{SCMP_SYS(prctl), 2,
	 {{0, SCMP_CMP_EQ, PR_SET_PDEATHSIG, 0},
	  {1, SCMP_CMP_EQ, SIGKILL, 0}}},
};
#define LIMITED (sizeof(limited) / sizeof(limited[0]))

static int errno_or(int otherwise)
{
	return errno ? -errno : -otherwise;
}

/* The filter, and how many calls it allows; NULL where that did not work. */
static scmp_filter_ctx make_filter(unsigned int *count)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc;

	if (!filter)
		return NULL;
	/* Calls of another machine's convention (x32, i386), too. */
	rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
			      SCMP_ACT_KILL_PROCESS);
	*count = 0;
	for (size_t i = 0; !rc && i < ALLOWED; i++) {
		if (allowed[i] < 0)
			continue;
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
		++*count;
	}
	for (size_t i = 0; !rc && i < LIMITED; i++) {
		rc = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW,
					    limited[i].call, limited[i].count,
					    limited[i].arguments);
		++*count;
	}
	if (!rc)
		return filter;
	seccomp_release(filter);
	return NULL;
}

/**
 * become_nobody() - Where root, another user without groups
 * @who:	SANDBOX_TEXT bytes: who it is now
 *
 * By number, looked up before the user changes.
 */
static int become_nobody(char *who)
{
	struct passwd *nobody;
	uid_t uid = NOBODY, ruid, euid, suid;
	gid_t gid = NOBODY;

	if (geteuid() && getuid()) {
		snprintf(who, SANDBOX_TEXT, "user %u",
			 (unsigned int)geteuid());
		return 0;
	}
	if (!capng_have_capability(CAPNG_EFFECTIVE, CAP_SETUID) ||
	    !capng_have_capability(CAPNG_EFFECTIVE, CAP_SETGID)) {
		snprintf(who, SANDBOX_TEXT, "still root, which may not "
			 "change the user here");
		return 0;
	}
	nobody = getpwnam("nobody");
	if (nobody && nobody->pw_uid) {
		uid = nobody->pw_uid;
		gid = nobody->pw_gid;
	}
	if (setresgid(gid, gid, gid)) {
		/* The user namespace does not have the number. */
		if (errno != EINVAL)
			return -errno;
		snprintf(who, SANDBOX_TEXT, "still root, the only user of its "
			 "user namespace");
		return 0;
	}
	if (setgroups(0, NULL) || setresuid(uid, uid, uid))
		return -errno;
	if (getresuid(&ruid, &euid, &suid) || ruid != uid || euid != uid ||
	    suid != uid || !setuid(0))
		return -EPERM;
	snprintf(who, SANDBOX_TEXT, "user %s",
		 nobody && nobody->pw_uid ? "nobody" : "65534");
	return 0;
}

/* All of them, for good; what a process has not, it cannot give up. */
static int drop_capabilities(void)
{
	capng_clear(CAPNG_SELECT_BOTH);
	errno = 0;
	if (capng_apply(CAPNG_SELECT_CAPS))
		return errno_or(EPERM);
	/* The ambient set goes with the permitted one (capabilities(7)). */
	if (capng_get_caps_process())
		return errno_or(EPERM);
	return capng_have_capabilities(CAPNG_SELECT_CAPS) == CAPNG_NONE ?
		       0 : -EPERM;
}

static int drop_bounds(void)
{
	int has;

	if (capng_get_caps_process())
		return errno_or(EPERM);
	if (!capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP))
		return 0;
	/* As many as the kernel knows, which may be more than we do. */
	for (int cap = 0; (has = prctl(PR_CAPBSET_READ, cap)) >= 0; cap++)
		if (has && prctl(PR_CAPBSET_DROP, cap))
			return -errno;
	return 0;
}

static bool has_seccomp(void)
{
	/* With what prctl() says of a kernel that has no filters, and with
	 * what SECCOMP_GET_ACTION_AVAIL (4.14) says of this one. */
	return prctl(PR_GET_SECCOMP) >= 0 && seccomp_api_get() >= 3;
}

int sandbox_enter(char *how)
{
	scmp_filter_ctx filter = NULL;
	bool filters = has_seccomp();
	char who[SANDBOX_TEXT];
	unsigned int count = 0;
	int rc = 0;

	if (filters && !(filter = make_filter(&count)))
		rc = -ENOMEM;
	if (!rc)
		rc = drop_bounds();
	if (!rc)
		rc = become_nobody(who);
	if (!rc)
		rc = drop_capabilities();
	if (rc)
		goto out;
	/* Not dumpable: nobody of the same user can look in or attach. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) {
		rc = -errno;
		goto out;
	}
	if (filters) {
		snprintf(how, SANDBOX_TEXT,
			 "%.80s, no capabilities, %u system calls", who, count);
		rc = seccomp_load(filter);
	} else {
		snprintf(how, SANDBOX_TEXT, "%.80s, no capabilities, all "
			 "system calls: this kernel has no filters", who);
		rc = -EOPNOTSUPP;
	}
out:
	/* Frees memory, and calls nothing that is forbidden. */
	if (filter)
		seccomp_release(filter);
	return rc;
}
