/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Output while traffic is watched: events, and on a terminal a status line.
 *
 * screen_open() needs the rights of the process; the other functions need
 * none.
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "collect/sniff/sniff.h"
#include "report/report.h"

/**
 * struct screen - Output while traffic is watched
 * @report:	Where and how events are printed
 * @events:	Events are printed
 * @status:	A status line is shown, on a terminal
 * @shown:	The terminal shows a status line now
 * @duration_ms: How long traffic is watched; 0 if that is not known
 * @start:	On clock_now()'s scale
 */
struct screen {
	const struct report *report;
	bool events;
	bool status;
	bool shown;
	int64_t duration_ms;
	int64_t start;
};

/** screen_open() - Prepare, while there are still rights */
void screen_open(struct screen *screen);

/** screen_event() - For struct sniff_options: @user is the screen */
void screen_event(void *user, const struct traffic_event *event);

/** screen_status() - Likewise */
void screen_status(void *user, const struct watch_counts *watch,
		   const struct capture_counts *capture);

/** screen_stopped() - Likewise: true if it is to end, or if nobody reads */
bool screen_stopped(void *user);

/** screen_erase() - Remove the status line */
void screen_erase(struct screen *screen);

#endif
