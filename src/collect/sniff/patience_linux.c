/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/patience.h"

#include <stddef.h>
#include <sys/wait.h>
#include <time.h>

#include "port/clock.h"

#define STEP_MAX 500		/* ms between two calls; more: we were stopped */

/* In milliseconds; 0 if it is not known. */
static int64_t processor_time(pid_t child)
{
	struct timespec used;
	clockid_t clock;

	if (clock_getcpuclockid(child, &clock) || clock_gettime(clock, &used))
		return 0;
	return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

static bool is_stopped(pid_t child)
{
	siginfo_t info = {.si_pid = 0};

	return !waitid(P_PID, (id_t)child, &info,
		       WSTOPPED | WNOHANG | WNOWAIT) && info.si_pid == child;
}

void patience_begin(struct patience *patience, pid_t child, int64_t limit,
		    int grace)
{
	int64_t now = clock_now();

	*patience = (struct patience){
		.child = child,
		.end = limit ? now + limit : INT64_MAX,
		.grace = grace,
		.last = now,
	};
}

const char *patience_left(struct patience *patience, bool asked, bool heard,
			  unsigned int beats)
{
	int64_t now = clock_now(), step = now - patience->last, used;
	bool stopped = is_stopped(patience->child);

	patience->last = now;
	if (step > STEP_MAX)
		step = STEP_MAX;
	if (stopped || ((asked || now >= patience->end) && !heard))
		patience->waited += step;
	else
		patience->waited = 0;
	if (patience->waited > patience->grace)
		return stopped ? "was stopped by a signal and does not go on" :
				 "does not end";
	used = processor_time(patience->child);
	if (heard || beats != patience->beats) {
		patience->beats = beats;
		patience->used = used;
	}
	return used - patience->used > patience->grace ?
		       "works without a sign of life" : NULL;
}
