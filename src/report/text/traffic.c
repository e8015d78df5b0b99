/* SPDX-License-Identifier: BSD-2-Clause */
/* The verdicts on watched traffic: servers, proxies, clients. */
#include "report/text/text.h"

#include <inttypes.h>
#include <string.h>

/* Maximums without -v. */
#define SHOWN_MAX 4	/* servers whose lines are printed */
#define HEADLINES_MAX 20
#define HEADLINES_MAX_TARGETS 5	/* if there are targets */
#define LINES_MAX 128

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

/* Clients are printed with -v, or if nothing else was seen. */
static bool shows_clients(const struct report *report,
			  const struct diagnosis *d)
{
	return report->verbose || !count_servers(d);
}

/* @targets: there are lines of targets before, maybe of the same endpoint. */
static void print_headline(const struct report *report,
			   const struct traffic_verdict *v, size_t width,
			   bool targets)
{
	const struct conclusion *c = &v->conclusion;

	report_name(report, c, width);
	fputs(targets ? "on the wire: " : "", report->out);
	report_styled(report,
		      v->role == TRAFFIC_CLIENT ? STYLE_PLAIN :
						  report_exit_style(c->exit),
		      c->headline);
	fputc('\n', report->out);
}

/* If no capture started, the reason is in what was not seen. */
static bool was_watched(const struct facts *facts)
{
	facts_each(facts, FACT_CAPTURE, f)
		if (f->status == FACT_SEEN || f->status == FACT_FAILED)
			return true;
	return false;
}

/* How many packets of a capture could be read. */
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
			const char *port = fact_item(f, "ports", i);

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
	bool targets = diagnosis->verdict_count > 0;
	size_t max = targets ? HEADLINES_MAX_TARGETS : HEADLINES_MAX;
	bool clients = shows_clients(report, diagnosis);
	size_t width = 0, printed = 0, left = 0;

	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];

		if (clients || v->role != TRAFFIC_CLIENT)
			report_widen(&width, v->conclusion.name);
	}
	/* The list may be long: what has an obstacle comes first. */
	for (int good = 0; good < 2; good++)
		for (size_t i = 0; i < diagnosis->traffic_count; i++) {
			const struct traffic_verdict *v =
				&diagnosis->traffic[i];

			if ((!clients && v->role == TRAFFIC_CLIENT) ||
			    (v->conclusion.exit == EXIT_HAD) != good)
				continue;
			if (printed == max && !report->verbose) {
				left++;
				continue;
			}
			print_headline(report, v, width, targets);
			printed++;
		}
	if (left)
		fprintf(report->out, "and %zu more; -v tells all\n", left);
	if (diagnosis->traffic && !printed)
		print_nothing(report, facts);
}

static void print_lines(const struct report *report,
			const struct traffic_verdict *v)
{
	struct evidence lines[LINES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < v->line_count && count < LINES_MAX; i++)
		if (report->verbose || !is_detail(&v->lines[i]))
			lines[count++] = v->lines[i];
	report_title(report, &v->conclusion);
	report_evidence(report, lines, count);
}

void report_traffic(const struct report *report,
		    const struct diagnosis *diagnosis)
{
	bool all = report->verbose || count_servers(diagnosis) <= SHOWN_MAX;
	bool clients = shows_clients(report, diagnosis);

	if (diagnosis->verdict_count && !report->verbose)
		return;
	for (size_t i = 0; i < diagnosis->traffic_count; i++) {
		const struct traffic_verdict *v = &diagnosis->traffic[i];

		if (!clients && v->role == TRAFFIC_CLIENT)
			continue;
		if (all || v->conclusion.findings.count)
			print_lines(report, v);
		report_findings(report, &v->conclusion, true);
		report_notes(report, &v->conclusion);
	}
}
