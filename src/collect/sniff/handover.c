/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/handover.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "facts/kinds.h"
#include "facts/save.h"

#define CHUNK 65536
#define LINE_LIMIT (1 << 20)	/* bytes of a fact */
#define ERRNO_MAX 4095

int handover_init(struct handover *handover)
{
	*handover = (struct handover){.facts = facts_new()};
	return handover->facts ? 0 : -ENOMEM;
}

void handover_free(struct handover *handover)
{
	facts_free(handover->facts);
	free(handover->bytes);
}

char *handover_room(struct handover *handover, size_t *size)
{
	if (handover->room - handover->length < CHUNK) {
		size_t room = handover->room ? 2 * handover->room : 2 * CHUNK;
		char *bytes = memory_resize(handover->bytes, room);

		if (!bytes)
			return NULL;
		handover->bytes = bytes;
		handover->room = room;
	}
	*size = handover->room - handover->length;
	return handover->bytes + handover->length;
}

/* A fact that our own reader could have made. */
static bool is_traffic(const struct fact *fact)
{
	const char *member;

	return fact->kind >= FACT_CAPTURE &&
	       fact->kind <= FACT_CONTROL_REQUEST &&
	       !fact_kind_check_own(fact->kind, fact->value, &member);
}

static int take_fact(struct handover *handover, const char *line,
		     size_t length, char *error)
{
	size_t count = facts_count(handover->facts);
	int rc;

	handover->whole = !length;
	if (handover->whole)
		return 0;
	if (length == 1 && *line == HANDOVER_BEGUN) {
		handover->reads = true;
		return 0;
	}
	rc = fact_load(handover->facts, line, length, error);
	if (rc || is_traffic(facts_at(handover->facts, count)))
		return rc;
	snprintf(error, HANDOVER_ERROR_TEXT, "the confined reader handed over "
		 "what is no traffic");
	return -ECHILD;
}

static int too_much(char *error)
{
	snprintf(error, HANDOVER_ERROR_TEXT, "the confined reader handed over "
		 "too much");
	return -ECHILD;
}

/* Parse the complete lines. */
static int take_facts(struct handover *handover, char *error)
{
	char *at = handover->bytes, *end;
	size_t left = handover->length, seen = handover->seen;
	int rc = 0;

	while (!rc && (end = memchr(at + seen, '\n', left - seen))) {
		size_t length = (size_t)(end - at);

		rc = take_fact(handover, at, length, error);
		at = end + 1;
		left -= length + 1;
		seen = 0;
		handover->total += length + 1;
	}
	if (at != handover->bytes)
		memmove(handover->bytes, at, left);
	handover->length = handover->seen = left;
	if (!rc && (left > LINE_LIMIT || handover->total > FACTS_FILE_MAX))
		rc = too_much(error);
	return rc;
}

int handover_take(struct handover *handover, size_t length, char *error)
{
	handover->length += length;
	if (!handover->begun && handover->length) {
		handover->begun = true;
		handover->kind = *handover->bytes;
		handover->length--;
		memmove(handover->bytes, handover->bytes + 1,
			handover->length);
	}
	if (handover->kind == HANDOVER_FACTS)
		return take_facts(handover, error);
	return handover->length > LINE_LIMIT ? too_much(error) : 0;
}

bool handover_complete(const struct handover *handover)
{
	return handover->begun &&
	       (handover->kind != HANDOVER_FACTS ||
		(handover->whole && !handover->length));
}

/* All facts have come, and all are valid. */
static void move(struct facts *facts, const struct facts *theirs)
{
	for (size_t i = 0; i < facts_count(theirs); i++) {
		const struct fact *f = facts_at(theirs, i);

		facts_add(facts, f->kind, f->status, f->source,
			  f->code.space ? &f->code : NULL,
			  json_incref(f->value), "%s", f->subject);
	}
}

/* The reported error; its number is not trusted. */
static int load_error(const struct handover *handover, char *error)
{
	size_t length = handover->length;
	size_t text = length > sizeof(int) ? length - sizeof(int) : 0;
	int rc = -ECHILD;

	if (length >= sizeof(rc))
		memcpy(&rc, handover->bytes, sizeof(rc));
	if (text >= HANDOVER_ERROR_TEXT)
		text = HANDOVER_ERROR_TEXT - 1;
	memcpy(error, handover->bytes + length - text, text);
	error[text] = '\0';
	return rc < 0 && rc >= -ERRNO_MAX ? rc : -ECHILD;
}

int handover_end(const struct handover *handover, struct facts *facts,
		 char *error)
{
	if (handover->kind != HANDOVER_FACTS)
		return load_error(handover, error);
	move(facts, handover->facts);
	return 0;
}
