/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which system calls a process may still make.
 *
 * The filter is written here and not by libseccomp: that one asks for memory
 * hundreds of times, and where it gets none it crashes, spins, or installs
 * another filter than was asked for (2.5.4).  Here nothing is allocated.
 */
#ifndef PRIV_CALL_FILTER_H
#define PRIV_CALL_FILTER_H

#include <stddef.h>
#include <stdint.h>

#define CALL_TESTS 2

/**
 * struct call_rule - A system call that is allowed
 * @call:	Its number on this machine
 * @count:	How many tests there are; all must hold
 * @tests:	Of an argument, counted from 0: what @mask leaves is @value
 *
 * A call may have several rules, of which one has to hold.
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
 * @rules:	Any number up to some 300
 *
 * For good, for this thread and what it starts.  Needs no_new_privs.  Kernels
 * before 4.14 kill the thread alone.
 *
 * Return: 0; -E2BIG; -EOPNOTSUPP for a processor that is not known here;
 * another -errno of prctl(2)
 */
int call_filter_install(const struct call_rule *rules, size_t count);

#endif
