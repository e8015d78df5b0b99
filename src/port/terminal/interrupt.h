/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests to stop: Ctrl-C, SIGTERM, a closed terminal. */
#ifndef PORT_TERMINAL_INTERRUPT_H
#define PORT_TERMINAL_INTERRUPT_H

#include <stdbool.h>

/**
 * interrupt_catch() - From now on the first request does not end the program
 *
 * A second request ends it at once.  On Linux a call that waits returns EINTR.
 */
void interrupt_catch(void);

/** interrupt_asked() - Has there been a request since interrupt_catch()? */
bool interrupt_asked(void);

/** interrupt_release() - Undo interrupt_catch() */
void interrupt_release(void);

#endif
