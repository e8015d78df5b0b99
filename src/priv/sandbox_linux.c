/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving up privileges on Linux.
 *
 * The order matters.  Changing the bounding set and the user needs
 * capabilities, so these come first; then all capabilities are dropped; then
 * no_new_privs is set, without which only root may load a filter; the filter
 * is last, since it forbids all of the above (call_filter.h).
 *
 * Each step that fails fails all of it.
 *
 * Limits: in a user namespace that has only root (a rootless container), or
 * where root may not change the user, root stays root, without capabilities
 * and behind the filter, and @how says so.
 */
#include "priv/sandbox.h"

#include <cap-ng.h>
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
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

#include "port/error.h"
#include "port/process/user.h"
#include "priv/call_filter.h"
#include "priv/limit.h"

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
	/* The counters in /sys; the position in a file. */
	ALLOW(pread64), ALLOW(lseek),
#ifdef SYS__llseek
	ALLOW(_llseek),
#endif
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

/* Those that are allowed on some descriptors only. */
static const int calls_read[] = {SYS_read, SYS_readv};
/* A packet socket, with a ring or without. */
static const int calls_receive[] = {SYS_recvfrom, SYS_recvmsg};
/* Facts; the file of -w, truncated after its last whole packet. */
static const int calls_write[] = {
	SYS_write, SYS_writev, SYS_fsync, SYS_fdatasync, SYS_ftruncate,
#ifdef SYS_ftruncate64
	SYS_ftruncate64,
#endif
};
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))
#define CALLS (LENGTH(calls_read) + LENGTH(calls_receive) + LENGTH(calls_write))
#define ON_MAX (2 * LENGTH(calls_read) + LENGTH(calls_receive) + \
		SANDBOX_WRITE_MAX * LENGTH(calls_write))

/** struct filter_rules - All of them: first those that are tested most */
struct filter_rules {
	struct call_rule rules[ON_MAX + RULES];
	size_t count;
};

/* Allow @calls on descriptor @fd, of which the kernel sees 32 bits. */
static void allow_on(struct filter_rules *all, const int *calls, size_t count,
		     int fd)
{
	for (size_t i = 0; fd >= 0 && i < count; i++)
		all->rules[all->count++] = (struct call_rule){
			calls[i], 1, {{0, UINT32_MAX, (uint32_t)fd}},
		};
}

static int install_filter(const struct sandbox_use *use)
{
	struct filter_rules all = {.count = 0};

	allow_on(&all, calls_read, LENGTH(calls_read), use->read);
	allow_on(&all, calls_read, LENGTH(calls_read), use->receive);
	allow_on(&all, calls_receive, LENGTH(calls_receive), use->receive);
	for (size_t i = 0; i < use->write_count; i++)
		allow_on(&all, calls_write, LENGTH(calls_write),
			 use->write[i]);
	memcpy(all.rules + all.count, rules, sizeof(rules));
	all.count += RULES;
	return call_filter_install(all.rules, all.count);
}

static int errno_or(int otherwise)
{
	return errno ? -errno : -otherwise;
}

/* Does the user namespace have this group?  If it is not known, it has. */
static bool is_mapped(gid_t gid)
{
	FILE *map = fopen("/proc/self/gid_map", "re");
	unsigned int first, outside, count;
	bool read = false, found = false;

	while (map && fscanf(map, "%u %u %u", &first, &outside, &count) == 3) {
		read = true;
		found |= gid >= first && gid - first < count;
	}
	if (map)
		fclose(map);
	return found || !read;
}

/**
 * become_nobody() - As root, become user nobody without groups
 * @who:	SANDBOX_TEXT bytes; set to the user that it is now
 */
static int become_nobody(char *who)
{
	uint32_t uid = NOBODY, gid = NOBODY;
	uid_t ruid, euid, suid;
	bool named;

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
	named = !user_numbers("nobody", &uid, &gid) && uid && gid;
	if (!named)
		uid = gid = NOBODY;
	if (setresgid(gid, gid, gid)) {
		if (errno != EINVAL || is_mapped(gid))
			return errno_or(EINVAL);
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
		 named ? "nobody" : "65534");
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

bool sandbox_exists(void)
{
	return true;
}

static int failed(const char *step, int rc, char *how)
{
	snprintf(how, SANDBOX_TEXT, "%s: %s (%s)", step, strerror(-rc),
		 error_name(-rc));
	return rc;
}

static int no_filter(int rc, char *how)
{
	/* Of a kernel without seccomp or without its filters. */
	if (rc != -EINVAL && rc != -ENOSYS && rc != -EOPNOTSUPP)
		return failed("no filter for system calls", rc, how);
	snprintf(how, SANDBOX_TEXT, "this kernel has no filters for system "
		 "calls, or bindwhy has none for its processor");
	return -EOPNOTSUPP;
}

int sandbox_enter(const struct sandbox_use *use, char *how)
{
	char who[SANDBOX_TEXT];
	int rc;

	rc = drop_bounds();
	if (rc)
		return failed("capabilities stay in the bounding set", rc, how);
	rc = become_nobody(who);
	if (rc)
		return failed("root cannot become nobody", rc, how);
	rc = drop_capabilities();
	if (rc)
		return failed("capabilities cannot be dropped", rc, how);
	/* Not dumpable: other processes of the same user cannot attach. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
		return failed("new privileges cannot be ruled out", -errno,
			      how);
	rc = limit_files();
	if (rc)
		return failed("Landlock", rc, how);
	rc = limit_resources(use->writes_file);
	if (rc)
		return failed("no limits for memory and files", rc, how);
	rc = install_filter(use);
	if (rc)
		return no_filter(rc, how);
	snprintf(how, SANDBOX_TEXT, "%.80s, no capabilities, %zu system calls",
		 who, RULES + CALLS);
	return 0;
}
