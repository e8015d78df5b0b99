/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the confined reader hands over; no I/O.
 *
 * One byte says what follows: HANDOVER_FACTS, then a line for each fact as it
 * is made, so that neither side has all of them twice, and an empty line
 * behind the last, and a line HANDOVER_BEGUN before the first; or HANDOVER_ERROR, then an int, -errno, and a line of text.
 *
 * The reader may have been taken over by what it read, so these are a
 * stranger's bytes.
 */
#ifndef COLLECT_SNIFF_HANDOVER_H
#define COLLECT_SNIFF_HANDOVER_H

#include <stdbool.h>
#include <stddef.h>

#include "facts/facts.h"

#define HANDOVER_FACTS 'F'
#define HANDOVER_ERROR 'E'
#define HANDOVER_BEGUN '+'
#define HANDOVER_ERROR_TEXT 256

/**
 * struct handover - What came
 * @begun:	The first byte came
 * @kind:	That byte: HANDOVER_FACTS, HANDOVER_ERROR or another
 * @bytes:	Those that are still to be looked at
 * @length:	How many
 * @room:	Of @bytes
 * @seen:	How many of them are known to have no end of a line
 * @total:	Bytes of facts so far
 * @reads:	HANDOVER_BEGUN came
 * @whole:	The end of the facts came
 * @facts:	Those, good or not
 */
struct handover {
	bool begun;
	char kind;
	char *bytes;
	size_t length;
	size_t room;
	size_t seen;
	size_t total;
	bool reads;
	bool whole;
	struct facts *facts;
};

/**
 * handover_init() - Nothing came yet
 * Return: 0, or -ENOMEM; handover_free() may follow either
 */
int handover_init(struct handover *handover);

/** handover_free() - Free what it holds */
void handover_free(struct handover *handover);

/**
 * handover_room() - Where the next bytes are to be put
 * @size:	Set to how many may be put there, 64 KiB or more
 *
 * Return: the place, valid until the next call; NULL when memory is out
 */
char *handover_room(struct handover *handover, size_t *size);

/**
 * handover_take() - Look at bytes that were put into the room
 * @length:	How many
 * @error:	HANDOVER_ERROR_TEXT bytes; on error a text, which may hold any
 *		bytes
 *
 * Return: 0; -ECHILD for what no reader of traffic hands over, or too much
 * of it; another -errno of fact_load()
 */
int handover_take(struct handover *handover, size_t length, char *error);

/** handover_complete() - Did all come that was to come? */
bool handover_complete(const struct handover *handover);

/**
 * handover_end() - Pass on what came
 * @handover:	One that is complete
 * @facts:	Appended to
 * @error:	As for handover_take()
 *
 * Return: 0, or the error that was handed over; one that is not an errno
 * becomes -ECHILD
 */
int handover_end(const struct handover *handover, struct facts *facts,
		 char *error);

#endif
