/* SPDX-License-Identifier: BSD-2-Clause */
/* Handles the callbacks of connections. */
#ifndef COLLECT_WATCH_WATCH_FLOW_H
#define COLLECT_WATCH_WATCH_FLOW_H

#include "collect/watch/watch_state.h"

/** watch_flow_sink - For flows_new(); its user is a struct watch */
extern const struct flow_sink watch_flow_sink;

#endif
