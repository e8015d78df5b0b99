/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of a report: what was not seen, and all facts. */
#include "report/text/text.h"

#include <stdlib.h>

void report_unseen(const struct report *report,
		   const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->unseen.count; i++)
		fprintf(report->out, "%s  Not seen: %s.\n", i ? "" : "\n",
			diagnosis->unseen.items[i]);
}

void report_facts(const struct report *report, const struct facts *facts)
{
	fprintf(report->out, "\n  Facts:\n");
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *f = facts_at(facts, i);
		char *value = json_dumps(f->value, JSON_COMPACT);

		fprintf(report->out, "    %zu %s, %s: %s%s%s  %s  [%s]\n", i,
			f->kind_name, f->subject, fact_status_name(f->status),
			f->code.name ? " " : "",
			f->code.name ? f->code.name : "", value ? value : "",
			f->source);
		free(value);
	}
}
