/* SPDX-License-Identifier: BSD-2-Clause */
/* Events on the wire. */
#include "report/text/text.h"

#include <inttypes.h>

#include "port/clock.h"

#define SECOND INT64_C(1000000000)	/* ns */

/* "12:03:59.042", local time. */
static void print_time(const struct report *report, int64_t time)
{
	int64_t part = time % SECOND;	/* of a second, in ns */
	struct tm local;

	if (part < 0)
		part += SECOND;
	if (clock_local((time - part) / SECOND, &local)) {
		fprintf(report->out, "--:--:--.---");
		return;
	}
	fprintf(report->out, "%02d:%02d:%02d.%03d", local.tm_hour,
		local.tm_min, local.tm_sec, (int)(part / 1000000));
}

void report_event(const struct report *report,
		  const struct traffic_event *event)
{
	bool both = event->client && *event->client && event->server &&
		    *event->server;

	print_time(report, event->time);
	fprintf(report->out, "  %s%s%s  ", event->client ? event->client : "",
		both ? " > " : "", event->server ? event->server : "");
	report_styled(report, event->bad ? STYLE_BAD : STYLE_STRONG,
		      event->what);
	fprintf(report->out, "  %s\n", event->text ? event->text : "");
}
