/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls, and what each of them may fail with. */
#ifndef TESTS_FAULTS_CALLS_H
#define TESTS_FAULTS_CALLS_H

#include <stdbool.h>
#include <stddef.h>

#define CALL_ERRORS 5
#define CALL_NAME 32

/** enum call_kind - What else is to be known of a call */
enum call_kind {
	CALL_PATH0 = 1 << 0,	/* its first argument is a path */
	CALL_PATH1 = 1 << 1,	/* its second is */
	CALL_FD = 1 << 2,	/* its first is a descriptor */
	CALL_MAP = 1 << 3,	/* its fifth is */
	CALL_READS = 1 << 4,	/* of a descriptor, into a buffer of a size */
	CALL_WRITES = 1 << 5,
	CALL_WAITS = 1 << 6,	/* a signal can break it: EINTR */
	CALL_DONE = 1 << 7,	/* done all the same, and fails afterwards */
	CALL_MEMORY = 1 << 8,	/* fails by giving the old end */
};

/**
 * struct call - A system call
 * @number:	Its number on this machine
 * @errors:	What it may fail with, up to 0; none: it cannot fail, or the C
 *		library does not take it as something that can
 */
struct call {
	long number;
	const char *name;
	int kind;
	int errors[CALL_ERRORS];
};

/**
 * call_find() - A call by its number
 *
 * Return: NULL where the table does not have it
 */
const struct call *call_find(long number);

/**
 * call_fits() - Can a call fail so on what it is made on?
 * @what:	What its descriptor is, as /proc has it; "" for none
 */
bool call_fits(const struct call *call, int error, const char *what);

/** call_error() - "EACCES", or 0 for an unknown name */
int call_error(const char *name);

/** call_error_name() - EACCES, or NULL for an unknown number */
const char *call_error_name(int error);

#endif
