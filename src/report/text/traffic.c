/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What watched traffic shows: a line for each server and proxy, then what was
 * seen of it.  Where there are targets, what concerns them stands in their
 * verdicts, and here the lines alone.
 */
#include "report/report.h"

#include <inttypes.h>
#include <string.h>

/* Without -v. */
#define SHOWN_MAX 4	/* servers whose lines are shown */
#define LISTED_MAX 20
#define BESIDE_MAX 5	/* where targets come first */

static const enum style styles[] = {
	[EXIT_HAD] = STYLE_GOOD,
	[EXIT_WARNING] = STYLE_WARNING,
	[EXIT_CANNOT] = STYLE_BAD,
	[EXIT_UNKNOWN] = STYLE_WARNING,
};

/* Lines that only -v shows. */
static bool is_detail(const struct evidence *line)
{
	return !strcmp(line->label, "capability") ||
	       !strcmp(line->label, "reply") || !strcmp(line->label, "header");
}

static size_t count_servers(const struct diagnosis *d)
{
	size_t count = 0;

	for (size_t i = 0; i < d->traffic_count; i++)
		count += d->traffic[i].role != TRAFFIC_CLIENT;
	return count;
}

/* Clients are told where nobody else was seen, or with -v. */
static bool tells_clients(const struct report *report,
			  const struct diagnosis *d)
{
	return report->verbose || !count_servers(d);
}

/* @beside: after the lines of targets, which may be of the same endpoint. */
static void print_headline(const struct report *report,
			   const struct traffic_verdict *v, size_t width,
			   bool beside)
{
	fprintf(report->out, "%s%*s   %s", v->conclusion.name,
		(int)(width - report_columns(v->conclusion.name)), "",
		beside ? "on the wire: " : "");
	report_styled(report,
		      v->role == TRAFFIC_CLIENT ? STYLE_PLAIN :
						  styles[v->conclusion.exit],
		      v->conclusion.headline);
	fputc('\n', report->out);
}

/* Not where no capture began: why, is among what was not seen. */
static bool was_watched(const struct facts *facts)
{
	facts_each(facts, FACT_CAPTURE, f)
		if (f->status == FACT_SEEN || f->status == FACT_FAILED)
			return true;
	return false;
}

/* Of packets that could not be read nothing can be said. */
static int64_t readable(const struct fact *capture)
{
	int64_t packets = fact_integer(capture, "packets", 0);
	int64_t damaged = fact_integer(capture, "damaged", 0);
	int64_t unsupported = fact_integer(capture, "unsupported", 0);

	if (damaged < 0 || damaged > packets || unsupported < 0 ||
	    unsupported > packets - damaged)
		return 0;
	return packets - damaged - unsupported;
}

static void print_nothing(const struct report *report,
			  const struct facts *facts)
{
	const char *sign = " of port ";

	if (!was_watched(facts)) {
		fputs("the traffic was not watched\n", report->out);
		return;
	}
	fputs("no mail traffic was seen", report->out);
	facts_each(facts, FACT_CAPTURE, f) {
		const json_t *ports = fact_array(f, "ports");
		int64_t packets = readable(f);

		if (packets <= 0)
			continue;
		fprintf(report->out, ": %" PRId64 " packet%s, none", packets,
			packets == 1 ? "" : "s");
		for (size_t i = 0; i < json_array_size(ports) && i < 64; i++) {
			const char *port =
				json_string_value(json_array_get(ports, i));

			if (port)
				fprintf(report->out, "%s%s", sign, port);
			sign = ", ";
		}
		break;
	}
	fputc('\n', report->out);
}

void report_traffic_headlines(const struct report *report,
			      const struct facts *facts,
			      const struct diagnosis *diagnosis)
{
	size_t most = diagnosis->verdict_count ? BESIDE_MAX : LISTED_MAX;
	bool clients = tells_clients(report, diagnosis);
	size_t width = 0, told = 0, left = 0;

	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];

		if ((clients || v->role != TRAFFIC_CLIENT) &&
		    report_columns(v->conclusion.name) > width)
			width = report_columns(v->conclusion.name);
	}
	/* First what is not well: the list may be long. */
	for (int well = 0; well < 2; well++)
		for (size_t i = 0; i < diagnosis->traffic_count; i++) {
			const struct traffic_verdict *v =
				&diagnosis->traffic[i];

			if ((!clients && v->role == TRAFFIC_CLIENT) ||
			    (v->conclusion.exit == EXIT_HAD) != well)
				continue;
			if (told < most || report->verbose) {
				print_headline(report, v, width,
					       diagnosis->verdict_count > 0);
				told++;
			} else {
				left++;
			}
		}
	if (left)
		fprintf(report->out, "and %zu more; -v tells all\n", left);
	if (diagnosis->traffic && !told)
		print_nothing(report, facts);
}

static void print_lines(const struct report *report,
			const struct traffic_verdict *v)
{
	struct evidence shown[128];
	size_t count = 0;

	for (size_t i = 0; i < v->line_count && count < 128; i++)
		if (report->verbose || !is_detail(&v->lines[i]))
			shown[count++] = v->lines[i];
	fprintf(report->out, "\n  ");
	report_styled(report, STYLE_STRONG, v->conclusion.name);
	fputc('\n', report->out);
	report_evidence(report, shown, count);
}

void report_traffic(const struct report *report,
		    const struct diagnosis *diagnosis)
{
	bool all = report->verbose || count_servers(diagnosis) <= SHOWN_MAX;
	bool clients = tells_clients(report, diagnosis);

	if (diagnosis->verdict_count && !report->verbose)
		return;
	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];

		if (!clients && v->role == TRAFFIC_CLIENT)
			continue;
		if (all || v->conclusion.findings.count)
			print_lines(report, v);
		for (size_t j = 0; j < v->conclusion.findings.count; j++)
			report_finding(report, &v->conclusion.findings.items[j], true);
		for (size_t j = 0; j < v->conclusion.notes.count; j++)
			fprintf(report->out, "\n  Note, %s: %s.\n", v->conclusion.name,
				v->conclusion.notes.items[j]);
	}
}
