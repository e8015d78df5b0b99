/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every source says about a name, side by side:
 *
 *	mailproxy
 *	  source  asked         record   ms  answer
 *	  hosts   /etc/hosts:12              192.0.2.10
 *	  dns     127.0.0.1:53  A         2  ARES_ENOTFOUND, No such name ...
 *	  system                          2  192.0.2.10
 */
#include "report/text/text.h"

#include <inttypes.h>

#define COLUMNS 4	/* before the answer, which may be long */

struct row {
	const char *cells[COLUMNS];
	char took[24];
};

static void row_of(const struct name_answer *a, struct row *row)
{
	int64_t ms = fact_integer(a->fact, "took", -1);

	row->took[0] = '\0';
	if (ms >= 0)
		snprintf(row->took, sizeof(row->took), "%" PRId64, ms);
	row->cells[0] = fact_text(a->fact, "source", "");
	row->cells[1] = a->where;
	row->cells[2] = fact_text(a->fact, "record", "");
	row->cells[3] = row->took;
}

static void print_cells(const struct report *report,
			const char *const cells[COLUMNS],
			const size_t widths[COLUMNS])
{
	fprintf(report->out, "    ");
	for (size_t i = 0; i < COLUMNS; i++) {
		int pad = (int)(widths[i] - report_columns(cells[i]));

		/* Numbers are aligned to the right. */
		fprintf(report->out, "%*s%s%*s  ", i == 3 ? pad : 0, "",
			cells[i], i == 3 ? 0 : pad, "");
	}
}

static void print_table(const struct report *report,
			const struct name_verdict *v)
{
	static const char *const headings[COLUMNS] = {"source", "asked",
						      "record", "ms"};
	size_t widths[COLUMNS];
	struct row row;

	for (size_t i = 0; i < COLUMNS; i++)
		widths[i] = report_columns(headings[i]);
	for (size_t j = 0; j < v->answer_count; j++) {
		row_of(&v->answers[j], &row);
		for (size_t i = 0; i < COLUMNS; i++)
			report_widen(&widths[i], row.cells[i]);
	}
	print_cells(report, headings, widths);
	fprintf(report->out, "answer\n");
	for (size_t j = 0; j < v->answer_count; j++) {
		bool seen = v->answers[j].fact->status == FACT_SEEN;

		row_of(&v->answers[j], &row);
		print_cells(report, row.cells, widths);
		report_styled(report, seen ? STYLE_PLAIN : STYLE_FAINT,
			      v->answers[j].words);
		fputc('\n', report->out);
	}
}

void report_name_headlines(const struct report *report,
			   const struct diagnosis *diagnosis)
{
	size_t width = 0;

	for (size_t i = 0; i < diagnosis->name_count; i++)
		report_widen(&width, diagnosis->names[i].conclusion.name);
	for (size_t i = 0; i < diagnosis->name_count; i++) {
		const struct conclusion *c = &diagnosis->names[i].conclusion;

		report_name(report, c, width);
		report_styled(report, report_exit_style(c->exit), c->headline);
		fputc('\n', report->out);
	}
}

void report_names(const struct report *report,
		  const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->name_count; i++) {
		const struct name_verdict *v = &diagnosis->names[i];

		if (!diagnosis->verdict_count || report->verbose) {
			report_title(report, &v->conclusion);
			if (v->answer_count)
				print_table(report, v);
		}
		if (!diagnosis->verdict_count)
			report_findings(report, &v->conclusion, false);
		report_notes(report, &v->conclusion);
	}
}
