/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/loop.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "port/clock.h"

/* What one source waits for in this round. */
struct turn {
	struct source *source;
	size_t first;		/* of its descriptors */
	size_t count;
	int64_t wake;
};

static size_t prepare(struct source *sources, struct turn *turns,
		      struct pollfd *fds, size_t *used)
{
	size_t count = 0;

	*used = 0;
	for (struct source *s = sources; s; s = s->next) {
		struct turn *t = &turns[count];

		if (s->kind->finished(s))
			continue;
		*t = (struct turn){s, *used, 0, INT64_MAX};
		t->count = s->kind->waits(s, fds + *used, &t->wake);
		*used += t->count;
		count++;
	}
	return count;
}

/* Milliseconds, for poll_wait(). */
static int wait_until(const struct turn *turns, size_t count, int64_t deadline)
{
	int64_t now = clock_now();

	for (size_t i = 0; i < count; i++)
		if (turns[i].wake < deadline)
			deadline = turns[i].wake;
	if (deadline <= now)
		return 0;
	return deadline - now > 60000 ? 60000 : (int)(deadline - now);
}

static void run_due(struct turn *turns, size_t count, const struct pollfd *fds)
{
	for (size_t i = 0; i < count; i++) {
		struct turn *t = &turns[i];
		bool due = t->wake <= clock_now();

		for (size_t j = 0; j < t->count; j++)
			due |= !!fds[t->first + j].revents;
		if (due)
			t->source->kind->run(t->source, fds + t->first,
					     t->count);
	}
}

int loop_run(struct source *sources, int64_t deadline)
{
	size_t total = 0, count, used;
	struct pollfd *fds = NULL;
	struct turn *turns = NULL;
	int rc = 0;

	for (struct source *s = sources; s; s = s->next)
		total++;
	fds = memory_zeroed(total * SOURCE_FDS + 1, sizeof(*fds));
	turns = memory_zeroed(total + 1, sizeof(*turns));
	if (!fds || !turns) {
		rc = -ENOMEM;
		goto out;
	}
	while ((count = prepare(sources, turns, fds, &used)) > 0 &&
	       clock_now() < deadline) {
		rc = poll_wait(fds, used, wait_until(turns, count, deadline));
		if (rc)
			break;
		run_due(turns, count, fds);
	}
out:
	for (struct source *s = sources; s; s = s->next)
		if (!s->kind->finished(s))
			s->kind->stop(s);
	free(turns);
	free(fds);
	return rc;
}
