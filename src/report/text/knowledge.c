/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/text/text.h"

#include <string.h>

/* A block of text, each line indented. */
static void print_block(const struct report *report, const char *title,
			const char *text)
{
	if (!text)
		return;
	fputc('\n', report->out);
	report_styled(report, STYLE_STRONG, title);
	fputc('\n', report->out);
	while (*text) {
		size_t length = strcspn(text, "\n");

		fprintf(report->out, "%s%.*s\n", length ? "  " : "",
			(int)length, text);
		text += length;
		text += *text == '\n';
	}
}

static void print_words(const struct report *report, const char *title,
			const char *words)
{
	if (!words)
		return;
	fputc('\n', report->out);
	report_styled(report, STYLE_STRONG, title);
	fprintf(report->out, " %s\n", words);
}

static void print_record(const struct report *report,
			 const struct data_record *record)
{
	const char *also = data_get(record, "also");
	/* The remedy of a finding is a template; its advice is plain text. */
	const char *advice = data_get(record, "advice");

	report_styled(report, STYLE_STRONG, data_get(record, "id"));
	fprintf(report->out, "%s%s: %s\n", also ? ", also " : "",
		also ? also : "", data_get(record, "title"));
	print_block(report, "Meaning", data_get(record, "meaning"));
	print_block(report, "Causes", data_get(record, "causes"));
	print_block(report, "Check", data_get(record, "check"));
	print_block(report, "Remedy",
		    advice ? advice : data_get(record, "remedy"));
	print_words(report, "Articles:", data_get(record, "articles"));
	print_words(report, "See:", data_get(record, "see"));
}

static void print_list(const struct report *report)
{
	static const struct {
		const struct data_record *table;
		const char *kind, *title;
	} parts[] = {
		{data_findings, NULL, "Findings"},
		{data_knowledge, "event", "Events"},
		{data_knowledge, "code", "Codes"},
		{data_knowledge, "article", "Articles"},
		{data_knowledge, "term", "Terms"},
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		fprintf(report->out, "%s", i ? "\n" : "");
		report_styled(report, STYLE_STRONG, parts[i].title);
		fputc('\n', report->out);
		for (const struct data_record *r = parts[i].table; r->fields;
		     r++) {
			const char *kind = data_get(r, "kind");

			if (parts[i].kind &&
			    (!kind || strcmp(kind, parts[i].kind)))
				continue;
			fprintf(report->out, "  %-20s  %s\n",
				data_get(r, "id"), data_get(r, "title"));
		}
	}
}

int report_knowledge(const struct report *report,
		     const struct data_record *record, bool first)
{
	if (!record) {
		print_list(report);
		return 0;
	}
	if (!first)
		fputc('\n', report->out);
	print_record(report, record);
	return 0;
}
