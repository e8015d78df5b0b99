/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up privileges on Linux.
 *
 * The order matters.  Changing the bounding set and the user needs
 * capabilities, so these come first; then all capabilities are dropped; then
 * no_new_privs is set, without which only root may load a filter; the filter
 * is last, since it forbids all of the above (call_filter.h).
 *
 * If the filter cannot be installed, sandbox_enter() fails and nothing is read.
 *
 * Limits: open descriptors stay usable.  In a user namespace that has only
 * root (a rootless container), or where root may not change the user, root
 * stays root without capabilities, and @how says so.  On a kernel without
 * seccomp there is no filter; all the rest is done.
 */
#include "priv/sandbox.h"

#include <cap-ng.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include "priv/call_filter.h"

#define NOBODY 65534	/* if the system does not know the name */

/*
 * The allowed system calls, each with its purpose.  Not every architecture has
 * all of them: aarch64 has no poll or select, those of 32 bits have additional
 * calls for times after 2038.
 *
 * None of them takes a path or an address: nothing can be opened, connected,
 * executed or signalled.
 */
#define ALLOW(name) {.call = SYS_##name}
#define EXACTLY(argument, value) {argument, UINT64_MAX, value}
static const struct call_rule rules[] = {
	/* A capture file, packet rings, the counters in /sys. */
	ALLOW(read), ALLOW(readv), ALLOW(pread64), ALLOW(lseek),
#ifdef SYS__llseek
	ALLOW(_llseek),
#endif
	/* A packet socket without a ring. */
	ALLOW(recvfrom), ALLOW(recvmsg),
	/* libpcap: pending errors, dropped packets, whether the interface
	 * still exists. */
	ALLOW(getsockopt), ALLOW(getsockname),
	/* Waiting; musl and 32-bit systems use different calls. */
	ALLOW(ppoll), ALLOW(pselect6), ALLOW(restart_syscall),
#ifdef SYS_poll
	ALLOW(poll), ALLOW(select),
#endif
#ifdef SYS_ppoll_time64
	ALLOW(ppoll_time64), ALLOW(pselect6_time64),
#endif
	/* The file of -w, truncated after its last whole packet; text;
	 * facts. */
	ALLOW(write), ALLOW(writev), ALLOW(ftruncate), ALLOW(fsync),
	ALLOW(fdatasync),
#ifdef SYS_ftruncate64
	ALLOW(ftruncate64),
#endif
	/* stdio: the size of a buffer; is "-" a file or a pipe? */
	ALLOW(fstat),
#ifdef SYS_fstat64
	ALLOW(fstat64),
#endif
	ALLOW(close),
	/* malloc(): memory that is not executable. */
	ALLOW(brk), ALLOW(munmap), ALLOW(mremap), ALLOW(madvise), ALLOW(futex),
#ifdef SYS_mmap2
	{SYS_mmap2, 1, {{2, PROT_EXEC, 0}}},
#else
	{SYS_mmap, 1, {{2, PROT_EXEC, 0}}},
#endif
	{SYS_mprotect, 1, {{2, PROT_EXEC, 0}}},
	/* The clock, if the vDSO does not have it. */
	ALLOW(clock_gettime), ALLOW(gettimeofday),
#ifdef SYS_time
	ALLOW(time),
#endif
#ifdef SYS_clock_gettime64
	ALLOW(clock_gettime64),
#endif
	/* Signals that ask to stop, and exiting. */
	ALLOW(rt_sigreturn), ALLOW(rt_sigprocmask), ALLOW(getppid),
	ALLOW(exit), ALLOW(exit_group),
	/* libpcap: is the interface up? */
	{SYS_ioctl, 1, {EXACTLY(1, SIOCGIFFLAGS)}},
	/* Die with the parent: a change of user resets this. */
	{SYS_prctl, 2, {EXACTLY(0, PR_SET_PDEATHSIG), EXACTLY(1, SIGKILL)}},
#ifdef SANDBOX_SANITIZERS
	/* Sanitizers: signal stacks, reports. */
	ALLOW(sigaltstack), ALLOW(rt_sigaction), ALLOW(getpid), ALLOW(gettid),
	ALLOW(sched_yield), ALLOW(sched_getaffinity),
#ifdef SYS_readlink
	ALLOW(readlink),
#endif
#endif
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

static int errno_or(int otherwise)
{
	return errno ? -errno : -otherwise;
}

/**
 * become_nobody() - As root, become user nobody without groups
 * @who:	SANDBOX_TEXT bytes; set to the user that it is now
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

/* All of them, permanently. */
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
	/* The kernel may know more capabilities than our headers. */
	for (int cap = 0; (has = prctl(PR_CAPBSET_READ, cap)) >= 0; cap++)
		if (has && prctl(PR_CAPBSET_DROP, cap))
			return -errno;
	return 0;
}

int sandbox_enter(char *how)
{
	/* Asked before the filter: does the kernel have seccomp? */
	bool filters = prctl(PR_GET_SECCOMP) >= 0;
	char who[SANDBOX_TEXT];
	int rc;

	rc = drop_bounds();
	if (!rc)
		rc = become_nobody(who);
	if (!rc)
		rc = drop_capabilities();
	if (rc)
		return rc;
	/* Not dumpable: other processes of the same user cannot attach. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return -errno;
	if (!filters) {
		snprintf(how, SANDBOX_TEXT, "%.80s, no capabilities, all "
			 "system calls: this kernel has no filters", who);
		return -EOPNOTSUPP;
	}
	snprintf(how, SANDBOX_TEXT, "%.80s, no capabilities, %zu system calls",
		 who, RULES);
	rc = call_filter_install(rules, RULES);
	/* -EOPNOTSUPP would let the caller continue without a filter. */
	return rc == -EOPNOTSUPP ? -ENOSYS : rc;
}
