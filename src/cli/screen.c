/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/screen.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "collect/sniff/confined.h"
#include "port/clock.h"
#include "port/file/output.h"
#include "base/compiler.h"
#include "port/terminal/terminal.h"

#define LINE 200

void screen_open(struct screen *screen)
{
	struct tm local;

	/* The calendar reads the time zone: after confinement it cannot. */
	clock_local(clock_wall(), &local);
	screen->status = screen->status && terminal_is(stderr);
	screen->start = clock_now();
}

void screen_erase(struct screen *screen)
{
	if (screen->shown)
		terminal_line(stderr, "");
	screen->shown = false;
}

void screen_event(void *user, const struct traffic_event *event)
{
	struct screen *screen = user;

	if (!screen->events)
		return;
	screen_erase(screen);
	screen->report->writer->event(screen->report, event);
	/* A reader at the end of a pipe wants it now, too. */
	fflush(screen->report->out);
}

/* Append to a line of LINE bytes, which is enough for all numbers. */
static void add(char *line, const char *format, ...) COMPILER_PRINTF(2, 3);

static void add(char *line, const char *format, ...)
{
	size_t at = strlen(line);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line + at, LINE - at, format, arguments);
	va_end(arguments);
}

static const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

void screen_status(void *user, const struct watch_counts *watch,
		   const struct capture_counts *capture)
{
	struct screen *screen = user;
	int64_t now = clock_now() - screen->start;
	char line[LINE] = "";

	if (!screen->status)
		return;
	add(line, "%" PRId64 " s", now / 1000);
	if (screen->duration_ms)
		add(line, " of %" PRId64, (screen->duration_ms + 999) / 1000);
	add(line, ", %" PRIu64 " packet%s, %" PRIu64 " connection%s",
	    watch->packets, plural(watch->packets),
	    watch->connections, plural(watch->connections));
	if (watch->requests)
		add(line, ", %" PRIu64 " request%s", watch->requests,
		    plural(watch->requests));
	if (watch->findings)
		add(line, ", %" PRIu64 " odd", watch->findings);
	if (capture->known)
		add(line, ", %" PRIu64 " dropped",
		    capture->dropped + capture->dropped_by_interface);
	terminal_line(stderr, line);
	screen->shown = true;
}

bool screen_stopped(void *user)
{
	const struct screen *screen = user;

	return confined_stopped() || output_finish(screen->report->out);
}
