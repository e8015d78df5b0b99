#include "collect/sniff/dialogue_parts.h"

#include <stdlib.h>

#define ROOM_FIRST 8
#define ROOM_KEPT 16	/* more is given back when it is empty */

static bool grow(struct queue *queue)
{
	unsigned int room = queue->room ? 2 * queue->room : ROOM_FIRST;
	struct waiting *ring;

	if (room > DIALOGUE_WAITING_MAX)
		return false;
	ring = malloc(room * sizeof(*ring));
	if (!ring)
		return false;
	for (unsigned int i = 0; i < queue->count; i++)
		ring[i] = queue->ring[(queue->first + i) % queue->room];
	free(queue->ring);
	queue->ring = ring;
	queue->room = room;
	queue->first = 0;
	return true;
}

uint64_t queue_push(struct queue *queue, enum smtp_verb verb, int64_t time)
{
	if (queue->dropped ||
	    (queue->count == queue->room && !grow(queue))) {
		queue->dropped++;
		return 0;
	}
	queue->ring[(queue->first + queue->count) % queue->room] =
		(struct waiting){time, verb};
	queue->count++;
	return queue->popped + queue->count;
}

struct waiting *queue_head(struct queue *queue)
{
	return queue->count ? &queue->ring[queue->first] : NULL;
}

int queue_find(const struct queue *queue, enum smtp_verb verb)
{
	for (unsigned int i = 0; i < queue->count; i++)
		if (queue->ring[(queue->first + i) % queue->room].verb == verb)
			return (int)i;
	return -1;
}

void queue_pop(struct queue *queue)
{
	queue->first = (queue->first + 1) % queue->room;
	queue->count--;
	queue->popped++;
	if (!queue->count && queue->room > ROOM_KEPT) {
		free(queue->ring);
		queue->ring = NULL;
		queue->room = queue->first = 0;
	}
}

void queue_clear(struct queue *queue)
{
	queue->popped += queue->count;
	free(queue->ring);
	*queue = (struct queue){.popped = queue->popped};
}

struct waiting *queue_by_number(struct queue *queue, uint64_t number)
{
	uint64_t place = number - queue->popped - 1;

	if (number <= queue->popped || place >= queue->count)
		return NULL;
	return &queue->ring[(queue->first + place) % queue->room];
}
