/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/terminal/progress.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"
#include "port/terminal/terminal.h"

struct progress {
	const char *what;
	int64_t most;
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t stopped;
	int stop;
};

/* Waits for the second after; false when it is time to stop. */
static int wait_second(struct progress *p, struct timespec *until)
{
	int rc = 0;

	until->tv_sec++;
	while (!p->stop && !rc)
		rc = pthread_cond_timedwait(&p->stopped, &p->mutex, until);
	return !p->stop;
}

static void *show(void *context)
{
	struct progress *p = context;
	struct timespec until;
	int seconds = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	pthread_mutex_lock(&p->mutex);
	while (wait_second(p, &until))
		fprintf(stderr, "\r\033[K%s: %d s of at most %" PRId64, p->what,
			++seconds, (p->most + 999) / 1000);
	pthread_mutex_unlock(&p->mutex);
	if (seconds)
		fprintf(stderr, "\r\033[K");
	return NULL;
}

static int start_thread(struct progress *p)
{
	sigset_t all, before;
	int rc;

	/* Signals are for the thread that does the work. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&p->thread, NULL, show, p);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

struct progress *progress_start(const char *what, int64_t most)
{
	pthread_condattr_t attributes;
	struct progress *p;

	if (!terminal_is(stderr))
		return NULL;
	p = memory_zeroed(1, sizeof(*p));
	if (!p)
		return NULL;
	p->what = what;
	p->most = most;
	pthread_mutex_init(&p->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&p->stopped, &attributes);
	pthread_condattr_destroy(&attributes);
	if (!start_thread(p))
		return p;
	pthread_cond_destroy(&p->stopped);
	pthread_mutex_destroy(&p->mutex);
	free(p);
	return NULL;
}

void progress_stop(struct progress *progress)
{
	if (!progress)
		return;
	pthread_mutex_lock(&progress->mutex);
	progress->stop = 1;
	pthread_cond_signal(&progress->stopped);
	pthread_mutex_unlock(&progress->mutex);
	pthread_join(progress->thread, NULL);
	pthread_cond_destroy(&progress->stopped);
	pthread_mutex_destroy(&progress->mutex);
	free(progress);
}
