/* SPDX-License-Identifier: BSD-2-Clause */
/* Being asked to stop: Ctrl-C, SIGTERM, a closed terminal. */
#ifndef PORT_TERMINAL_INTERRUPT_H
#define PORT_TERMINAL_INTERRUPT_H

#include <stdbool.h>

/**
 * interrupt_catch() - From now on, being asked once does not end us
 *
 * Whoever asks a second time has it at once, as if we had caught nothing.
 * On Linux a call that waits comes back with EINTR.
 */
void interrupt_catch(void);

/** interrupt_asked() - Were we asked since interrupt_catch()? */
bool interrupt_asked(void);

/** interrupt_release() - As before interrupt_catch() */
void interrupt_release(void);

#endif
