/* SPDX-License-Identifier: BSD-2-Clause */
/* Handles the callbacks of SMTP dialogues. */
#ifndef COLLECT_WATCH_WATCH_DIALOGUE_H
#define COLLECT_WATCH_WATCH_DIALOGUE_H

#include "collect/watch/watch_state.h"

/** watch_dialogue_sink - For dialogue_new(); its user is a connection */
extern const struct dialogue_sink watch_dialogue_sink;

#endif
