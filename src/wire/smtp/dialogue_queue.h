/* SPDX-License-Identifier: BSD-2-Clause */
/* Commands that wait for their replies. */
#ifndef WIRE_SMTP_DIALOGUE_QUEUE_H
#define WIRE_SMTP_DIALOGUE_QUEUE_H

#include <stdint.h>

#include "wire/smtp/dialogue_pool.h"
#include "wire/smtp/smtp_verb.h"

#define DIALOGUE_WAITING_MAX 256	/* commands without a reply */
#define QUEUE_OWN 4			/* without extra memory; a power of 2 */

/** struct waiting - A command without its reply */
struct waiting {
	int64_t time;
	enum smtp_verb verb;
};

/**
 * struct queue - Commands without replies, in order
 * @pool:	May be NULL
 * @own:	The ring, as long as it is large enough
 * @more:	... then this one; owned
 * @room:	Size of @more
 * @popped:	Number of commands that have left the queue
 * @dropped:	Commands that came when it was full: their replies come last
 */
struct queue {
	struct dialogue_pool *pool;
	struct waiting own[QUEUE_OWN];
	struct waiting *more;
	unsigned int room;	/* a power of 2 */
	unsigned int first;
	unsigned int count;
	uint64_t popped;
	uint64_t dropped;
};

/** queue_push() - Append.  Return: its number, or 0 without room */
uint64_t queue_push(struct queue *queue, enum smtp_verb verb, int64_t time);

/** queue_head() - The oldest, or NULL */
struct waiting *queue_head(struct queue *queue);

/** queue_find() - Number of commands before the first of a verb, or -1 */
int queue_find(struct queue *queue, enum smtp_verb verb);

/** queue_pop() - Remove the oldest */
void queue_pop(struct queue *queue);

/** queue_clear() - Remove all */
void queue_clear(struct queue *queue);

/** queue_by_number() - By the result of queue_push(); NULL if it has left */
struct waiting *queue_by_number(struct queue *queue, uint64_t number);

#endif
