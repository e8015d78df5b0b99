/* SPDX-License-Identifier: BSD-2-Clause */
#include "faults/calls.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

#define CALL(name, kind, ...) {SYS_##name, #name, (kind), {__VA_ARGS__}}
#define SURE(name) {SYS_##name, #name, 0, {0}}

/*
 * Errors that stand for "it is not there", such as ENOENT, are left out: they
 * are no failures.  EINTR is what --eintr is for.
 */
static const struct call calls[] = {
	/* Files. */
	CALL(openat, CALL_PATH1, EACCES, EMFILE, EIO, ENOMEM),
	CALL(newfstatat, CALL_PATH1, EACCES, EIO, ENOMEM),
	CALL(fstat, CALL_FD, EIO),
	CALL(statx, CALL_PATH1, EACCES, EIO),
	CALL(fstatfs, CALL_FD, EIO, ENOSYS),
	CALL(readlinkat, CALL_PATH1, EACCES, EIO),
	CALL(faccessat, CALL_PATH1, EACCES, EIO),
	CALL(faccessat2, CALL_PATH1, EACCES, EIO, ENOSYS),
	CALL(getdents64, CALL_FD, EIO, ENOMEM),
	CALL(read, CALL_FD | CALL_READS | CALL_WAITS, EIO, EACCES, ECONNRESET),
	CALL(pread64, CALL_FD | CALL_READS | CALL_WAITS, EIO),
	CALL(readv, CALL_FD | CALL_WAITS, EIO),
	CALL(write, CALL_FD | CALL_WRITES | CALL_WAITS, ENOSPC, EIO, EPIPE),
	CALL(pwrite64, CALL_FD | CALL_WRITES | CALL_WAITS, ENOSPC, EIO),
	CALL(writev, CALL_FD | CALL_WAITS, ENOSPC, EIO, EPIPE),
	CALL(close, CALL_FD | CALL_DONE, EIO, ENOSPC),
	CALL(fsync, CALL_FD | CALL_WAITS, EIO, ENOSPC),
	CALL(fdatasync, CALL_FD | CALL_WAITS, EIO, ENOSPC),
	CALL(ftruncate, CALL_FD, EIO, EINVAL, EPERM),
	CALL(fallocate, CALL_FD, ENOSPC, EOPNOTSUPP),
	CALL(fchmod, CALL_FD, EPERM, EROFS),
	CALL(fchown, CALL_FD, EPERM),
	CALL(renameat, CALL_PATH1, EACCES, ENOSPC, EIO),
	CALL(renameat2, CALL_PATH1, EACCES, ENOSPC, EIO, EINVAL),
	CALL(linkat, CALL_PATH1, EACCES, ENOSPC, EPERM),
	CALL(unlinkat, CALL_PATH1, EACCES, EIO),
	CALL(mkdirat, CALL_PATH1, EACCES, ENOSPC),
	CALL(flock, CALL_FD | CALL_WAITS, ENOLCK),
	CALL(ioctl, CALL_FD, ENOTTY, EPERM, ENODEV),
	CALL(dup, CALL_FD, EMFILE),
	CALL(dup3, CALL_FD, EMFILE),
	CALL(name_to_handle_at, CALL_PATH1, EOPNOTSUPP, EPERM),
	CALL(getcwd, 0, ENOENT, EACCES),
	CALL(umount2, CALL_PATH0, EPERM),
	CALL(inotify_init1, 0, EMFILE),
#ifdef SYS_open
	CALL(open, CALL_PATH0, EACCES, EMFILE, EIO, ENOMEM),
	CALL(stat, CALL_PATH0, EACCES, EIO),
	CALL(lstat, CALL_PATH0, EACCES, EIO),
	CALL(readlink, CALL_PATH0, EACCES, EIO),
	CALL(access, CALL_PATH0, EACCES, EIO),
	CALL(rename, CALL_PATH0, EACCES, ENOSPC, EIO),
	CALL(link, CALL_PATH0, EACCES, ENOSPC, EPERM),
	CALL(unlink, CALL_PATH0, EACCES, EIO),
	CALL(dup2, CALL_FD, EMFILE, EBUSY),
	CALL(pipe, 0, EMFILE, ENFILE),
	CALL(fork, 0, EAGAIN, ENOMEM),
	CALL(vfork, 0, EAGAIN, ENOMEM),
	CALL(poll, CALL_WAITS, ENOMEM),
	CALL(select, CALL_WAITS, ENOMEM),
	CALL(epoll_create, 0, EMFILE),
	CALL(epoll_wait, CALL_FD | CALL_WAITS, EBADF),
	CALL(eventfd, 0, EMFILE),
	SURE(getpgrp), SURE(time), SURE(arch_prctl), SURE(alarm),
#endif
	/* Sockets. */
	CALL(socket, 0, EMFILE, EACCES, EAFNOSUPPORT, ENOBUFS),
	CALL(socketpair, 0, EMFILE),
	CALL(bind, CALL_FD, EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOMEM),
	CALL(listen, CALL_FD, EADDRINUSE, EOPNOTSUPP, ENOMEM),
	CALL(accept4, CALL_FD | CALL_WAITS, EMFILE, ECONNABORTED),
	CALL(connect, CALL_FD, ECONNREFUSED, ETIMEDOUT, EPERM, ENETUNREACH),
	CALL(setsockopt, CALL_FD, ENOPROTOOPT, EPERM, ENOMEM),
	CALL(getsockopt, CALL_FD, ENOPROTOOPT, ENOMEM),
	CALL(getsockname, CALL_FD, ENOBUFS),
	CALL(getpeername, CALL_FD, ENOTCONN),
	CALL(sendto, CALL_FD | CALL_WAITS, ENOBUFS, ECONNREFUSED, EPERM),
	CALL(sendmsg, CALL_FD | CALL_WAITS, ENOBUFS, ECONNREFUSED, EPERM),
	CALL(sendmmsg, CALL_FD | CALL_WAITS, ENOBUFS, ECONNREFUSED, EPERM),
	CALL(recvfrom, CALL_FD | CALL_READS | CALL_WAITS, ECONNRESET,
	     ECONNREFUSED, ENOMEM),
	CALL(recvmsg, CALL_FD | CALL_WAITS, ENOBUFS, ENOMEM),
	CALL(shutdown, CALL_FD, ENOTCONN),
	/* Waiting. */
	CALL(ppoll, CALL_WAITS, ENOMEM),
	CALL(pselect6, CALL_WAITS, ENOMEM),
	CALL(epoll_create1, 0, EMFILE),
	CALL(epoll_ctl, CALL_FD, ENOMEM, ENOSPC),
	CALL(epoll_pwait, CALL_FD | CALL_WAITS, EBADF),
	CALL(eventfd2, 0, EMFILE, ENOMEM),
	CALL(timerfd_create, 0, EMFILE),
	CALL(nanosleep, CALL_WAITS, 0),
	CALL(clock_nanosleep, CALL_WAITS, 0),
	/* Processes. */
	CALL(pipe2, 0, EMFILE, ENFILE),
	CALL(clone, 0, EAGAIN, ENOMEM),
	CALL(clone3, 0, EAGAIN, ENOMEM, ENOSYS),
	CALL(execve, CALL_PATH0, EACCES, ENOMEM, ENOEXEC),
	CALL(wait4, CALL_WAITS, ECHILD),
	CALL(waitid, CALL_WAITS, ECHILD),
	CALL(kill, 0, EPERM, ESRCH),
	CALL(setpgid, 0, EPERM),
	CALL(setsid, 0, EPERM),
	CALL(pidfd_open, 0, EMFILE, EPERM, ENOSYS),
	CALL(pidfd_getfd, 0, EPERM),
	CALL(kcmp, 0, EPERM, ENOSYS),
	CALL(setns, CALL_FD, EPERM),
	CALL(unshare, 0, EPERM),
	CALL(prlimit64, 0, EPERM),
	CALL(bpf, 0, EPERM, ENOMEM, ENOSYS),
	CALL(getrandom, CALL_WAITS, ENOSYS),
	/* Memory. */
	CALL(mmap, CALL_MAP, ENOMEM),
	CALL(mremap, 0, ENOMEM),
	CALL(mprotect, 0, ENOMEM),
	CALL(munmap, 0, ENOMEM),
	CALL(brk, CALL_MEMORY, ENOMEM),
	/* Rights. */
	CALL(prctl, 0, EINVAL, EPERM),
	CALL(seccomp, 0, EINVAL, EPERM, ENOMEM, ENOSYS),
	CALL(capset, 0, EPERM),
	CALL(setuid, 0, EAGAIN),
	CALL(setresuid, 0, EAGAIN, EPERM, EINVAL),
	CALL(setresgid, 0, EPERM, EINVAL),
	CALL(setgroups, 0, EPERM, ENOMEM),
#ifdef SYS_landlock_create_ruleset
	CALL(landlock_create_ruleset, 0, ENOSYS, EOPNOTSUPP, EMFILE),
	CALL(landlock_add_rule, 0, ENOMEM, EINVAL),
	CALL(landlock_restrict_self, 0, EPERM, E2BIG),
#endif
	/* What cannot fail, or what the C library ends the program for. */
	SURE(madvise), SURE(futex), SURE(set_robust_list), SURE(rseq),
	SURE(set_tid_address), SURE(rt_sigaction), SURE(rt_sigprocmask), SURE(rt_sigreturn),
	SURE(sigaltstack), SURE(restart_syscall), SURE(uname), SURE(umask),
	SURE(getresuid), SURE(getpid), SURE(gettid), SURE(getppid), SURE(getuid),
	SURE(geteuid), SURE(getgid), SURE(getegid), SURE(getgroups),
	SURE(sched_yield), SURE(sched_getaffinity), SURE(sysinfo),
	SURE(clock_gettime), SURE(clock_getres), SURE(gettimeofday),
	SURE(getrlimit), SURE(getrusage), SURE(times), SURE(exit),
	SURE(exit_group), SURE(getitimer), SURE(setitimer), SURE(tgkill),
	SURE(fadvise64), SURE(membarrier), SURE(lseek), SURE(fcntl),
	SURE(capget),
};

