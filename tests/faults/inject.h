/* SPDX-License-Identifier: BSD-2-Clause */
/* What inject is asked to do, and the tasks that it traces. */
#ifndef TESTS_FAULTS_INJECT_H
#define TESTS_FAULTS_INJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "faults/calls.h"

struct page;

/**
 * struct plan - What goes wrong
 * @task:	Whose call fails: 0 is the program, 1 the first that it makes
 * @name:	Which; NULL for none
 * @nth:	Its number among the task's calls of the name, from 1
 * @error:	What it fails with
 * @interrupt:	Every other call that can be broken by a signal is, once
 * @pieces:	Reads and writes give and take less than is asked
 * @list:	Each call is told
 * @confined:	A file that only a confined process may read, or NULL
 * @seconds:	How long all may take
 * @calls:	How many system calls it may make
 */
struct plan {
	unsigned int task;
	const char *name;
	unsigned int nth;
	int error;
	bool interrupt;
	bool pieces;
	bool list;
	const char *confined;
	unsigned int seconds;
	unsigned long calls;
};

/**
 * trace_run() - Run a program while things go wrong
 * @page:	Shared with it
 * @report:	What happened, a line each; inject.c says which
 * @arguments:	Its own
 *
 * Return: 0 when it ended, 1 when it had to be ended, -errno when it could
 * not be traced
 */
int trace_run(const struct plan *plan, struct page *page, FILE *report,
	      char **arguments);

/** look_descriptor() - What a task has open there; "" for nothing */
void look_descriptor(pid_t task, uint64_t fd, char *text, size_t size);

/** look_waits() - Can a call on a task's descriptor wait? */
bool look_waits(pid_t task, uint64_t fd);

/** look_string() - A string of a task's, made printable */
void look_string(pid_t task, uint64_t address, char *text, size_t size);

/** look_bytes() - A task's memory: 0 or -1 */
int look_bytes(pid_t task, uint64_t address, void *bytes, size_t size);

/** look_process() - The process that a task belongs to */
pid_t look_process(pid_t task);

/** look_confined() - Has it a filter, no capabilities, and not root's user? */
bool look_confined(pid_t task);

#endif
