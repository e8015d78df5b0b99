/* SPDX-License-Identifier: BSD-2-Clause */
/* A line for who waits at a terminal. */
#ifndef PORT_TERMINAL_PROGRESS_H
#define PORT_TERMINAL_PROGRESS_H

#include <stdint.h>

struct progress;

/**
 * progress_start() - Say what goes on, if it takes over a second
 * @what:	"asking every source of names"; kept
 * @most:	How long it may take, in milliseconds
 *
 * Only where stderr is a terminal: one line, which is written anew each
 * second.
 *
 * Return: to be handed to progress_stop(); NULL where there is nothing to
 * stop
 */
struct progress *progress_start(const char *what, int64_t most);

/** progress_stop() - Take the line away again; NULL is allowed */
void progress_stop(struct progress *progress);

#endif
