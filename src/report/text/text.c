/* SPDX-License-Identifier: BSD-2-Clause */
/* Text for people: the answer first, then what explains it. */
#include "report/text/text.h"

static void print_headlines(const struct report *report,
			    const struct facts *facts,
			    const struct diagnosis *diagnosis)
{
	report_verdict_headlines(report, diagnosis);
	report_name_headlines(report, diagnosis);
	report_traffic_headlines(report, facts, diagnosis);
}

static int print_diagnosis(const struct report *report,
			   const struct facts *facts,
			   const struct diagnosis *diagnosis)
{
	if (report->quiet > 1)
		return 0;
	if (diagnosis->owners)
		report_owners(report, diagnosis);
	else
		print_headlines(report, facts, diagnosis);
	if (report->quiet)
		return 0;
	report_verdicts(report, diagnosis);
	report_names(report, diagnosis);
	report_traffic(report, diagnosis);
	report_unseen(report, diagnosis);
	if (report->verbose)
		report_facts(report, facts);
	return 0;
}

const struct writer writer_text = {
	.name = "text",
	.diagnosis = print_diagnosis,
	.knowledge = report_knowledge,
	.event = report_event,
};
