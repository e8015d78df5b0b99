/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/dialogue.h"

#include "wire/smtp/dialogue_body.h"

void dialogue_gap(struct dialogue *d, enum side side, int64_t time,
		  size_t missing)
{
	struct party *p = &d->parties[side];

	if (p->mode == MODE_TLS || p->mode == MODE_DEAD)
		return;
	dialogue_tell(d, DIALOGUE_LOST, side, time);
	if (p->mode == MODE_AFTER_STARTTLS &&
	    d->parties[!side].mode == MODE_TLS) {
		p->mode = MODE_TLS;
		return;
	}
	if (p->mode == MODE_MESSAGE || p->mode == MODE_CHUNK) {
		message_gap(d, missing, time);
		return;
	}
	if (p->mode == MODE_FIRST)
		p->middle = true;
	p->mode = MODE_LINES;
	p->prefixed = 0;
	p->resync = true;
	line_reset(&p->line);
	if (side == SIDE_CLIENT)
		return;
	/* Which commands the missing replies answer is unknown; most clients
	 * wait for each reply. */
	dialogue_drop_reply(d);
	queue_clear(&d->queue);
}
