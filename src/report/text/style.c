/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/text/style.h"

#include <string.h>

void report_styled(const struct report *report, enum style style,
		   const char *string)
{
	static const char *const codes[] = {
		[STYLE_PLAIN] = "",	      [STYLE_STRONG] = "\033[1m",
		[STYLE_GOOD] = "\033[32m",    [STYLE_WARNING] = "\033[33m",
		[STYLE_BAD] = "\033[31;1m", [STYLE_FAINT] = "\033[2m",
	};

	if (report->color && style != STYLE_PLAIN)
		fprintf(report->out, "%s%s\033[0m", codes[style], string);
	else
		fputs(string, report->out);
}

size_t report_columns(const char *string)
{
	size_t n = 0;

	for (; *string; string++)
		n += (*string & 0xc0) != 0x80;
	return n;
}

void report_widen(size_t *width, const char *string)
{
	size_t columns = report_columns(string);

	if (columns > *width)
		*width = columns;
}

enum style report_exit_style(enum exit_status exit)
{
	static const enum style styles[] = {
		[EXIT_HAD] = STYLE_GOOD,
		[EXIT_WARNING] = STYLE_WARNING,
		[EXIT_CANNOT] = STYLE_BAD,
		[EXIT_UNKNOWN] = STYLE_WARNING,
	};

	return styles[exit];
}

void report_name(const struct report *report, const struct conclusion *c,
		 size_t width)
{
	fprintf(report->out, "%s%*s   ", c->name,
		(int)(width - report_columns(c->name)), "");
}

void report_title(const struct report *report, const struct conclusion *c)
{
	fprintf(report->out, "\n  ");
	report_styled(report, STYLE_STRONG, c->name);
	fputc('\n', report->out);
}

void report_notes(const struct report *report, const struct conclusion *c)
{
	for (size_t i = 0; i < c->notes.count; i++)
		fprintf(report->out, "\n  Note, %s: %s.\n", c->name,
			c->notes.items[i]);
}

void report_evidence(const struct report *report,
		     const struct evidence *evidence, size_t count)
{
	int width = 0;

	for (size_t i = 0; i < count; i++)
		if ((int)strlen(evidence[i].label) > width)
			width = (int)strlen(evidence[i].label);
	for (size_t i = 0; i < count; i++) {
		fprintf(report->out, "    ");
		report_styled(report, STYLE_FAINT, evidence[i].label);
		fprintf(report->out, "%*s  %s\n",
			width - (int)strlen(evidence[i].label), "",
			evidence[i].text);
	}
}

static void print_finding(const struct report *report,
			  const struct finding *f, bool evidence)
{
	fprintf(report->out, "\n  ");
	report_styled(report, STYLE_STRONG, f->summary);
	if (f->confidence != CONFIDENCE_CERTAIN)
		fprintf(report->out, " (%s)", confidence_name(f->confidence));
	fputc('\n', report->out);
	if (evidence)
		report_evidence(report, f->evidence, f->evidence_count);
	if (f->remedy.count) {
		fprintf(report->out, "\n  %s\n",
			f->heading ? f->heading :
			f->stops ? "To get the port:" : "To mend it:");
		for (size_t i = 0; i < f->remedy.count; i++)
			fprintf(report->out, "    %s\n", f->remedy.items[i]);
	}
	fprintf(report->out, "  More: bindwhy explain %s", f->id);
	for (size_t i = 0; i < f->articles.count; i++)
		fprintf(report->out, "%s%s", i ? ", " : "; article ",
			f->articles.items[i]);
	fputc('\n', report->out);
}

void report_findings(const struct report *report, const struct conclusion *c,
		     bool evidence)
{
	for (size_t i = 0; i < c->findings.count; i++)
		print_finding(report, &c->findings.items[i], evidence);
}
