/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A facts file from a stranger.  What loads must come back the same after it
 * was saved, and must go through diagnose and the reporters.
 */
#include "facts/save.h"

#include <stdio.h>

#include "diagnose/diagnose.h"
#include "fuzz/fuzz.h"
#include "report/report.h"

static struct facts *again(const char *text, size_t length)
{
	struct facts *loaded = facts_new();
	char error[FACTS_ERROR_TEXT];

	must(text && loaded && !facts_load(loaded, text, length, error));
	return loaded;
}

/* As a file, and one by one as they go from process to process. */
static void check_round(const struct facts *facts)
{
	char *text = facts_dump(facts), error[FACTS_ERROR_TEXT];
	json_t *list = facts_to_json(facts), *other;
	struct facts *file = again(text, strlen(text)), *single = facts_new();

	other = facts_to_json(file);
	must(json_equal(list, other));
	json_decref(other);
	for (size_t i = 0; i < facts_count(facts); i++) {
		char *line = fact_dump(facts_at(facts, i));
		size_t n = strlen(line);

		must(line[n - 1] == '\n' && !memchr(line, '\n', n - 1));
		must(!fact_load(single, line, n - 1, error));
		free(line);
	}
	other = facts_to_json(single);
	must(json_equal(list, other));
	json_decref(other);
	json_decref(list);
	facts_free(single);
	facts_free(file);
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
