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
#include "report/report.h"

#include <inttypes.h>
#include <string.h>

#define COLUMNS 4	/* and the answer, which may be long */

struct row {
	const char *cells[COLUMNS];
	char took[24];
};

static const char *text_of(const struct fact *fact, const char *member)
{
	const char *text = fact_string(fact, member);

	return text ? text : "";
}

static void row_of(const struct name_answer *a, struct row *row)
{
	int64_t ms = fact_integer(a->fact, "took", -1);

	row->took[0] = '\0';
	if (ms >= 0)
		snprintf(row->took, sizeof(row->took), "%" PRId64, ms);
	row->cells[0] = text_of(a->fact, "source");
	row->cells[1] = a->where;
	row->cells[2] = text_of(a->fact, "record");
	row->cells[3] = row->took;
}

static void print_cells(const struct report *report,
			const char *const cells[COLUMNS],
			const size_t widths[COLUMNS])
{
	fprintf(report->out, "    ");
	for (size_t i = 0; i < COLUMNS; i++) {
		int pad = (int)(widths[i] - report_columns(cells[i]));

		/* Numbers stand to the right. */
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
			if (report_columns(row.cells[i]) > widths[i])
				widths[i] = report_columns(row.cells[i]);
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
	static const enum style styles[] = {
		[EXIT_HAD] = STYLE_GOOD,
		[EXIT_WARNING] = STYLE_WARNING,
		[EXIT_CANNOT] = STYLE_BAD,
		[EXIT_UNKNOWN] = STYLE_WARNING,
	};
	size_t width = 0;

	for (size_t i = 0; i < diagnosis->name_count; i++)
		if (report_columns(diagnosis->names[i].conclusion.name) > width)
			width = report_columns(diagnosis->names[i].conclusion.name);
	for (size_t i = 0; i < diagnosis->name_count; i++) {
		const struct name_verdict *v = &diagnosis->names[i];

		fprintf(report->out, "%s%*s   ", v->conclusion.name,
			(int)(width - report_columns(v->conclusion.name)), "");
		report_styled(report, styles[v->conclusion.exit], v->conclusion.headline);
		fputc('\n', report->out);
	}
}

static void print_notes(const struct report *report,
			const struct name_verdict *v)
{
	for (size_t i = 0; i < v->conclusion.notes.count; i++)
		fprintf(report->out, "\n  Note, %s: %s.\n", v->conclusion.name,
			v->conclusion.notes.items[i]);
}

void report_names(const struct report *report,
		  const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->name_count; i++) {
		const struct name_verdict *v = &diagnosis->names[i];

		if (!diagnosis->verdict_count || report->verbose) {
			fprintf(report->out, "\n  ");
			report_styled(report, STYLE_STRONG, v->conclusion.name);
			fputc('\n', report->out);
			if (v->answer_count)
				print_table(report, v);
		}
		for (size_t j = 0; !diagnosis->verdict_count &&
				   j < v->conclusion.findings.count;
		     j++)
			report_finding(report, &v->conclusion.findings.items[j], false);
		print_notes(report, v);
	}
}
