/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A facts file from a stranger.  What loads must come back the same after it
 * was saved, and must go through diagnose and the reporters.
 */
#include "facts/save.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/diagnose.h"
#include "report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void check_round(const struct facts *facts)
{
	json_t *list = facts_to_json(facts), *file;
	struct facts *loaded = facts_new();
	char error[FACTS_ERROR_TEXT], *text;
	json_t *again;

	file = json_pack("{s:s, s:i, s:O}", "format", FACTS_FORMAT, "version",
			 FACTS_VERSION, "facts", list);
	text = json_dumps(file, JSON_COMPACT);
	must(text && loaded);
	must(!facts_load(loaded, text, strlen(text), error));
	again = facts_to_json(loaded);
	must(json_equal(list, again));
	json_decref(again);
	json_decref(file);
	json_decref(list);
	facts_free(loaded);
	free(text);
}

/* Nothing that a file says may steer the reader's terminal. */
static void check_text(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		must((unsigned char)text[i] >= ' ' || text[i] == '\n');
}

static void check_reports(const struct facts *facts)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	struct diagnosis *verdicts = diagnose(facts);
	struct diagnosis *owners = diagnose_owners(facts);

	must(out && verdicts && owners);
	for (size_t i = 0; report_writers[i]; i++) {
		const struct writer *writer = report_writers[i];
		struct report report = {
			.writer = writer,
			.out = out,
			.verbose = 1,
		};

		must(!writer->diagnosis(&report, facts, verdicts));
		must(!writer->diagnosis(&report, facts, owners));
	}
	must(!fclose(out));
	check_text(text, length);
	free(text);
	diagnosis_free(owners);
	diagnosis_free(verdicts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct facts *facts = facts_new();
	char error[FACTS_ERROR_TEXT] = "";

	must(facts);
	if (!facts_load(facts, (const char *)bytes, length, error)) {
		check_round(facts);
		check_reports(facts);
	} else {
		must(error[0] && !strpbrk(error, "\n\r\033"));
	}
	facts_free(facts);
	return 0;
}
