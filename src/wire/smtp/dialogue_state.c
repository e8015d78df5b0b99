/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/dialogue_state.h"

#include <stdlib.h>

void dialogue_tell(struct dialogue *d, enum dialogue_event event,
		   enum side side, int64_t time)
{
	if (d->sink.event)
		d->sink.event(d->sink.user, event, side, time);
}

uint64_t dialogue_wait(struct dialogue *d, enum smtp_verb verb, int64_t time)
{
	bool full = d->queue.dropped;
	uint64_t number = queue_push(&d->queue, verb, time);

	if (!number && !full)
		dialogue_tell(d, DIALOGUE_LOST, SIDE_CLIENT, time);
	return number;
}

void dialogue_bare(struct dialogue *d, enum side side, int64_t time)
{
	if (d->parties[side].told_bare)
		return;
	d->parties[side].told_bare = true;
	dialogue_tell(d, DIALOGUE_BARE_LF, side, time);
}

void dialogue_drop_reply(struct dialogue *d)
{
	if (d->held)
		dialogue_pool_give(d->pool, sizeof(*d->held) + d->held->room);
	free(d->held);
	d->held = NULL;
	d->lines = d->kept = 0;
	d->code = 0;
}
