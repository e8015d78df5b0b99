/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls without libc.
 *
 * An interposer (LD_PRELOAD) replaces libc's functions, and some replace
 * syscall() too.  They cannot replace inline assembly; only a seccomp
 * supervisor or a tracer can interfere with it.  Every function returns what
 * the kernel returns: the result, or a negative errno.
 *
 * On a machine whose calling convention is not implemented here,
 * RAW_SUPPORTED is 0 and every call gives -ENOSYS.
 */
#ifndef PORT_NET_RAW_LINUX_H
#define PORT_NET_RAW_LINUX_H

#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__) && defined(__LP64__) && !defined(RAW_NONE)

enum { RAW_SUPPORTED = 1 };

#define RAW_NUMBER(name) SYS_##name

static inline long raw_call(long number, long a, long b, long c, long d,
			    long e)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	long rc;

	__asm__ volatile("syscall"
			 : "=a"(rc)
			 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10),
			   "r"(r8)
			 : "rcx", "r11", "cc", "memory");
	return rc;
}

#elif defined(__aarch64__) && defined(__LP64__) && !defined(RAW_NONE)

enum { RAW_SUPPORTED = 1 };

#define RAW_NUMBER(name) SYS_##name

static inline long raw_call(long number, long a, long b, long c, long d,
			    long e)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;

	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
			 : "cc", "memory");
	return x0;
}

#else

enum { RAW_SUPPORTED = 0 };

/* Some machines have no such numbers, only socketcall(). */
#define RAW_NUMBER(name) -1

static inline long raw_call(long number, long a, long b, long c, long d,
			    long e)
{
	(void)number, (void)a, (void)b, (void)c, (void)d, (void)e;
	return -ENOSYS;
}

#endif

static inline int raw_socket(int family, int type, int protocol)
{
	return (int)raw_call(RAW_NUMBER(socket), family, type, protocol, 0, 0);
}

static inline int raw_setsockopt(int fd, int level, int option,
				 const void *value, socklen_t length)
{
	return (int)raw_call(RAW_NUMBER(setsockopt), fd, level, option,
			     (long)value, (long)length);
}

static inline int raw_getsockopt(int fd, int level, int option, void *value,
				 socklen_t *length)
{
	return (int)raw_call(RAW_NUMBER(getsockopt), fd, level, option,
			     (long)value, (long)length);
}

static inline int raw_getsockname(int fd, struct sockaddr *name,
				  socklen_t *length)
{
	return (int)raw_call(RAW_NUMBER(getsockname), fd, (long)name,
			     (long)length, 0, 0);
}

static inline int raw_bind(int fd, const struct sockaddr *name,
			   socklen_t length)
{
	return (int)raw_call(RAW_NUMBER(bind), fd, (long)name, (long)length, 0,
			     0);
}

static inline int raw_listen(int fd, int backlog)
{
	return (int)raw_call(RAW_NUMBER(listen), fd, backlog, 0, 0, 0);
}

static inline int raw_connect(int fd, const struct sockaddr *name,
			      socklen_t length)
{
	return (int)raw_call(RAW_NUMBER(connect), fd, (long)name, (long)length,
			     0, 0);
}

static inline int raw_close(int fd)
{
	return (int)raw_call(RAW_NUMBER(close), fd, 0, 0, 0, 0);
}

#endif
