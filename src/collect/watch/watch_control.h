/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests on the control channel. */
#ifndef COLLECT_WATCH_WATCH_CONTROL_H
#define COLLECT_WATCH_WATCH_CONTROL_H

#include "collect/watch/watch_state.h"

/** watch_control() - Callback of control_table.h: a request has its outcome */
void watch_control(void *user, const struct control_request *request);

#endif
