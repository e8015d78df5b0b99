/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A call without a time-out, in a thread of its own.
 *
 * What both threads use is counted: the last one to release it frees it, so a
 * thread that is still waiting does no harm and ends with the process.
 */
#ifndef PORT_PROCESS_TASK_H
#define PORT_PROCESS_TASK_H

#include <stdint.h>

struct task;

/**
 * task_start() - Start a thread
 * @work:	What it does with @context
 * @drop:	Frees @context, in either thread, when both have released it;
 *		called on failure as well
 * @task:	Written on success only; for task_let_go()
 *
 * Return: 0, or -errno
 */
int task_start(void (*work)(void *context), void (*drop)(void *context),
	       void *context, struct task **task);

/** task_event() - A descriptor for poll_wait(), readable at the end */
intptr_t task_event(const struct task *task);

/** task_let_go() - Its result is not wanted any more, or was taken */
void task_let_go(struct task *task);

#endif
