/* SPDX-License-Identifier: BSD-2-Clause */
/* A progress line for interactive use. */
#ifndef PORT_TERMINAL_PROGRESS_H
#define PORT_TERMINAL_PROGRESS_H

#include <stdint.h>

struct progress;

/**
 * progress_start() - Show what is going on, if it takes more than a second
 * @what:	"asking every source of names"; kept
 * @max_ms:	How long it may take, in milliseconds
 *
 * Only where stderr is a terminal: one line, which is rewritten every second.
 *
 * Return: for progress_stop(); NULL where there is nothing to stop
 */
struct progress *progress_start(const char *what, int64_t max_ms);

/** progress_stop() - Remove the line; NULL is allowed */
void progress_stop(struct progress *progress);

#endif
