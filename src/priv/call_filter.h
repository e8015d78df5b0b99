/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A filter for the system calls that a process may make.
 *
 * libseccomp is not used: it allocates memory hundreds of times, and if that
 * fails it crashes, loops or installs a wrong filter (2.5.4).  Here nothing is
 * allocated.
 */
#ifndef PRIV_CALL_FILTER_H
#define PRIV_CALL_FILTER_H

#include <stddef.h>
#include <stdint.h>

#define CALL_TESTS 2

/**
 * struct call_rule - A system call that is allowed
 * @call:	Its number on this machine
 * @count:	Number of @tests; all must be true
 * @tests:	Argument number @argument, from 0, masked with @mask, is @value
 *
 * A call may have several rules; one of them must be true.
 */
struct call_rule {
	int call;
	unsigned int count;
	struct {
		unsigned int argument;
		uint64_t mask;
		uint64_t value;
	} tests[CALL_TESTS];
};

/**
 * call_filter_install() - Allow these calls, and kill the process for others
 * @rules:	Up to some 300
 *
 * Permanently, for this thread and its children.  Needs no_new_privs.  Kernels
 * before 4.14 kill only the thread.
 *
 * Return: 0; -E2BIG; -EOPNOTSUPP for a processor that is not supported;
 * another -errno of prctl(2)
 */
int call_filter_install(const struct call_rule *rules, size_t count);

#endif