#define ERROR(name) {#name, name}
static const struct {
	const char *name;
	int number;
} errors[] = {
	ERROR(E2BIG), ERROR(EACCES), ERROR(EADDRINUSE), ERROR(EADDRNOTAVAIL),
	ERROR(EAFNOSUPPORT), ERROR(EAGAIN), ERROR(EBADF), ERROR(EBUSY),
	ERROR(ECHILD), ERROR(ECONNABORTED), ERROR(ECONNREFUSED),
	ERROR(ECONNRESET), ERROR(EFAULT), ERROR(EINTR), ERROR(EINVAL),
	ERROR(EIO), ERROR(EMFILE), ERROR(ENETUNREACH), ERROR(ENFILE),
	ERROR(ENOBUFS), ERROR(ENODEV), ERROR(ENOENT), ERROR(ENOEXEC),
	ERROR(ENOLCK), ERROR(ENOMEM), ERROR(ENOPROTOOPT), ERROR(ENOSPC),
	ERROR(ENOSYS), ERROR(ENOTCONN), ERROR(ENOTTY), ERROR(EOPNOTSUPP),
	ERROR(EPERM), ERROR(EPIPE), ERROR(EROFS), ERROR(ESPIPE),
	ERROR(ESRCH), ERROR(ETIMEDOUT),
};
#define ERRORS (sizeof(errors) / sizeof(errors[0]))

