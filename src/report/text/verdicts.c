/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdicts on targets. */
#include "report/text/text.h"

#include <string.h>

/* "EADDRINUSE, WSAEADDRINUSE 10048", or the twin alone if it is the code. */
static void print_code(const struct report *report,
		       const struct bind_verdict *v)
{
	const char *name = v->code->name;
	bool same = v->winsock &&
		    !strncmp(v->winsock, name, strlen(name));

	fprintf(report->out, "   %s%s%s", same ? "" : name,
		v->winsock && !same ? ", " : "", v->winsock ? v->winsock : "");
}

void report_verdict_headlines(const struct report *report,
			      const struct diagnosis *diagnosis)
{
	size_t first = 0, second = 0;

	for (size_t i = 0; i < diagnosis->verdict_count; i++) {
		report_widen(&first, diagnosis->verdicts[i].conclusion.name);
		report_widen(&second,
			     diagnosis->verdicts[i].conclusion.headline);
	}
	for (size_t i = 0; i < diagnosis->verdict_count; i++) {
		const struct bind_verdict *v = &diagnosis->verdicts[i];
		const struct conclusion *c = &v->conclusion;

		report_name(report, c, first);
		report_styled(report, report_exit_style(c->exit), c->headline);
		if (v->code && v->code->number && v->code->name) {
			fprintf(report->out, "%*s",
				(int)(second - report_columns(c->headline)),
				"");
			print_code(report, v);
		}
		fputc('\n', report->out);
	}
}

/* Do two findings say the same?  Those about sockets have a process. */
static bool is_same_finding(const struct finding *a, const struct finding *b)
{
	return !strcmp(a->id, b->id) &&
	       a->culprit->process == b->culprit->process &&
	       (b->culprit->process || !b->culprit->socket_count);
}

static bool has_same_findings(const struct findings *a,
			      const struct findings *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!is_same_finding(&a->items[i], &b->items[i]))
			return false;
	return a->count;
}

/* The first verdict with the same findings as a later one, or NULL. */
static const struct bind_verdict *same_before(const struct diagnosis *d,
					      const struct bind_verdict *v)
{
	for (const struct bind_verdict *e = d->verdicts; e < v; e++)
		if (has_same_findings(&e->conclusion.findings,
				      &v->conclusion.findings))
			return e;
	return NULL;
}

void report_verdicts(const struct report *report,
		     const struct diagnosis *diagnosis)
{
	for (size_t i = 0; i < diagnosis->verdict_count; i++) {
		const struct bind_verdict *v = &diagnosis->verdicts[i];
		const struct conclusion *c = &v->conclusion;
		const struct bind_verdict *same = same_before(diagnosis, v);

		if (same && !report->verbose) {
			fprintf(report->out, "\n  %s: the same as %s.\n",
				c->name, same->conclusion.name);
		} else if (c->findings.count) {
			report_path(report, v);
			report_findings(report, c, true);
		}
		report_notes(report, c);
	}
}
