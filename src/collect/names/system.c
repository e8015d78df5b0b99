/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * getaddrinfo() in a thread: services call it, and it has no time-out.
 */
#include "collect/names/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/names/system_call.h"
#include "port/process/task.h"

/* What both threads touch. */
struct call {
	char *name;
	struct system_result result;
};

struct system {
	struct source source;
	struct answer *answer;
	struct call *call;
	struct task *task;
	bool finished;
};

static void look_up(void *context)
{
	struct call *call = context;

	system_call(call->name, &call->result);
}

static void free_call(void *context)
{
	struct call *call = context;

	free(call->name);
	free(call);
}

static void run(struct source *source, const struct pollfd *fds, size_t count)
{
	struct system *s = (struct system *)source;
	const struct system_result *result = &s->call->result;

	if (!count || !fds[0].revents)
		return;
	s->finished = true;
	for (size_t i = 0; i < result->count; i++)
		answer_address(s->answer, &result->addresses[i]);
	answer_end(s->answer, result->count ? FACT_SEEN :
		   result->absent ? FACT_ABSENT : FACT_FAILED, &result->code);
}

static size_t waits(struct source *source, struct pollfd *fds, int64_t *wake)
{
	const struct system *s = (struct system *)source;

	(void)wake;
	fds[0] = (struct pollfd){.events = POLLIN};
	fds[0].fd = task_event(s->task);
	return 1;
}

static bool finished(const struct source *source)
{
	return ((const struct system *)source)->finished;
}

static void stop(struct source *source)
{
	struct system *s = (struct system *)source;

	s->finished = true;
	answer_detail(s->answer, "getaddrinfo is still waiting");
	answer_errno(s->answer, FACT_FAILED, ETIMEDOUT);
}

static void free_system(struct source *source)
{
	struct system *s = (struct system *)source;

	task_let_go(s->task);
	free(s);
}

static const struct source_kind system_kind = {
	waits, run, finished, stop, free_system,
};

static struct call *call_new(const char *name)
{
	struct call *call = memory_zeroed(1, sizeof(*call));

	if (!call)
		return NULL;
	call->name = memory_copy(name);
	if (call->name)
		return call;
	free(call);
	return NULL;
}

struct source *system_ask(struct answers *list)
{
	struct answer *answer = answer_new(list, "system", system_call_name,
					   NULL);
	struct system *s = memory_zeroed(1, sizeof(*s));
	struct call *call = call_new(list->name);
	int rc = -ENOMEM;

	if (answer && s && call) {
		*s = (struct system){{&system_kind, NULL}, answer, call, NULL,
				     false};
		rc = task_start(look_up, free_call, call, &s->task);
		if (!rc)
			return &s->source;
	} else if (call) {
		free_call(call);
	}
	free(s);
	if (answer)
		answer_errno(answer, FACT_FAILED, rc);
	return NULL;
}
