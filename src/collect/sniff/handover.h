/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing the output of the confined reader; no I/O.
 *
 * The first byte is HANDOVER_FACTS, then a line HANDOVER_BEGUN, a line for each
 * fact as soon as it is made, so that neither side has all of them twice, and an
 * empty line; or HANDOVER_ERROR, then an int, -errno, and a line of text.
 *
 * Hostile input may have taken over the reader, so these bytes are untrusted.
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
 * struct handover - The output so far
 * @begun:	The first byte came
 * @kind:	That byte: HANDOVER_FACTS, HANDOVER_ERROR or another
 * @bytes:	Bytes that are not parsed yet; owned
 * @length:	Number of @bytes
 * @room:	Size of @bytes
 * @seen:	Number of @bytes that were searched for the end of a line
 * @total:	Bytes of facts so far
 * @reads:	HANDOVER_BEGUN came
 * @whole:	The end of the facts came
 * @facts:	The facts so far; owned
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
 * Return: 0 or -ENOMEM; handover_free() is allowed after both
 */
int handover_init(struct handover *handover);

/** handover_free() - Free what it holds */
void handover_free(struct handover *handover);

/**
 * handover_room() - A buffer for the next bytes
 * @size:	Set to its size, 64 KiB or more
 *
 * Return: the buffer, valid until the next call; NULL without memory
 */
char *handover_room(struct handover *handover, size_t *size);

/**
 * handover_take() - Parse bytes that were put into the buffer
 * @length:	Their number
 * @error:	HANDOVER_ERROR_TEXT bytes; on error a text, which may hold any
 *		bytes
 *
 * Return: 0; -ECHILD for too many bytes, or facts that are not about traffic;
 * another -errno of fact_load()
 */
int handover_take(struct handover *handover, size_t length, char *error);

/** handover_complete() - Is the output complete? */
bool handover_complete(const struct handover *handover);

/**
 * handover_end() - Add the facts, or return the error
 * @handover:	Complete
 * @facts:	Appended to
 * @error:	As for handover_take()
 *
 * Return: 0, or the reported error; one that is not an errno becomes -ECHILD
 */
int handover_end(const struct handover *handover, struct facts *facts,
		 char *error);

#endif
