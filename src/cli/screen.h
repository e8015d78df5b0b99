/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a reader sees while traffic is watched: events, and on a terminal a
 * line that says how far it is.
 *
 * All of it can be called without rights, once screen_open() was called with
 * them.
 */
#ifndef CLI_SCREEN_H
#define CLI_SCREEN_H

#include "collect/sniff/sniff.h"
#include "report/report.h"

/**
 * struct screen - Where it is shown
 * @report:	Where and how events are
 * @events:	They are
 * @status:	On a terminal, how far it is
 * @shown:	A status line stands on the terminal
 * @most:	When it ends, in milliseconds; 0 for nobody knows
 * @start:	On clock_now()'s scale
 */
struct screen {
	const struct report *report;
	bool events;
	bool status;
	bool shown;
	int64_t most;
	int64_t start;
};

/** screen_open() - Get ready; nothing may have been printed on stdout yet */
void screen_open(struct screen *screen);

/** screen_event() - For struct sniff_options: @user is the screen */
void screen_event(void *user, const struct traffic_event *event);

/** screen_status() - Likewise */
void screen_status(void *user, const struct watch_counts *watch,
		   const struct capture_counts *capture);

/** screen_stopped() - Likewise: asked to end, or nobody reads any more */
bool screen_stopped(void *user);

/** screen_erase() - Take the status line away */
void screen_erase(struct screen *screen);

#endif
