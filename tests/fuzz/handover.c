/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a confined reader hands over that was taken over by what it read:
 * however its bytes are divided, the same comes of them.  And the same bytes
 * as what a collector says that ran with another user's rights.
 */
#include "collect/sniff/handover.h"

#include <errno.h>

#include "facts/apart.h"
#include "fuzz/fuzz.h"

/* A whole handover, so many bytes at a time. */
static int hand(const uint8_t *bytes, size_t length, size_t at_once,
		struct handover *handover, char *error)
{
	int rc = 0;

	must(!handover_init(handover));
	for (size_t at = 0; !rc && at < length; at += at_once) {
		size_t n = length - at < at_once ? length - at : at_once, size;
		char *room = handover_room(handover, &size);

		must(room && size >= at_once);
		memcpy(room, bytes + at, n);
		rc = handover_take(handover, n, error);
	}
	return rc;
}

static void check_facts(const struct facts *facts)
{
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *f = facts_at(facts, i);

		must(f->kind >= FACT_CAPTURE &&
		     f->kind <= FACT_CONTROL_REQUEST);
		must(fuzz_printable(f->subject) && fuzz_printable(f->source));
	}
}

static void check_end(const struct handover *handover)
{
	struct facts *facts = facts_new();
	char error[HANDOVER_ERROR_TEXT] = "";
	int rc = handover_end(handover, facts, error);

	must(facts && memchr(error, '\0', sizeof(error)));
	must((handover->kind == HANDOVER_FACTS) == !rc);
	must(rc <= 0 && !facts_error(facts));
	check_facts(facts);
	facts_free(facts);
}

static void check_apart(const uint8_t *bytes, size_t length)
{
	static const enum fact_kind kinds[] = {FACT_UNIT, FACT_CAPTURE};

	for (size_t i = 0; i < 2; i++) {
		struct facts *facts = facts_new();
		int rc = facts_apart_read(facts, kinds[i], (const char *)bytes,
					  length);

		must(rc == 0 || rc == -EPROTO);
		must(!facts_error(facts));
		facts_each(facts, kinds[i], f)
			must(fuzz_printable(f->subject));
		must(!facts_count(facts) ||
		     facts_at(facts, 0)->kind == kinds[i]);
		facts_free(facts);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const size_t sizes[] = {65536, 1, 7};
	struct handover first = {.kind = 0};
	int rc = 0;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct handover handover;
		char error[HANDOVER_ERROR_TEXT] = "";
		int again = hand(bytes, length, sizes[i], &handover, error);

		must(!again == !error[0]);
		must(memchr(error, '\0', sizeof(error)));
		if (!again && handover_complete(&handover)) {
			check_facts(handover.facts);
			check_end(&handover);
		}
		if (i == 0) {
			rc = again;
			first = handover;
			continue;
		}
		must(again == rc && handover.kind == first.kind);
		must(handover.whole == first.whole);
		must(facts_count(handover.facts) == facts_count(first.facts));
		handover_free(&handover);
	}
	handover_free(&first);
	check_apart(bytes, length);
	if (length)
		check_apart(bytes + 1, length - 1);
	return 0;
}
