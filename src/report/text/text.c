/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const enum style state_styles[] = {
	[STATE_FREE] = STYLE_GOOD,
	[STATE_IN_USE] = STYLE_BAD,
	[STATE_FORBIDDEN] = STYLE_BAD,
	[STATE_UNADDRESSABLE] = STYLE_BAD,
	[STATE_SHADOWED] = STYLE_WARNING,
	[STATE_UNDETERMINED] = STYLE_WARNING,
};

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

static void print_headlines(const struct report *report,
			    const struct diagnosis *d)
{
	size_t first = 0, second = 0;

	for (size_t i = 0; i < d->verdict_count; i++) {
		const struct conclusion *c = &d->verdicts[i].conclusion;

		if (report_columns(c->name) > first)
			first = report_columns(c->name);
		if (report_columns(c->headline) > second)
			second = report_columns(c->headline);
	}
	for (size_t i = 0; i < d->verdict_count; i++) {
		const struct bind_verdict *v = &d->verdicts[i];
		enum style style = state_styles[v->state];

		if (v->state == STATE_FREE && v->conclusion.findings.count)
			style = STYLE_WARNING;
		fprintf(report->out, "%s%*s   ", v->conclusion.name,
			(int)(first - report_columns(v->conclusion.name)), "");
		report_styled(report, style, v->conclusion.headline);
		if (v->code && v->code->number && v->code->name)
			fprintf(report->out, "%*s   %s%s%s",
				(int)(second - report_columns(v->conclusion.headline)), "",
				v->winsock &&
				!strncmp(v->winsock, v->code->name,
					 strlen(v->code->name)) ?
					"" : v->code->name,
				v->winsock &&
				strncmp(v->winsock, v->code->name,
					strlen(v->code->name)) ?
					", " : "",
				v->winsock ? v->winsock : "");
		fputc('\n', report->out);
	}
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

void report_finding(const struct report *report, const struct finding *f,
		    bool evidence)
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

/* Has an earlier verdict said all of this already? */
static const struct bind_verdict *said_before(const struct diagnosis *d,
					 const struct bind_verdict *v)
{
	for (const struct bind_verdict *e = d->verdicts; e < v; e++) {
		size_t i = 0;

		if (e->conclusion.findings.count != v->conclusion.findings.count || !e->conclusion.findings.count)
			continue;
		while (i < v->conclusion.findings.count &&
		       !strcmp(e->conclusion.findings.items[i].id, v->conclusion.findings.items[i].id) &&
		       e->conclusion.findings.items[i].culprit->process ==
			       v->conclusion.findings.items[i].culprit->process &&
		       (v->conclusion.findings.items[i].culprit->process ||
			!v->conclusion.findings.items[i].culprit->socket_count))
			i++;
		if (i == v->conclusion.findings.count)
			return e;
	}
	return NULL;
}

static void print_verdict(const struct report *report,
			  const struct diagnosis *d, const struct bind_verdict *v)
{
	const struct bind_verdict *before = said_before(d, v);

	if (before && !report->verbose) {
		fprintf(report->out, "\n  %s: the same as %s.\n", v->conclusion.name,
			before->conclusion.name);
	} else if (v->conclusion.findings.count) {
		report_path(report, v);
		for (size_t i = 0; i < v->conclusion.findings.count; i++)
			report_finding(report, &v->conclusion.findings.items[i], true);
	}
	for (size_t i = 0; i < v->conclusion.notes.count; i++)
		fprintf(report->out, "\n  Note, %s: %s.\n", v->conclusion.name,
			v->conclusion.notes.items[i]);
}

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

void report_text(const struct report *report, const struct facts *facts,
		 const struct diagnosis *diagnosis)
{
	if (report->quiet > 1)
		return;
	print_headlines(report, diagnosis);
	report_name_headlines(report, diagnosis);
	report_traffic_headlines(report, facts, diagnosis);
	if (report->quiet)
		return;
	for (size_t i = 0; i < diagnosis->verdict_count; i++)
		print_verdict(report, diagnosis, &diagnosis->verdicts[i]);
	report_names(report, diagnosis);
	report_traffic(report, diagnosis);
	report_unseen(report, diagnosis);
	if (report->verbose)
		report_facts(report, facts);
}
