/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/process/parallel.h"

#include <pthread.h>
#include <sched.h>

struct job {
	void (*work)(void *context);
	void *context;
};

static void *run(void *job)
{
	const struct job *j = job;

	j->work(j->context);
	return NULL;
}

/* The processors that this process may use, which `nproc` counts too. */
static unsigned int processors(void)
{
	cpu_set_t set;
	int n;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 2;
	n = CPU_COUNT(&set);
	return n < PARALLEL_MAX ? (unsigned int)n : PARALLEL_MAX;
}

void parallel_run(unsigned int threads, void (*work)(void *context),
		  void *context)
{
	struct job job = {work, context};
	pthread_t others[PARALLEL_MAX];
	unsigned int n = 0;

	if (threads > 1 && threads > processors())
		threads = processors();
	while (n + 1 < threads && !pthread_create(&others[n], NULL, run, &job))
		n++;
	work(context);
	while (n > 0)
		pthread_join(others[--n], NULL);
}
