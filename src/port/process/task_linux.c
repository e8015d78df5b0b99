/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/process/task.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/memory.h"

#define STACK (1 << 20)		/* bytes; musl's own is too small for some */

struct task {
	atomic_int holders;
	int event;
	void (*work)(void *context);
	void (*drop)(void *context);
	void *context;
};

intptr_t task_event(const struct task *task)
{
	return task->event;
}

void task_let_go(struct task *task)
{
	if (atomic_fetch_sub(&task->holders, 1) > 1)
		return;
	task->drop(task->context);
	if (task->event >= 0)
		close(task->event);
	free(task);
}

static void *run(void *data)
{
	struct task *task = data;

	task->work(task->context);
	/* Adding one to a counter of 0 cannot block. */
	eventfd_write(task->event, 1);
	task_let_go(task);
	return NULL;
}

/* Signals are for the main thread. */
static int start_thread(struct task *task)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t thread;
	int rc;

	rc = pthread_attr_init(&attributes);
	if (rc)
		return -rc;
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&thread, &attributes, run, task);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return -rc;
}

int task_start(void (*work)(void *context), void (*drop)(void *context),
	       void *context, struct task **task)
{
	struct task *t = memory_new(sizeof(*t));
	int rc;

	if (!t) {
		drop(context);
		return -ENOMEM;
	}
	*t = (struct task){.event = eventfd(0, EFD_CLOEXEC), .work = work,
			   .drop = drop, .context = context};
	/* Ours and the thread's. */
	atomic_init(&t->holders, 2);
	rc = t->event < 0 ? -errno : start_thread(t);
	if (!rc) {
		*task = t;
		return 0;
	}
	atomic_init(&t->holders, 1);
	task_let_go(t);
	return rc;
}
