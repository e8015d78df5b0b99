/* SPDX-License-Identifier: BSD-2-Clause */
/* What was seen, as facts. */
#ifndef COLLECT_WATCH_WATCH_FACTS_H
#define COLLECT_WATCH_WATCH_FACTS_H

#include "collect/watch/watch_state.h"

/** watch_facts_add() - Add all facts except FACT_CAPTURE */
void watch_facts_add(struct watch *watch, struct facts *facts,
		     const char *source);

#endif