static bool starts(const char *what, const char *with)
{
	return !strncmp(what, with, strlen(with));
}

bool call_fits(const struct call *call, int error, const char *what)
{
	bool stream = starts(what, "pipe:") || starts(what, "socket:");

	/* One that is written once does not block. */
	if (starts(what, "anon_inode:[eventfd]"))
		return false;
	/* Signals do not break what is done on a disk, signal(7); the C
	 * library reads its own files there and is not asked to go on. */
	if (error == EINTR)
		return !starts(what, "/etc/") && !starts(what, "/usr/");
	/* To the question whose a namespace is, that is an answer. */
	if (error == EPERM && starts(what, "net:["))
		return false;
	if (starts(call->name, "read") && call->kind & CALL_FD)
		return error == ECONNRESET ? starts(what, "socket:") :
		       error == EACCES ? starts(what, "/proc/") :
					 !stream;
	if (starts(call->name, "write"))
		return stream ? error == EPIPE : error != EPIPE;
	return true;
}

const struct call *call_find(long number)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

int call_error(const char *name)
{
	for (size_t i = 0; i < ERRORS; i++)
		if (!strcmp(errors[i].name, name))
			return errors[i].number;
	return 0;
}

const char *call_error_name(int error)
{
	for (size_t i = 0; i < ERRORS; i++)
		if (errors[i].number == error)
			return errors[i].name;
	return NULL;
}
