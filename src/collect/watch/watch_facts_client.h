/* SPDX-License-Identifier: BSD-2-Clause */
/* What was seen of clients and of the control channel, as facts. */
#ifndef COLLECT_WATCH_WATCH_FACTS_CLIENT_H
#define COLLECT_WATCH_WATCH_FACTS_CLIENT_H

#include "collect/watch/watch_state.h"

/** watch_facts_clients() - Add facts of clients and of the control channel */
void watch_facts_clients(struct watch *watch, struct facts *facts,
			 const char *source);

#endif
