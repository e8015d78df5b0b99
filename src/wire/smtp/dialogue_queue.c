/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/dialogue_queue.h"

#include <stdlib.h>

#include "base/memory.h"

static unsigned int room_of(const struct queue *queue)
{
	return queue->more ? queue->room : QUEUE_OWN;
}

/* The element at an index of the ring. */
static struct waiting *at(struct queue *queue, unsigned int place)
{
	struct waiting *ring = queue->more ? queue->more : queue->own;

	return &ring[place % room_of(queue)];
}

static void give_back(struct queue *queue)
{
	if (queue->more)
		dialogue_pool_give(queue->pool,
				   queue->room * sizeof(*queue->more));
	free(queue->more);
	queue->more = NULL;
	queue->room = queue->first = 0;
}

static bool grow(struct queue *queue)
{
	unsigned int room = 2 * room_of(queue), count = queue->count;
	struct waiting *ring;

	if (room > DIALOGUE_WAITING_MAX ||
	    !dialogue_pool_take(queue->pool, room * sizeof(*ring)))
		return false;
	ring = memory_new(room * sizeof(*ring));
	if (!ring) {
		dialogue_pool_give(queue->pool, room * sizeof(*ring));
		return false;
	}
	for (unsigned int i = 0; i < count; i++)
		ring[i] = *at(queue, queue->first + i);
	give_back(queue);
	queue->more = ring;
	queue->room = room;
	return true;
}

uint64_t queue_push(struct queue *queue, enum smtp_verb verb, int64_t time)
{
	if (queue->dropped ||
	    (queue->count == room_of(queue) && !grow(queue))) {
		queue->dropped++;
		return 0;
	}
	*at(queue, queue->first + queue->count) = (struct waiting){time, verb};
	queue->count++;
	return queue->popped + queue->count;
}

struct waiting *queue_head(struct queue *queue)
{
	return queue->count ? at(queue, queue->first) : NULL;
}

int queue_find(struct queue *queue, enum smtp_verb verb)
{
	for (unsigned int i = 0; i < queue->count; i++)
		if (at(queue, queue->first + i)->verb == verb)
			return (int)i;
	return -1;
}

void queue_pop(struct queue *queue)
{
	queue->first = (queue->first + 1) % room_of(queue);
	queue->count--;
	queue->popped++;
	if (!queue->count && queue->more)
		give_back(queue);
}

void queue_clear(struct queue *queue)
{
	give_back(queue);
	queue->popped += queue->count;
	queue->count = 0;
	queue->dropped = 0;
}

struct waiting *queue_by_number(struct queue *queue, uint64_t number)
{
	uint64_t place = number - queue->popped - 1;

	if (number <= queue->popped || place >= queue->count)
		return NULL;
	return at(queue, queue->first + (unsigned int)place);
}
